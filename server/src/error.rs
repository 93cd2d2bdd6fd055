//! Everything that can go wrong while a request is answered. Nothing here knows HTTP: `respond` maps it, in one place.

pub(crate) mod fleet;
mod respond;

use shared::error::FieldError;
use shared::plan::Plan;
use shared::policy::Refusal;

pub use respond::Answer;
pub(crate) use respond::{is_fleets, render};

/// What handlers and services return.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a request was not carried out. `Display` is a sentence for people, except for `Internal`, which is for the
/// log alone.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The request can't be understood or breaks a rule.
    #[error("{message}")]
    BadRequest {
        /// What is wrong and what to do.
        message: String,
        /// The single members that are wrong.
        fields: Vec<FieldError>,
    },
    /// No valid credentials came with the request.
    #[error("{0}")]
    NotSignedIn(&'static str),
    /// The password was right, and more is needed.
    #[error("{0}")]
    SecondFactorNeeded(&'static str),
    /// It must be confirmed that it is still the same person who sits there.
    #[error("{0}")]
    StepUpNeeded(&'static str),
    /// The policy said no.
    #[error(transparent)]
    Forbidden(#[from] Refusal),
    /// Not a matter of rights: it is for another person than this one.
    #[error("{0}")]
    NotThisPerson(String),
    /// A wall display or a read-only link asks for something other than its own view.
    #[error("{}", say::server::errors::only_a_screen())]
    OnlyAScreen,
    /// It is only for a person who is signed in, not for a token.
    #[error("{}", say::server::errors::needs_session())]
    NeedsSession,
    /// Another site's page sent it.
    #[error("{}", say::server::errors::cross_site())]
    CrossSite,
    /// There is no such thing.
    #[error("{}", say::server::errors::not_found(.what))]
    NotFound {
        /// What was asked for.
        what: String,
    },
    /// There is no such path.
    #[error("{}", say::server::errors::no_such_path())]
    NoSuchPath,
    /// The path exists, the method does not.
    #[error("{}", say::server::errors::method_not_allowed())]
    MethodNotAllowed,
    /// It clashes with what is there.
    #[error("{0}")]
    Conflict(String),
    /// A deployment of the app is at work.
    #[error("{0}")]
    AppLocked(String),
    /// The cluster changed since the plan was shown.
    #[error("{}", say::server::errors::plan_changed())]
    PlanChanged(Box<Plan>),
    /// The plan asks for a name typed.
    #[error("{0}")]
    ConfirmationNeeded(String),
    /// A template has errors of which the request does not say that they were seen.
    #[error("{message}")]
    ErrorsUnseen {
        /// What is wrong and what to do.
        message: String,
        /// Each of them.
        fields: Vec<FieldError>,
    },
    /// The body is too large.
    #[error("{}", say::server::errors::too_large(.limit_bytes))]
    TooLarge {
        /// The limit.
        limit_bytes: usize,
    },
    /// The body is not JSON by its `Content-Type`.
    #[error("{}", say::server::errors::not_json())]
    UnsupportedMediaType,
    /// Too many tries.
    #[error("{}", say::server::errors::too_many_tries(&shared::words::seconds(*.retry_after_s)))]
    TooManyRequests {
        /// When it may be tried again.
        retry_after_s: u64,
    },
    /// One more live stream than somebody may have open.
    #[error("{}", say::server::errors::too_many_streams(.whose, .most))]
    TooManyStreams {
        /// The user or the address.
        whose: String,
        /// The limit.
        most: u32,
    },
    /// What is known of the cluster is too old to act on.
    #[error("{0}")]
    StaleData(String),
    /// A fault of our own. The source goes to the log, never to the one who asked.
    #[error("{0}")]
    Internal(Box<dyn std::error::Error + Send + Sync>),
}

impl Error {
    /// The request breaks a rule.
    pub fn bad_request(message: impl Into<String>) -> Self {
        Self::BadRequest { message: message.into(), fields: Vec::new() }
    }

    /// One member of the body is wrong.
    pub fn bad_field(field: impl Into<String>, message: impl Into<String>) -> Self {
        let message = message.into();
        Self::BadRequest {
            message: message.clone(),
            fields: vec![FieldError { field: field.into(), message }],
        }
    }

    /// There is no such thing.
    pub fn not_found(what: impl Into<String>) -> Self {
        Self::NotFound { what: what.into() }
    }

    /// A fault of our own.
    pub fn internal(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Internal(source.into())
    }
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        Self::internal(error)
    }
}

impl From<crate::store::OpenError> for Error {
    fn from(error: crate::store::OpenError) -> Self {
        Self::internal(error)
    }
}
