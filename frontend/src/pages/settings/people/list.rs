//! Everybody, one a row.

use std::sync::Arc;

use leptos::prelude::*;
use shared::people::UserRow;

use super::People;
use crate::state::clock::use_clock;
use crate::state::words;
use crate::ui::time::{Ago, absolute};

/// The table of people.
#[component]
pub fn PeopleTable(
    /// Everybody.
    people: Arc<People>,
    /// Whose panel is open.
    opened: RwSignal<Option<String>>,
) -> impl IntoView {
    let rows =
        people.users.iter().map(|user| view! { <Line user=user.clone() opened=opened /> }).collect_view();
    view! {
        <table class="table table-stack">
            <thead>
                <tr>
                    <th scope="col">{say::settings::name()}</th>
                    <th scope="col">{say::settings::groups()}</th>
                    <th scope="col">{say::settings::second_factor()}</th>
                    <th scope="col">{say::settings::last_seen()}</th>
                    <th scope="col">{say::settings_people::state()}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
}

#[component]
fn Line(user: UserRow, opened: RwSignal<Option<String>>) -> impl IntoView {
    let clock = use_clock();
    let name = user.name.to_string();
    let open = {
        let name = name.clone();
        move |_| opened.set(Some(name.clone()))
    };
    let groups: Vec<String> = user.groups.iter().map(ToString::to_string).collect();
    let seen = match user.seen_ms {
        Some(seen_ms) => view! { <Ago at_ms=seen_ms /> }.into_any(),
        None => say::settings::never().into_any(),
    };
    let factor = if user.second_factor {
        say::settings_people::factor_on()
    } else {
        say::settings_people::factor_off()
    };
    let title = user
        .invitation
        .as_ref()
        .map(|invitation| say::settings_people::link_until(&absolute(invitation.expires_ms)));
    let state = {
        let user = user.clone();
        move || standing(&user, clock.now_ms())
    };
    view! {
        <tr>
            <th scope="row">
                <button type="button" class="link" aria-haspopup="dialog" on:click=open>
                    {name}
                </button>
            </th>
            <td data-label=say::settings::groups()>{if groups.is_empty() { say::settings_people::no_group().to_owned() } else { groups.join(", ") }}</td>
            <td data-label=say::settings::second_factor()>{factor}</td>
            <td data-label=say::settings::last_seen()>{seen}</td>
            <td class:is-ended=user.disabled_ms.is_some() title=title>
                {move || state()}
            </td>
        </tr>
    }
}

/// How somebody stands: whether they may come in, and whether they ever could.
fn standing(user: &UserRow, now_ms: u64) -> String {
    match (&user.disabled_ms, &user.invitation) {
        (Some(_), _) => say::settings_people::standing_disabled().to_owned(),
        (None, Some(invitation)) if invitation.expires_ms > now_ms => {
            let left = words::span(invitation.expires_ms - now_ms);
            if user.has_password {
                say::settings_people::standing_new_password(&left)
            } else {
                say::settings_people::standing_invited(&left)
            }
        }
        (None, Some(_)) if !user.has_password => say::settings_people::standing_ended().to_owned(),
        (None, _) if user.has_password => say::settings_people::standing_active().to_owned(),
        (None, _) => say::settings_people::standing_no_password().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use shared::UserName;
    use shared::people::InvitationRow;

    use super::*;

    fn user(has_password: bool, disabled_ms: Option<u64>, until_ms: Option<u64>) -> UserRow {
        let invitation = until_ms.map(|expires_ms| InvitationRow {
            created_by: "ada".to_owned(),
            created_ms: 0,
            expires_ms,
        });
        UserRow {
            name: UserName::parse("bo").unwrap(),
            created_ms: 0,
            disabled_ms,
            seen_ms: None,
            has_password,
            second_factor: false,
            groups: Vec::new(),
            invitation,
        }
    }

    #[test]
    fn it_is_said_how_somebody_stands() {
        const HOUR_MS: u64 = 3_600_000;
        assert_eq!(standing(&user(true, None, None), 5), "active");
        assert_eq!(standing(&user(true, Some(1), Some(9)), 5), "disabled");
        assert_eq!(standing(&user(false, None, Some(48 * HOUR_MS)), 0), "invited, 2 days left");
        assert_eq!(standing(&user(false, None, Some(5)), 9), "invited, and the link has ended");
        assert_eq!(standing(&user(false, None, None), 9), "without a password");
    }
}
