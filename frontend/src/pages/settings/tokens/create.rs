//! Making a token, and showing its secret the one time that it can be seen.

use std::sync::Arc;

use leptos::html;
use leptos::prelude::*;
use shared::UserName;
use shared::access::RoleRow;
use shared::account::{CreatedToken, NewToken};
use shared::people::FirstGrant;

use crate::api;
use crate::pages::settings::access::scope::{Draft, ScopeFields, choice};
use crate::pages::settings::clusters::commands;
use crate::state::call::{Call, beside};
use crate::state::memo::effect;
use crate::ui::copy::{Code, CopyButton};
use crate::ui::field::TextField;
use crate::ui::icon::{Icon, IconView};
use crate::ui::panel_form::PanelForm;
use crate::ui::select::Select;

/// How many days a token may last; besides a year.
const DAYS: [u32; 3] = [7, 30, 90];
const YEAR_DAYS: u32 = 366;

/// The panel with the form.
#[component]
pub fn NewTokenPanel(
    /// The roles there are.
    roles: Arc<Vec<RoleRow>>,
    /// A token was made.
    #[prop(into)]
    on_made: Callback<CreatedToken>,
    /// Leaves it.
    #[prop(into)]
    on_close: Callback<()>,
) -> impl IntoView {
    let name = RwSignal::new(String::new());
    let days = RwSignal::new("30".to_owned());
    let draft = Draft::least();
    let name_error = RwSignal::new(None::<String>);
    let call = Call::idle();
    let submit = move |()| {
        let parsed = UserName::parse(name.get_untracked().trim());
        name_error.set(parsed.as_ref().err().map(ToString::to_string));
        let (Some(FirstGrant { role, cluster, apps, limits }), Ok(name)) = (draft.read(), parsed) else {
            return;
        };
        let days = days.get_untracked().parse().unwrap_or(30);
        let new = NewToken { name, role, cluster, apps, limits, days };
        let make = async move { api::tokens::create(&new).await };
        call.make_or(make, move |made| on_made.run(made), beside(name_error, "name"));
    };
    let mut choices = DAYS.map(|days| (days.to_string(), say::settings_tokens::new_days(&days))).to_vec();
    choices.push((YEAR_DAYS.to_string(), say::settings_tokens::new_year().to_owned()));
    let roles = roles.iter().map(|role| choice(role.name.as_str(), role.verbs)).collect::<Vec<_>>();
    view! {
        <PanelForm
            title=say::settings_tokens::new_title()
            verb=say::settings_tokens::new_button()
            busy=call.busy
            error=call.error
            on_submit=submit
            on_close=on_close
        >
            <TextField
                label=say::settings_tokens::new_for()
                value=name
                error=name_error
                autofocus=true
                hint=Signal::stored(say::settings_tokens::new_for_hint().to_owned())
            />
            <ScopeFields draft=draft roles=roles />
            <Select
                label=say::settings_tokens::new_ends()
                value=days
                options=Signal::stored(choices)
                on_choose=move |chosen| days.set(chosen)
            />
        </PanelForm>
    }
}

/// The secret, and how to use it.
#[component]
pub fn Made(
    /// The token with its secret.
    made: CreatedToken,
) -> impl IntoView {
    let heading = NodeRef::<html::H2>::new();
    effect(move || {
        if let Some(heading) = heading.get() {
            let _ = heading.focus();
        }
    });
    let origin = window().location().origin().unwrap_or_default();
    let examples = commands::with_token(&origin);
    let secret = made.secret.clone();
    view! {
        <section class="zone stack" aria-labelledby="made-token">
            <h2 id="made-token" tabindex="-1" node_ref=heading>
                {say::settings_tokens::made_title(&made.token.name)}
            </h2>
            <p class="quiet">{say::settings_tokens::made_text()}</p>
            <div class="secret">
                <code>{made.secret}</code>
                <CopyButton text=secret label=say::settings_tokens::made_copy() />
            </div>
            <details class="fold">
                <summary>
                    <IconView icon=Icon::Chevron class="chev" />
                    {say::settings_tokens::made_use()}
                </summary>
                <div class="fold-body">
                    <div class="code-head">
                        <span class="hint">{say::settings_tokens::made_shell()}</span>
                        <CopyButton text=examples.clone() label=say::settings_tokens::made_copy_examples() />
                    </div>
                    <Code text=examples label=say::settings_tokens::made_examples() />
                </div>
            </details>
        </section>
    }
}
