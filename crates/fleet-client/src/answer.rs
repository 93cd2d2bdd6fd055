//! What one answer says: success, or which of Fleet's refusals and failures.

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::FleetError;
use crate::text::{excerpt, message, reason};

/// A whole answer. `asked` is its question (`GET /fleet/v1/units`), for errors.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) asked: String,
    pub(crate) status: u16,
    pub(crate) server: Option<String>,
    pub(crate) location: Option<String>,
    pub(crate) content_type: Option<String>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    /// Turns the statuses that say "not now" or "not Fleet" into errors; success and refusals pass.
    pub(crate) fn usable(self) -> Result<Self, FleetError> {
        match self.status {
            // Fleet's own are 500 and 503; the others come from what stands in front of it.
            status @ (429 | 500 | 502 | 503 | 504) => {
                let words = self.fleets_words().unwrap_or_else(|| {
                    if self.body.is_empty() {
                        String::new()
                    } else {
                        format!("it says {}", excerpt(&self.body))
                    }
                });
                Err(FleetError::Degraded { status, message: words })
            }
            300..400 => Err(self.nonsense(&format!(
                "a redirect to {}, which is not followed; is the endpoint right?",
                excerpt(self.location.as_deref().unwrap_or_default().as_bytes())
            ))),
            _ => Ok(self),
        }
    }

    /// The error of an answer whose status is none of those expected.
    pub(crate) fn refusal(&self) -> FleetError {
        let status = self.status;
        match (self.fleets_words(), status) {
            (Some(words), 400..) => FleetError::Refused { status, message: words },
            // These need no envelope to be understood: they come from a proxy in front of Fleet.
            (None, 401 | 407) => FleetError::Refused {
                status,
                message: "it wants credentials; put USER:PASSWORD@ before the host of the endpoint, \
                          or check those that are there"
                    .to_owned(),
            },
            (None, 403) => FleetError::Refused {
                status,
                message: "what stands in front of Fleet does not let these credentials pass".to_owned(),
            },
            _ => self.nonsense(&excerpt(&self.body)),
        }
    }

    /// Whether Fleet says that the unit asked for does not exist.
    ///
    /// A 404 without words is Fleet's answer to a path that it does not know, and one without Fleet's
    /// envelope is not Fleet's at all. Neither says anything about a unit.
    pub(crate) fn is_absent(&self) -> bool {
        self.status == 404 && self.fleets_words().is_some_and(|words| !words.is_empty())
    }

    /// The body as JSON.
    pub(crate) fn json<T: DeserializeOwned>(&self) -> Result<T, FleetError> {
        serde_json::from_slice(&self.body).map_err(|error| self.not_understood(&error))
    }

    /// The error for a body that is JSON of another kind, or none.
    pub(crate) fn not_understood(&self, error: &serde_json::Error) -> FleetError {
        self.nonsense(&format!("{} ({})", excerpt(&self.body), reason(error)))
    }

    /// An error about this answer: its question, its status, and `why`.
    pub(crate) fn nonsense(&self, why: &str) -> FleetError {
        FleetError::Nonsense { what: format!("{} was answered with {}: {why}", self.asked, self.status) }
    }

    /// The message of Fleet's error envelope, if the body is one.
    fn fleets_words(&self) -> Option<String> {
        let envelope: Envelope = serde_json::from_slice(&self.body).ok()?;
        Some(message(&envelope.error.message))
    }
}

/// `{"error":{"code":…,"message":…}}`; the status line is trusted rather than `code`.
#[derive(Deserialize)]
struct Envelope {
    error: EnvelopeError,
}

#[derive(Deserialize)]
struct EnvelopeError {
    #[serde(default)]
    message: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: u16, body: &str) -> Answer {
        Answer {
            asked: "GET /fleet/v1/units/a.service".into(),
            status,
            server: None,
            location: None,
            content_type: None,
            body: body.into(),
        }
    }

    fn envelope(status: u16, message: &str) -> Answer {
        answer(status, &format!(r#"{{"error":{{"code":{status},"message":"{message}"}}}}"#))
    }

    #[test]
    fn five_hundreds_are_degraded_with_fleets_words() {
        let words = "fleet server unable to communicate with etcd";
        assert_eq!(
            envelope(503, words).usable().unwrap_err(),
            FleetError::Degraded { status: 503, message: words.into() }
        );
        assert_eq!(
            envelope(500, "").usable().unwrap_err(),
            FleetError::Degraded { status: 500, message: String::new() }
        );
        assert_eq!(
            answer(502, "<h1>Bad Gateway</h1>").usable().unwrap_err(),
            FleetError::Degraded { status: 502, message: "it says “Bad Gateway”".into() }
        );
        assert_eq!(
            answer(503, "").usable().unwrap_err(),
            FleetError::Degraded { status: 503, message: String::new() }
        );
    }

    #[test]
    fn a_redirect_is_nonsense() {
        let mut answer = answer(301, "<a href=x>Moved</a>");
        answer.location = Some("/elsewhere".into());
        let error = answer.usable().unwrap_err();
        assert!(matches!(&error, FleetError::Nonsense { what } if what.contains("“/elsewhere”")), "{error}");
    }

    #[test]
    fn refusals_carry_fleets_words_even_if_there_are_none() {
        assert_eq!(
            envelope(409, "unit does not exist and options field empty").refusal(),
            FleetError::Refused {
                status: 409,
                message: "unit does not exist and options field empty".into()
            }
        );
        assert_eq!(envelope(405, "").refusal(), FleetError::Refused { status: 405, message: String::new() });
        assert_eq!(
            answer(400, r#"{"error":{}}"#).refusal(),
            FleetError::Refused { status: 400, message: String::new() }
        );
    }

    #[test]
    fn an_answer_without_the_envelope_is_not_fleets() {
        for (status, body) in [(404, "<h1>Not Found</h1>"), (400, "400 Bad Request"), (200, ""), (418, "{}")]
        {
            let error = answer(status, body).refusal();
            assert!(matches!(error, FleetError::Nonsense { .. }), "{error}");
        }
    }

    #[test]
    fn missing_credentials_are_named() {
        let error = answer(401, "<h1>401 Authorization Required</h1>").refusal();
        assert!(error.to_string().contains("it wants credentials"), "{error}");
    }

    #[test]
    fn only_fleets_own_words_make_a_unit_absent() {
        assert!(envelope(404, "unit does not exist").is_absent());
        assert!(!envelope(404, "").is_absent());
        assert!(!answer(404, "404 page not found").is_absent());
        assert!(!answer(404, "").is_absent());
        assert!(!envelope(410, "unit does not exist").is_absent());
    }
}
