//! Calls to the server: one file a resource, one helper that sends, and one kind of failure.
//!
//! Paths of the API stand here and nowhere else. Nothing here keeps state or draws.

pub mod access;
pub mod account;
pub mod actions;
pub mod apps;
pub mod audit;
pub mod clusters;
pub mod deployments;
pub mod history;
pub mod lint;
pub mod plans;
pub mod screens;
pub mod session;
pub mod tokens;
pub mod users;

use std::cell::RefCell;

use gloo_net::http::{Method, RequestBuilder};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use shared::error::FieldError;
use shared::plan::Plan;
use shared::{ApiError, ErrorCode};

use crate::state::language::spoken;

/// Why a call gave nothing.
#[derive(Debug, Clone, PartialEq)]
pub enum Failure {
    /// The server said no, and why.
    Api(Box<Refusal>),
    /// No answer came.
    Network,
    /// Something answered, but not as the server does: a proxy in between, or another version.
    Nonsense(u16),
}

/// An `ApiError` as the page keeps it. A plan that came along stays text until it is asked for: so only the parts that
/// show plans carry the code that reads them.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Refusal {
    /// What kind of error it is.
    pub code: ErrorCode,
    /// What is wrong and what to do about it.
    pub message: String,
    #[serde(default)]
    fields: Vec<FieldError>,
    #[serde(skip)]
    text: String,
}

impl Failure {
    /// The sentence to show.
    pub fn message(&self) -> String {
        match self {
            Self::Api(error) => error.message.clone(),
            Self::Network => say::frame::no_answer().to_owned(),
            Self::Nonsense(status) => say::frame::no_sense(status),
        }
    }

    /// The kind of error, if the server told one.
    pub fn code(&self) -> Option<ErrorCode> {
        match self {
            Self::Api(error) => Some(error.code),
            Self::Network | Self::Nonsense(_) => None,
        }
    }

    /// What is wrong with one member of the body, if the server said so.
    pub fn field(&self, name: &str) -> Option<String> {
        match self {
            Self::Api(error) => {
                error.fields.iter().find(|field| field.field == name).map(|field| field.message.clone())
            }
            Self::Network | Self::Nonsense(_) => None,
        }
    }

    /// With `plan_changed`: the plan as it is now.
    pub fn changed_plan(&self) -> Option<Plan> {
        match self {
            Self::Api(error) if error.code == ErrorCode::PlanChanged => {
                serde_json::from_str::<ApiError>(&error.text).ok()?.plan.map(|plan| *plan)
            }
            _ => None,
        }
    }
}

/// What a call gives.
pub type Answer<T> = Result<T, Failure>;

type Listener = Box<dyn Fn(ErrorCode)>;

thread_local! {
    static REFUSED: RefCell<Option<Listener>> = const { RefCell::new(None) };
    static STEP_UP: RefCell<Option<Confirm>> = const { RefCell::new(None) };
}

/// Calls back whenever the server says that nobody is signed in, that they may not, or that there is no such thing, which
/// is also said of what somebody does not see. One listener: the session.
pub fn on_refused(listener: impl Fn(ErrorCode) + 'static) {
    REFUSED.with(|slot| *slot.borrow_mut() = Some(Box::new(listener)));
}

/// Asks whether it is still the same person who sits there; the promise is kept once they have shown it, and broken if
/// they don't.
type Confirm = Box<dyn Fn() -> js_sys::Promise>;

/// Asks back whenever the server wants that confirmed. One asks: the dialog for it.
pub fn on_step_up(confirm: impl Fn() -> js_sys::Promise + 'static) {
    STEP_UP.with(|slot| *slot.borrow_mut() = Some(Box::new(confirm)));
}

/// A name for one click, so that a double click is one action. Made when the plan is shown, not when it is sent.
pub fn idempotency_key() -> String {
    let part = || {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 2^32")]
        let bits = (js_sys::Math::random() * f64::from(u32::MAX)) as u32;
        bits
    };
    format!("{:08x}{:08x}{:08x}{:08x}", part(), part(), part(), part())
}

async fn get<T: DeserializeOwned>(path: &str) -> Answer<T> {
    decode(&send(Method::GET, path, None, None).await?)
}

async fn delete(path: &str) -> Answer<()> {
    send(Method::DELETE, path, None, None).await.map(drop)
}

async fn with_body<B: Serialize>(method: Method, path: &str, body: &B, key: Option<&str>) -> Answer<Reply> {
    // Bodies are plain structs: they always can be written.
    let body = serde_json::to_string(body).map_err(|_| Failure::Nonsense(0))?;
    send(method, path, Some(body), key).await
}

