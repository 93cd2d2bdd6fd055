//! The one-time link: its code stands in the fragment, which no server sees, and leaves the address at once.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::ErrorCode;
use shared::session::SignInWithCode;
use wasm_bindgen::JsValue;

use crate::api::{self, Failure};
use crate::paths;
use crate::state::session::Session;

/// Signs in with the code in the address if there is one, else asks who is signed in.
pub fn sign_in_or_ask(session: Session) {
    let fragment = window().location().hash().unwrap_or_default();
    let Some(code) = code(&fragment) else { return session.ask() };
    let invited = window().location().pathname().is_ok_and(|path| path == paths::INVITATION);
    forget_fragment();
    if invited {
        return session.invite(code);
    }
    spawn_local(async move {
        let input = SignInWithCode { code: code.clone(), second_factor: None };
        match api::session::sign_in_with_code(&input).await {
            Ok(view) => session.begin(view),
            Err(failure) if failure.code() == Some(ErrorCode::SecondFactorNeeded) => session.link(code),
            Err(failure) => session.refuse(refusal(&failure)),
        }
    });
}

/// The code of a fragment `#code=…`.
fn code(fragment: &str) -> Option<String> {
    let code = fragment.strip_prefix("#code=")?.trim();
    (!code.is_empty()).then(|| code.to_owned())
}

/// Whether the browser lets the address be replaced.
fn replace_address(address: &str) -> bool {
    let replaced =
        window().history().map(|history| history.replace_state_with_url(&JsValue::NULL, "", Some(address)));
    matches!(replaced, Ok(Ok(())))
}

/// Why a link did not let anybody in.
pub fn refusal(failure: &Failure) -> String {
    match failure {
        Failure::Api(error) => say::sign_in::link_refused(&error.message),
        Failure::Network | Failure::Nonsense(_) => failure.message(),
    }
}

/// Puts an invitation's code where the page looks for it: it is about to be loaded again, and takes it out at once.
pub fn put_back(code: &str) {
    replace_address(&format!("{}#code={code}", paths::INVITATION));
}

/// Out of the address bar and the history, before anything else can read it.
fn forget_fragment() {
    if !replace_address(&paths::apps()) {
        // A browser that does not let the address be replaced forgets at least the fragment's text.
        drop(window().location().set_hash(""));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_code_is_a_code() {
        assert_eq!(code("#code=abc-123").as_deref(), Some("abc-123"));
        for fragment in ["", "#", "#code=", "#main", "code=abc"] {
            assert_eq!(code(fragment), None, "{fragment}");
        }
    }
}
