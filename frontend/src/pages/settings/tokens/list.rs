//! The tokens there are, and revoking them.

use std::sync::Arc;

use leptos::prelude::*;
use shared::account::{ListedToken, TokenRow};

use crate::api;
use crate::pages::settings::access::scope::scope_words;
use crate::pages::settings::sure::{Doing, Sure};
use crate::pages::settings::table::Table;
use crate::state::clock::use_clock;
use crate::state::rights::may_not_revoke;
use crate::state::words;
use crate::ui::button::{Button, Kind};
use crate::ui::time::{Ago, absolute};
use crate::ui::toast::use_toasts;

/// The columns of the table.
const COLUMNS: &[fn() -> &'static str] = &[
    say::settings::name,
    say::settings::may,
    say::settings_tokens::created,
    say::settings_tokens::last_used,
    say::settings_tokens::ends,
];

/// All tokens.
#[component]
pub fn TokenTable(
    /// The tokens.
    rows: Arc<Vec<ListedToken>>,
    /// One was revoked, by its id: they are to be read again.
    #[prop(into)]
    on_revoked: Callback<String>,
) -> impl IntoView {
    let asked = RwSignal::new(None::<TokenRow>);
    let empty = rows.is_empty();
    let table = (!empty).then(|| {
        let row = |listed: ListedToken| view! { <TokenLine listed=listed asked=asked /> };
        view! {
            <Table columns=COLUMNS rows=rows.iter().cloned().map(row).collect_view().into_any() />
        }
    });
    view! {
        <section class="zone" aria-labelledby="tokens">
            <h2 class="sr" id="tokens">
                {say::settings_tokens::all()}
            </h2>
            {table}
            {empty.then(|| view! { <p class="quiet">{say::settings_tokens::none()}</p> })}
        </section>
        {move || asked.get().map(|token| view! { <Revoke token=token asked=asked on_revoked=on_revoked /> })}
    }
}

#[component]
fn TokenLine(listed: ListedToken, asked: RwSignal<Option<TokenRow>>) -> impl IntoView {
    let clock = use_clock();
    let token = listed.token.clone();
    let blocked = may_not_revoke(listed);
    let (expires_ms, used_ms) = (token.expires_ms, token.used_ms);
    let ends = move || ends(clock.now_ms(), expires_ms);
    let label = say::settings_tokens::revoke_name(&token.name);
    let (name, role) =
        (token.name.to_string(), scope_words(&token.role, &token.cluster, &token.apps, &token.limits));
    let (created_ms, hint) = (token.created_ms, token.hint.clone());
    let (before, after) = say::around(say::settings_tokens::created_by(&say::HERE, &token.created_by));
    view! {
        <tr>
            <th scope="row">
                <b>{name}</b>
                " "
                <span class="mono faint">{format!("{hint}…")}</span>
            </th>
            <td>{role}</td>
            <td data-label=say::settings_tokens::created()>
                <span>
                    {before}
                    <Ago at_ms=created_ms />
                    {after}
                </span>
            </td>
            <td data-label=say::settings_tokens::last_used()>
                {match used_ms {
                    Some(used_ms) => view! { <Ago at_ms=used_ms /> }.into_any(),
                    None => say::settings::never().into_any(),
                }}
            </td>
            <td data-label=say::settings_tokens::ends()>
                <span class:is-ended=move || ends().1 title=absolute(expires_ms)>
                    {move || ends().0}
                </span>
            </td>
            <td class="end">
                <span class="btns">
                    <Button
                        kind=Kind::BareDanger
                        small=true
                        label=label
                        blocked=blocked
                        tip_at="end"
                        on_press=move |()| asked.set(Some(token.clone()))
                    >
                        {say::settings_tokens::revoke()}
                    </Button>
                </span>
            </td>
        </tr>
    }
}

#[component]
fn Revoke(token: TokenRow, asked: RwSignal<Option<TokenRow>>, on_revoked: Callback<String>) -> impl IntoView {
    let toasts = use_toasts();
    let (id, name) = (token.id, token.name.to_string());
    let title = say::settings_tokens::revoke_title(&name);
    let verb = say::settings_tokens::revoke_name(&name);
    let gone = id.clone();
    let done = move |()| {
        toasts.ok(say::settings_tokens::revoked(&name));
        asked.try_set(None);
        on_revoked.run(gone.clone());
    };
    view! {
        <Sure
            title=title
            text=say::settings_tokens::revoke_text()
            verb=verb
            doing=move |()| {
                let id = id.clone();
                Box::pin(async move { api::tokens::revoke(&id).await }) as Doing
            }
            on_done=done
            on_close=move |()| asked.set(None)
        />
    }
}

/// When it ends, in words, and whether it has.
fn ends(now_ms: u64, expires_ms: u64) -> (String, bool) {
    if expires_ms <= now_ms {
        (say::settings_tokens::ended(&words::ago(now_ms, expires_ms)), true)
    } else {
        (say::settings_tokens::ends_in(&words::span(expires_ms - now_ms)), false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_ended_says_so() {
        const DAY_MS: u64 = 86_400_000;
        assert_eq!(ends(5_000, 30 * DAY_MS), ("in 30 days".to_owned(), false));
        assert_eq!(ends(3 * DAY_MS, DAY_MS), ("ended 2 days ago".to_owned(), true));
    }
}
