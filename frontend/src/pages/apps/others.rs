//! Units that nobody deployed here: whose names are not those of an app. Folded away.

use leptos::prelude::*;

use crate::paths;
use crate::state::cluster::Unit;
use crate::state::live::use_live;
use crate::state::memo::memo;
use crate::state::same::Same;
use crate::state::words;
use crate::ui::icon::{Icon, IconView};
use crate::ui::state::StateWord;
use crate::ui::time::Since;

/// More rows than this are left to the Units page.
const MOST_ROWS: usize = 100;

/// The fold with the other units; nothing if there are none.
#[component]
pub fn Others() -> impl IntoView {
    let live = use_live();
    let others = memo(move || live.with(|cluster| cluster.others().clone()));
    let count = memo(move || others.with(|others| others.len()));
    let any = memo(move || count.get() > 0);
    let open = RwSignal::new(false);
    let rows = move || {
        let rows = others.with(|others| others.iter().take(MOST_ROWS).cloned().collect::<Vec<_>>());
        rows.into_iter().map(|unit| view! { <OtherRow unit=unit /> }).collect_view()
    };
    let rest = move || count.get().saturating_sub(MOST_ROWS);
    view! { {move || {
        any.get().then(|| {
            view! {
                <details class="fold others" on:toggle=move |_| open.set(true)>
                    <summary>
                        <IconView icon=Icon::Chevron class="chev" />
                        {say::apps::others()} " "
                        <span class="count">{move || words::grouped(count.get())}</span>
                    </summary>
                    <div class="fold-body">
                        <p class="hint">
                            {say::apps::others_about()}
                        </p>
                        {move || {
                            open.get()
                                .then(|| {
                                    view! {
                                        <table class="table table-compact table-stack">
                                            <thead>
                                                <tr>
                                                    <th scope="col">{say::apps::column_unit()}</th>
                                                    <th scope="col">{say::apps::column_state()}</th>
                                                    <th scope="col">{say::apps::column_machine()}</th>
                                                    <th scope="col" class="num">
                                                        {say::apps::column_since()}
                                                    </th>
                                                </tr>
                                            </thead>
                                            <tbody>{move || rows()}</tbody>
                                        </table>
                                    }
                                })
                        }}
                        {move || {
                            (rest() > 0)
                                .then(|| view! { <p><a href=paths::units()>{say::apps::others_more(&rest())}</a></p> })
                        }}
                    </div>
                </details>
            }
        })
    }} }
}

#[component]
fn OtherRow(unit: Same<Unit>) -> impl IntoView {
    let live = use_live();
    let place = live.with_untracked(|cluster| cluster.place(&unit)).unwrap_or_else(|| "–".to_owned());
    view! {
        <tr>
            <th scope="row">
                <a class="mono" href=paths::unit(&unit.row.name)>
                    {unit.row.name.to_string()}
                </a>
            </th>
            <td>
                <StateWord health=unit.health />
            </td>
            <td>{place}</td>
            <td class="num">
                <Since at_ms=unit.row.since_ms />
            </td>
        </tr>
    }
}
