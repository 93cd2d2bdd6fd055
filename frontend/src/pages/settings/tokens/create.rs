//! Making a token, and showing its secret the one time that it can be seen.

use std::sync::Arc;

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::UserName;
use shared::access::RoleRow;
use shared::account::{CreatedToken, NewToken};

use crate::api;
use crate::pages::settings::access::scope::{Draft, ScopeFields, choice};
use crate::pages::settings::clusters::commands;
use crate::state::memo::effect;
use crate::ui::button::Button;
use crate::ui::copy::{Code, CopyButton};
use crate::ui::dialog::{Dialog, Shape};
use crate::ui::field::TextField;
use crate::ui::icon::{Icon, IconView};
use crate::ui::message::ErrorLine;
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
    let error = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        error.set(None);
        let parsed = UserName::parse(name.get_untracked().trim());
        name_error.set(parsed.as_ref().err().map(ToString::to_string));
        let (Some(scoped), Ok(name)) = (draft.read(), parsed) else { return };
        let new = NewToken {
            name,
            role: scoped.role,
            cluster: scoped.cluster,
            apps: scoped.apps,
            limits: scoped.limits,
            days: days.get_untracked().parse().unwrap_or(30),
        };
        busy.set(true);
        spawn_local(async move {
            match api::tokens::create(&new).await {
                Ok(made) => on_made.run(made),
                Err(failure) => {
                    name_error.try_set(failure.field("name"));
                    if failure.field("name").is_none() {
                        error.try_set(Some(failure.message()));
                    }
                }
            }
            busy.try_set(false);
        });
    };
    let choices = DAYS.map(|(days, words)| (days.to_string(), words.to_owned())).to_vec();
    let roles = roles.iter().map(|role| choice(role.name.as_str(), role.verbs)).collect::<Vec<_>>();
    view! {
        <Dialog shape=Shape::Panel title="New token" on_close=on_close>
            <form class="panel-body form" id="new-token" on:submit=submit>
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
                <ErrorLine error=error />
            </form>
            <footer class="panel-foot">
                <Button on_press=on_close>"Cancel"</Button>
                <button
                    class="btn btn-primary"
                    type="submit"
                    form="new-token"
                    aria-busy=move || busy.get().then_some("true")
                >
                    "Make the token"
                </button>
            </footer>
        </Dialog>
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
