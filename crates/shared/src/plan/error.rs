//! Why there is no plan.

use fleet::AppName;

/// Why there is no plan. Each is a sentence that says what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    /// No template.
    #[error("{}", say::server::plan::no_template(.app))]
    NoTemplate {
        /// The app.
        app: AppName,
    },
    /// Nothing of that name.
    #[error("{}", say::server::plan::not_there(.what))]
    NotThere {
        /// What was asked for.
        what: String,
    },
    /// The request asks for nothing or too much.
    #[error("{message}")]
    BadCount {
        /// In words.
        message: String,
    },
    /// Instances can't be replaced in that way.
    #[error("{message}")]
    BadStrategy {
        /// In words.
        message: String,
    },
    /// The wish is already so.
    #[error("{message}")]
    NothingToDo {
        /// In words.
        message: String,
    },
    /// The template can't be filled for this version.
    #[error("{message}")]
    BadTemplate {
        /// In words.
        message: String,
    },
    /// An action is at work on the same units.
    #[error("{message}")]
    Busy {
        /// In words.
        message: String,
    },
}

impl PlanError {
    pub(super) fn nothing_to_do(message: impl Into<String>) -> Self {
        Self::NothingToDo { message: message.into() }
    }

    pub(super) fn busy(message: impl Into<String>) -> Self {
        Self::Busy { message: message.into() }
    }

    pub(super) fn bad_template(message: impl Into<String>) -> Self {
        Self::BadTemplate { message: message.into() }
    }
}
