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

/// How long a token may last.
const DAYS: [(u32, &str); 4] = [(7, "7 days"), (30, "30 days"), (90, "90 days"), (366, "a year")];

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
    let choices = DAYS.map(|(days, words)| (days.to_string(), words.to_owned())).to_vec();
    let roles = roles.iter().map(|role| choice(role.name.as_str(), role.verbs)).collect::<Vec<_>>();
    view! {
        <PanelForm
            title="New token"
            verb="Make the token"
            busy=call.busy
            error=call.error
            on_submit=submit
            on_close=on_close
        >
            <TextField
                label="What it is for"
                value=name
                error=name_error
                autofocus=true
                hint=Signal::stored("Its name in the record, such as ci.".to_owned())
            />
            <ScopeFields draft=draft roles=roles />
            <Select
                label="Ends after"
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
                {format!("The token “{}” is made", made.token.name)}
            </h2>
            <p class="quiet">"Copy it now: only its hash is kept, and it cannot be shown again."</p>
            <div class="secret">
                <code>{made.secret}</code>
                <CopyButton text=secret label="Copy the token" />
            </div>
            <details class="fold">
                <summary>
                    <IconView icon=Icon::Chevron class="chev" />
                    "Use it with curl or fleetctl"
                </summary>
                <div class="fold-body">
                    <div class="code-head">
                        <span class="hint">"In a shell; the first line asks for the token."</span>
                        <CopyButton text=examples.clone() label="Copy the examples" />
                    </div>
                    <Code text=examples label="Examples" />
                </div>
            </details>
        </section>
    }
}
