//! One deployment in the list.

use leptos::prelude::*;
use shared::ActionId;

use super::history::History;
use super::words;
use crate::paths;
use crate::state::live::use_live;
use crate::state::memo::memo;
use crate::ui::icon::IconView;
use crate::ui::time::Ago;

/// A row. It keeps its elements while the deployment goes on.
#[component]
pub fn Row(
    /// Which.
    id: ActionId,
    /// Where it comes from.
    history: History,
) -> impl IntoView {
    let live = use_live();
    let found = history.row(id.clone());
    let first = found.get_untracked()?;
    let action = memo({
        let first = first.clone();
        move || found.get().unwrap_or_else(|| first.clone())
    });
    let app = first.request.app().map(|app| app.to_string()).unwrap_or_default();
    let change = memo(move || action.with(|action| words::change(action)));
    let standing = memo(move || action.with(|action| words::standing(action)));
    let took = memo(move || {
        let is_open = action.with(|action| action.state.is_at_work());
        // What is over must not be looked at each second.
        let now_ms = if is_open { live.known_ms() } else { 0 };
        action.with(|action| words::took(action, now_ms))
    });
    let at_work = memo(move || {
        action.with(|action| action.state.is_at_work().then(|| (action.percent(), words::progress(action))))
    });
    let approved = memo(move || action.with(|action| words::approved_by(action)));
    let note = first.note.clone();
    Some(view! {
        <tr>
            <th scope="row">
                <a class="change" href=paths::deployment(&id)>
                    <b>{app}</b>
                    " "
                    {move || change.get()}
                </a>
            </th>
            <td class="standing">
                {move || {
                    let (word, result, icon) = standing.get();
                    view! {
                        <span class="result" data-result=result>
                            <IconView icon=icon />
                            {word}
                        </span>
                    }
                }}
                {move || {
                    at_work
                        .get()
                        .map(|(percent, words)| {
                            view! {
                                <span class="faint">{words}</span>
                                <progress class="progress" max="100" value=percent aria-hidden="true"></progress>
                            }
                        })
                }}
            </td>
            <td>
                {first.actor.to_string()}
                {move || approved.get().map(|who| view! { <span class="faint who-approved">{who}</span> })}
            </td>
            <td>
                <Ago at_ms=first.started_ms />
            </td>
            <td data-label=say::deployments::row_took()>{move || took.get()}</td>
            <td class="note-cell full">{note}</td>
        </tr>
    })
}
