//! The browsers that are signed in as oneself, and ending them.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::account::SessionRow;

use super::browser;
use crate::api;
use crate::pages::settings::table::Table;
use crate::state::loaded::Loaded;
use crate::ui::button::{Button, Kind};
use crate::ui::time::Ago;
use crate::ui::toast::use_toasts;

/// The columns of the table.
const COLUMNS: &[fn() -> &'static str] = &[
    say::settings_account::sessions_browser,
    say::settings_account::sessions_signed_in,
    say::settings::last_seen,
];

/// The signed-in browsers.
#[component]
pub fn Sessions() -> impl IntoView {
    let rows = Loaded::<Vec<SessionRow>>::nothing();
    let read = move || rows.read(api::account::sessions());
    read();
    view! {
        <section class="setting setting-wide" aria-labelledby="sessions">
            <header>
                <h2 id="sessions">{say::settings_account::sessions()}</h2>
            </header>
            {rows
                .shown(
                    say::settings_account::sessions_unread(),
                    read,
                    move |list| view! { <Browsers list=list rows=rows /> }.into_any(),
                )}
        </section>
    }
}

#[component]
fn Browsers(list: Arc<Vec<SessionRow>>, rows: Loaded<Vec<SessionRow>>) -> impl IntoView {
    let others: Vec<SessionRow> = list.iter().filter(|row| !row.current).cloned().collect();
    let all = (others.len() > 1).then(|| {
        view! {
            <div>
                <Button kind=Kind::Danger on_press=ending(others, rows)>
                    {say::settings_account::sessions_end_others()}
                </Button>
            </div>
        }
    });
    let line = |row: SessionRow| {
        let name = browser::name(&row.user_agent);
        let end = if row.current {
            view! { <span class="chip">{say::settings_account::sessions_this()}</span> }.into_any()
        } else {
            let label = say::settings_account::sessions_end_label(&name);
            view! {
                <Button kind=Kind::BareDanger small=true label=label on_press=ending(vec![row.clone()], rows)>
                    {say::settings_account::sessions_end()}
                </Button>
            }
            .into_any()
        };
        view! {
            <tr>
                <th scope="row" title=row.user_agent.clone()>
                    {name}
                </th>
                <td data-label=say::settings_account::sessions_since()>
                    <Ago at_ms=row.created_ms />
                </td>
                <td data-label=say::settings::last_seen()>
                    <Ago at_ms=row.seen_ms />
                </td>
                <td class="end">
                    <span class="btns">{end}</span>
                </td>
            </tr>
        }
    };
    view! {
        <Table columns=COLUMNS rows=list.iter().cloned().map(line).collect_view().into_any() />
        {all}
    }
}

/// Ends sessions one after the other, then reads the list again.
fn ending(ended: Vec<SessionRow>, rows: Loaded<Vec<SessionRow>>) -> impl Fn(()) {
    let toasts = use_toasts();
    move |()| {
        let ended = ended.clone();
        spawn_local(async move {
            for row in ended {
                if let Err(failure) = api::account::revoke_session(&row.id).await {
                    toasts.bad(failure.message());
                    break;
                }
            }
            rows.read(api::account::sessions());
        });
    }
}
