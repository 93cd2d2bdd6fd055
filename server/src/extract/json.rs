//! JSON bodies, in and out: strict about their type, and exact about what is wrong with them.

use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, FailedToBufferBody};
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use say::Scope;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::Error;
use crate::middleware::label;
use crate::told;

/// The most bytes of a JSON body; a template is the largest thing that is sent.
pub const LIMIT_BYTES: usize = 512 * 1024;

/// A JSON body.
///
/// A body of another `Content-Type` is refused: that keeps forms of other sites out, which browsers send unasked.
#[derive(Debug, Clone)]
pub struct Json<T>(pub T);

impl<T, S> FromRequest<S> for Json<T>
where
    T: DeserializeOwned,
    S: Send + Sync,
{
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self, Error> {
        if !is_json(request.headers()) {
            return Err(Error::UnsupportedMediaType);
        }
        let bytes = Bytes::from_request(request, state).await.map_err(|rejection| match rejection {
            BytesRejection::FailedToBufferBody(FailedToBufferBody::LengthLimitError(_)) => {
                Error::TooLarge { limit_bytes: LIMIT_BYTES }
            }
            _ => Error::bad_request(say::server::errors::body_not_whole()),
        })?;
        read(&bytes).map(Self)
    }
}

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        answer(&self.0)
    }
}

/// An answer with this as its body, in the language that is spoken here.
pub(crate) fn answer<T: Serialize>(value: &T) -> Response {
    match serde_json::to_vec(value) {
        Ok(body) => {
            let kind = (header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
            let mut response = ([kind], told::json(body.into())).into_response();
            label(response.headers_mut(), Scope::current().language);
            response
        }
        Err(error) => Error::internal(error).into_response(),
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).is_some_and(|value| {
        value.split(';').next().is_some_and(|essence| essence.trim().eq_ignore_ascii_case("application/json"))
    })
}

/// Reads a body; says which member is wrong, and how.
fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Error> {
    if has_signs_of_a_program(bytes) {
        return Err(Error::bad_request(say::server::errors::signs_of_a_program()));
    }
    let mut source = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut source).map_err(|error| {
        let path = error.path().to_string();
        let inner = error.into_inner();
        if inner.is_data() && path != "." {
            return Error::bad_field(path, say::server::errors::member_wrong(&inner));
        }
        Error::bad_request(say::server::errors::body_wrong(&inner))
    })?;
    source.end().map_err(|error| Error::bad_request(say::server::errors::body_not_one_value(&error)))?;
    Ok(value)
}

/// Whether there are the signs between which the server keeps its own sentences, as they are or escaped: no text has them,
/// and none of somebody else's may look like such a sentence.
pub(crate) fn has_signs_of_a_program(bytes: &[u8]) -> bool {
    let is_escaped = |signs: &[u8]| {
        let digits = signs.strip_prefix(b"\\u").and_then(|digits| str::from_utf8(digits).ok());
        let sign = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok()).and_then(char::from_u32);
        sign.is_some_and(say::is_sign_of_kept)
    };
    String::from_utf8_lossy(bytes).contains(say::is_sign_of_kept) || bytes.windows(6).any(is_escaped)
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Body {
        #[expect(dead_code, reason = "only its reading matters")]
        count: u32,
    }

    fn refusal(text: &str) -> (String, Vec<String>) {
        match read::<Body>(text.as_bytes()) {
            Err(Error::BadRequest { message, fields }) => {
                (message, fields.into_iter().map(|field| field.field).collect())
            }
            other => panic!("not refused: {other:?}"),
        }
    }

    #[test]
    fn names_the_wrong_member() {
        let (message, fields) = refusal(r#"{"count":"two"}"#);
        assert!(message.contains("expected u32"), "{message}");
        assert_eq!(fields, ["count"]);
    }

    #[test]
    fn refuses_duplicates_trailing_data_and_half_bodies() {
        assert!(refusal(r#"{"count":1,"count":2}"#).0.contains("duplicate field"));
        assert!(refusal(r#"{"count":1} {}"#).0.contains("trailing characters"));
        assert!(refusal(r#"{"count":"#).0.contains("EOF"));
        assert!(refusal(r#"{"count":1,"more":1}"#).0.contains("unknown field"));
    }

    #[test]
    fn refuses_the_signs_of_its_own_sentences() {
        for text in ["{\"count\": \"a\u{fdd1}b\"}", r#"{"\uFDD0": 1}"#, r#"{"count": "\ufdd2"}"#] {
            assert!(refusal(text).0.contains("U+FDD0 to U+FDD2"), "{text}");
        }
        assert!(!refusal(r#"{"count": "\ufdd3"}"#).0.contains("U+FDD0"));
    }

    #[test]
    fn only_json_is_json() {
        for (value, expected) in [
            ("application/json", true),
            ("application/json; charset=utf-8", true),
            ("Application/JSON", true),
            ("text/plain", false),
            ("application/jsonx", false),
            ("application/x-www-form-urlencoded", false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::CONTENT_TYPE, value.parse().unwrap());
            assert_eq!(is_json(&headers), expected, "{value}");
        }
        assert!(!is_json(&HeaderMap::new()));
    }
}
