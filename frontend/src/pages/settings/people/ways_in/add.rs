//! Giving somebody another way in: a link to the identity provider, or a client certificate.

use leptos::prelude::*;
use shared::UserName;
use shared::sign_on::{NewCertificate, NewIdentity};

use crate::api;
use crate::state::call::{Call, beside};
use crate::ui::dialog::Shape;
use crate::ui::field::{TextArea, TextField};
use crate::ui::panel_form::PanelForm;

/// What is added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Adding {
    /// A link to the identity provider of this name.
    Identity(String),
    /// A client certificate.
    Certificate,
}

/// The form.
#[component]
pub fn Add(
    /// For whom.
    name: String,
    /// What.
    what: Adding,
    /// It is added.
    #[prop(into)]
    on_done: Callback<()>,
    /// Leaves it.
    #[prop(into)]
    on_close: Callback<()>,
) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let error = RwSignal::new(None::<String>);
    let call = Call::idle();
    let provider = match &what {
        Adding::Identity(provider) => Some(provider.clone()),
        Adding::Certificate => None,
    };
    let (title, verb) = match &provider {
        Some(provider) => {
            (say::settings_ways_in::link_title(&name, provider), say::settings_ways_in::link_button())
        }
        None => (
            say::settings_ways_in::add_certificate_title(&name),
            say::settings_ways_in::add_certificate_button(),
        ),
    };
    let is_link = provider.is_some();
    let submit = move |()| {
        // It came from the list of users.
        let Ok(user) = UserName::parse(&name) else { return };
        let text = typed.get_untracked().trim().to_owned();
        let field = if is_link { "subject" } else { "certificate" };
        if text.is_empty() {
            error.set(Some(say::settings_ways_in::empty().to_owned()));
            return;
        }
        let work = async move {
            if is_link {
                api::users::link(&NewIdentity { user, subject: text }).await.map(drop)
            } else {
                api::users::add_certificate(&NewCertificate { user, certificate: text }).await.map(drop)
            }
        };
        call.make_or(work, move |()| on_done.run(()), beside(error, field));
    };
    let field = match provider {
        Some(provider) => {
            let hint = say::settings_ways_in::subject_hint(&provider);
            view! { <TextField label=say::settings_ways_in::subject() value=typed error=error hint=Signal::stored(hint) mono=true autofocus=true /> }
                .into_any()
        }
        None => view! {
            <TextArea
                label=say::settings_ways_in::certificate_field()
                value=typed
                error=error
                rows=6
                hint=Signal::stored(say::settings_ways_in::certificate_hint().to_owned())
            />
        }
        .into_any(),
    };
    view! {
        <PanelForm
            shape=Shape::Middle
            title=title
            verb=verb
            busy=call.busy
            error=call.error
            on_submit=submit
            on_close=on_close
        >
            {field}
        </PanelForm>
    }
}
