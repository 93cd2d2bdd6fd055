//! Signing in at an identity provider: where there is one, the way there, and why it came to nothing.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::sign_on::SignInWays;

use crate::api::{self, encoded};
use crate::paths;
use crate::ui::message::ErrorLine;

/// The button above the form; nothing where there is no provider.
#[component]
pub fn Provider() -> impl IntoView {
    let ways = RwSignal::new(None::<SignInWays>);
    let problem = asked("sso");
    spawn_local(async move {
        // Without an answer the form for a name and a password is there all the same.
        if let Ok(answer) = api::session::ways(&problem).await {
            ways.try_set(Some(answer));
        }
    });
    let error = Signal::derive(move || ways.with(|ways| ways.as_ref().and_then(|ways| ways.problem.clone())));
    view! {
        <ErrorLine error=error />
        {move || {
            let way = ways.with(|ways| ways.as_ref().and_then(|ways| ways.provider.clone()))?;
            let start = format!("{}?to={}", way.start, encoded(&wanted()));
            Some(
                view! {
                    <a class="btn" href=start rel="external">
                        {say::sign_in::with_provider(&way.name)}
                    </a>
                    <p class="quiet or">{say::sign_in::or_password()}</p>
                },
            )
        }}
    }
}

/// The page that somebody came for.
fn wanted() -> String {
    let to = asked("to");
    if !to.is_empty() {
        return to;
    }
    let location = window().location();
    let path = location.pathname().unwrap_or_default();
    if path == paths::sign_in() { paths::apps() } else { path + &location.search().unwrap_or_default() }
}

/// A part of this page's query; empty if it is not there.
fn asked(key: &str) -> String {
    let query = window().location().search().unwrap_or_default();
    web_sys::UrlSearchParams::new_with_str(&query).ok().and_then(|query| query.get(key)).unwrap_or_default()
}
