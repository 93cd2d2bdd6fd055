//! The one error body of the API, and the codes that a page or a script may match on.

use serde::{Deserialize, Serialize};

use crate::plan::Plan;

/// What every refused or failed call answers with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ApiError {
    /// What kind of error it is; scripts match on this.
    pub code: ErrorCode,
    /// What is wrong and what to do about it, for people.
    pub message: String,
    /// Names the request in the server's log.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub request_id: String,
    /// Which members of the body are wrong, if it is about single ones.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldError>,
    /// With `plan_changed`: the plan as it is now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(no_recursion))]
    pub plan: Option<Box<Plan>>,
}

/// One wrong member of a request's body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldError {
    /// The member's name, such as `version`.
    pub field: String,
    /// What is wrong with it.
    pub message: String,
}

/// The kinds of error. The HTTP status follows from it (`status`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    /// The request can't be understood or breaks a rule.
    BadRequest,
    /// No valid credentials came with the request.
    NotSignedIn,
    /// The password was right, and the account has a second factor: the same request again, with its `code`.
    SecondFactorNeeded,
    /// Known, but without the right to do this.
    Forbidden,
    /// Allowed, once one has confirmed that it is oneself: `POST /session/step-up`, then the same request again.
    StepUpNeeded,
    /// Only a screen's cookie came along, and that shows its own view alone.
    OnlyAScreen,
    /// There is no such thing.
    NotFound,
    /// The path exists, the method does not.
    MethodNotAllowed,
    /// It clashes with what is there.
    Conflict,
    /// A deployment of the app is at work; the message names who began it, and when.
    AppLocked,
    /// The cluster changed since the plan was shown; the new plan comes along.
    PlanChanged,
    /// The action needs the name typed, or the verb `force`.
    ConfirmationNeeded,
    /// The body is larger than allowed.
    TooLarge,
    /// The body is not JSON by its Content-Type.
    UnsupportedMediaType,
    /// Too many tries; wait.
    TooManyRequests,
    /// What is known of the cluster is too old to act on.
    StaleData,
    /// A fault of the server's own.
    Internal,
}

impl ErrorCode {
    /// The HTTP status that goes with the code.
    pub fn status(self) -> u16 {
        match self {
            Self::BadRequest => 400,
            Self::NotSignedIn | Self::SecondFactorNeeded => 401,
            Self::Forbidden | Self::StepUpNeeded | Self::OnlyAScreen => 403,
            Self::NotFound => 404,
            Self::MethodNotAllowed => 405,
            Self::Conflict | Self::AppLocked | Self::PlanChanged => 409,
            Self::ConfirmationNeeded => 422,
            Self::TooLarge => 413,
            Self::UnsupportedMediaType => 415,
            Self::TooManyRequests => 429,
            Self::StaleData => 503,
            Self::Internal => 500,
        }
    }
}

impl ApiError {
    /// An error with a code and a message and nothing else.
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), request_id: String::new(), fields: Vec::new(), plan: None }
    }
}
