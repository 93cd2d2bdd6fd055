//! Making a token, and showing its secret the one time that it can be seen.

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::account::{CreatedToken, NewToken};
use shared::policy::{BUILT_IN, Limits, Pattern};
use shared::{RoleName, UserName};

use crate::api;
use crate::pages::settings::clusters::commands;
use crate::state::memo::effect;
use crate::ui::copy::{Code, CopyButton};
use crate::ui::field::TextField;
use crate::ui::icon::{Icon, IconView};
use crate::ui::message::ErrorLine;
use crate::ui::select::Select;

/// How long a token may last.
const DAYS: [(u32, &str); 4] = [(7, "7 days"), (30, "30 days"), (90, "90 days"), (366, "a year")];

/// The form.
#[component]
pub fn NewTokenForm(
    /// A token was made.
    #[prop(into)]
    on_made: Callback<CreatedToken>,
) -> impl IntoView {
    let name = RwSignal::new(String::new());
    let days = RwSignal::new("30".to_owned());
    let role = RwSignal::new("viewer".to_owned());
    let name_error = RwSignal::new(None::<String>);
    let error = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        error.set(None);
        let parsed = match UserName::parse(name.get_untracked().trim()) {
            Ok(parsed) => parsed,
            Err(problem) => return name_error.set(Some(problem.to_string())),
        };
        name_error.set(None);
        let Ok(role) = RoleName::parse(&role.get_untracked()) else { return };
        let new = NewToken {
            name: parsed,
            role,
            cluster: Pattern::all(),
            apps: Pattern::all(),
            limits: Limits::NONE,
            days: days.get_untracked().parse().unwrap_or(30),
        };
        busy.set(true);
        spawn_local(async move {
            match api::tokens::create(&new).await {
                Ok(made) => {
                    name.try_set(String::new());
                    on_made.run(made);
                }
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
    let roles = BUILT_IN.map(|(name, _, words)| (name.to_owned(), format!("{name}: {words}"))).to_vec();
    view! {
        <section aria-labelledby="new-token">
            <h2 class="sr" id="new-token">
                "New token"
            </h2>
            <form class="field-row row-end" on:submit=submit>
                <div class="field-grow field">
                    <TextField label="What it is for" value=name error=name_error />
                </div>
                <Select
                    label="May"
                    value=role
                    options=Signal::stored(roles)
                    on_choose=move |chosen| role.set(chosen)
                />
                <Select
                    label="Ends after"
                    value=days
                    options=Signal::stored(choices)
                    on_choose=move |chosen| days.set(chosen)
                />
                <button class="btn btn-primary" type="submit" aria-busy=move || busy.get().then_some("true")>
                    "Make a token"
                </button>
            </form>
            <ErrorLine error=error />
        </section>
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
