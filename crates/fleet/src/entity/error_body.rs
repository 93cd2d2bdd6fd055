//! How Fleet says no.

use serde::{Deserialize, Serialize};

use crate::wire::null_is_default;

/// The body of every refusal of Fleet's handlers. What Fleet's HTTP library refuses comes as plain text or HTML.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ErrorBody {
    /// The error.
    pub error: ErrorDetail,
}

/// Status and message of a refusal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ErrorDetail {
    /// The HTTP status once more.
    pub code: u16,
    /// What `fleetctl` shows; often empty, but always there.
    #[serde(default, deserialize_with = "null_is_default")]
    pub message: String,
}

impl ErrorBody {
    /// A refusal with this status and message.
    pub fn new(code: u16, message: impl Into<String>) -> Self {
        Self { error: ErrorDetail { code, message: message.into() } }
    }
}

#[cfg(test)]
mod tests {
    use super::ErrorBody;

    #[test]
    fn reads_and_writes_fleets_json() {
        for (body, json) in [
            (ErrorBody::new(500, ""), r#"{"error":{"code":500,"message":""}}"#),
            (
                ErrorBody::new(404, "unit does not exist"),
                r#"{"error":{"code":404,"message":"unit does not exist"}}"#,
            ),
        ] {
            assert_eq!(serde_json::to_string(&body).unwrap(), json);
            assert_eq!(serde_json::from_str::<ErrorBody>(json).unwrap(), body);
        }
    }
}