async fn post<B: Serialize, T: DeserializeOwned>(path: &str, body: &B) -> Answer<T> {
    decode(&with_body(Method::POST, path, body, None).await?)
}

async fn put<B: Serialize, T: DeserializeOwned>(path: &str, body: &B) -> Answer<T> {
    decode(&with_body(Method::PUT, path, body, None).await?)
}

/// Whether the server answers at all.
pub async fn answers() -> bool {
    send(Method::GET, "/healthz", None, None).await.is_ok()
}

/// Asks for something to be done that takes no words and gives none.
async fn post_nothing(path: &str) -> Answer<()> {
    send(Method::POST, path, None, None).await.map(drop)
}

struct Reply {
    status: u16,
    text: String,
}

fn decode<T: DeserializeOwned>(reply: &Reply) -> Answer<T> {
    serde_json::from_str(&reply.text).map_err(|_| Failure::Nonsense(reply.status))
}

/// Sends it; where the server first wants to know that it is still the same person, asks them and sends it again.
async fn send(method: Method, path: &str, body: Option<String>, key: Option<&str>) -> Answer<Reply> {
    let answer = send_once(method.clone(), path, body.clone(), key).await;
    match answer {
        Err(failure) if failure.code() == Some(ErrorCode::StepUpNeeded) => {
            if is_confirmed().await {
                send_once(method, path, body, key).await
            } else {
                Err(failure)
            }
        }
        answer => answer,
    }
}

async fn is_confirmed() -> bool {
    let asked = STEP_UP.with(|slot| slot.borrow().as_ref().map(|confirm| confirm()));
    match asked {
        Some(promise) => wasm_bindgen_futures::JsFuture::from(promise).await.is_ok(),
        None => false,
    }
}

async fn send_once(method: Method, path: &str, body: Option<String>, key: Option<&str>) -> Answer<Reply> {
    let mut builder = RequestBuilder::new(path)
        .method(method)
        .header("Accept", "application/json")
        .header("Accept-Language", spoken());
    if let Some(key) = key {
        builder = builder.header("Idempotency-Key", key);
    }
    let request = match body {
        Some(body) => builder.header("Content-Type", "application/json").body(body),
        None => builder.build(),
    };
    let response = request.map_err(|_| Failure::Network)?.send().await.map_err(|_| Failure::Network)?;
    let status = response.status();
    let text = response.text().await.map_err(|_| Failure::Network)?;
    if (200..300).contains(&status) {
        return Ok(Reply { status, text });
    }
    let failure = refusal(status, &text);
    if let Some(code @ (ErrorCode::NotSignedIn | ErrorCode::Forbidden | ErrorCode::NotFound)) = failure.code()
        && !path.starts_with(session::PATH)
    {
        REFUSED.with(|slot| slot.borrow().as_ref().map(|listener| listener(code)));
    }
    Err(failure)
}

fn refusal(status: u16, text: &str) -> Failure {
    serde_json::from_str::<Refusal>(text).map_or(Failure::Nonsense(status), |refusal| {
        Failure::Api(Box::new(Refusal { text: text.to_owned(), ..refusal }))
    })
}

/// A text as one segment of a path or one value of a query.
pub(crate) fn encoded(text: &str) -> String {
    const KEPT: AsciiSet = NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');
    utf8_percent_encode(text, &KEPT).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_servers_own_words_are_shown() {
        let failure = refusal(403, r#"{"code":"forbidden","message":"No."}"#);
        assert_eq!(failure.message(), "No.");
        assert_eq!(failure.code(), Some(ErrorCode::Forbidden));
    }

    #[test]
    fn an_answer_of_somebody_else_is_not_shown_as_the_servers() {
        let failure = refusal(502, "<html>Bad gateway</html>");
        assert_eq!(failure, Failure::Nonsense(502));
        assert!(failure.message().contains("502"));
    }

    #[test]
    fn single_fields_are_found() {
        let failure = refusal(
            400,
            r#"{"code":"bad_request","message":"No.","fields":[{"field":"version","message":"too long"}]}"#,
        );
        assert_eq!(failure.field("version").as_deref(), Some("too long"));
        assert_eq!(failure.field("count"), None);
    }

    #[test]
    fn names_are_one_segment() {
        assert_eq!(encoded("example:1.0.0@1.service"), "example%3A1.0.0%401.service");
        assert_eq!(encoded("a/../b"), "a%2F..%2Fb");
    }
}
