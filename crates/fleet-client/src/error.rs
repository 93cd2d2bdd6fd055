//! Why a call to Fleet did not succeed, told apart by what the caller can do about it.

use std::time::Duration;

use say::server::fleet as words;

/// A call that gave no usable result. `Display` is a sentence for people.
///
/// No variant ever holds user info or a whole body.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FleetError {
    /// There is no connection to Fleet, or it ended without an answer.
    #[error("Fleet at {endpoint} cannot be reached: {reason}.")]
    Unreachable {
        /// Where the call went, as [`Endpoint`](crate::Endpoint) displays it.
        endpoint: String,
        /// How far the call came.
        cause: UnreachableCause,
        /// What went wrong, in words.
        reason: String,
    },
    /// Fleet took longer than the configured time limit.
    #[error("Fleet at {endpoint} {} within {}.", late_words(*.sent), in_words(*.after))]
    TimedOut {
        /// Where the call went, as [`Endpoint`](crate::Endpoint) displays it.
        endpoint: String,
        /// The time limit that passed.
        after: Duration,
        /// Whether the request may have been sent before the limit passed.
        sent: bool,
    },
    /// Fleet (or what stands in front of it) answers, but cannot work: 500, 502, 503, 504, 429.
    #[error("Fleet cannot work at the moment ({status}): {}.", degraded_words(.message))]
    Degraded {
        /// The status of the answer.
        status: u16,
        /// Fleet's own words; empty when it gave none, as with most of its 500s.
        message: String,
    },
    /// Fleet understood the call and refused it.
    #[error("{}", refused_words(.status, .message))]
    Refused {
        /// The status of the answer.
        status: u16,
        /// Fleet's own words; may be empty.
        message: String,
    },
    /// The answer is not one that Fleet gives: another program is listening there, or something in between.
    #[error("The answer did not come from Fleet, or cannot be understood: {what}.")]
    Nonsense {
        /// What was asked, what came back, and why it makes no sense.
        what: String,
    },
}

/// How far an unreachable call came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnreachableCause {
    /// No connection could be made; nothing was sent.
    Connect,
    /// The two sides do not trust each other, or one does not speak TLS. Trying again will not help.
    Tls,
    /// The connection ended after the request was sent, or while it was being sent.
    Cut,
}

impl FleetError {
    /// The same for people who may not know where Fleet is and what it is made of: never a word of Fleet's, of what
    /// stands in front of it or of the system, all of which name hosts, paths and units.
    pub fn in_plain_words(&self) -> String {
        match self {
            Self::Unreachable { cause, .. } => cause.words().to_owned(),
            Self::TimedOut { after, sent: true, .. } => words::silent(&in_words(*after)),
            Self::TimedOut { after, sent: false, .. } => words::not_sent(&in_words(*after)),
            Self::Degraded { status, .. } => words::degraded(status),
            Self::Refused { status, .. } => words::refused(status),
            Self::Nonsense { .. } => words::nonsense().to_owned(),
        }
    }

    /// Whether the same call may well succeed a little later.
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Unreachable { cause, .. } => *cause != UnreachableCause::Tls,
            Self::TimedOut { .. } | Self::Degraded { .. } => true,
            Self::Refused { .. } | Self::Nonsense { .. } => false,
        }
    }

    /// Whether a read that failed so is worth sending again at once. Not one that hung: that costs its whole time
    /// limit again, and nobody is told meanwhile.
    pub(crate) fn is_worth_another_try(&self) -> bool {
        self.is_transient() && !matches!(self, Self::TimedOut { .. })
    }

    /// Whether a write that failed so may nevertheless have been carried out.
    ///
    /// Only a refusal, and a call that never left, are certain. In all other cases the caller has to read
    /// the unit before it says or does anything.
    pub fn may_have_happened(&self) -> bool {
        match self {
            Self::Unreachable { cause, .. } => *cause == UnreachableCause::Cut,
            Self::TimedOut { sent, .. } => *sent,
            // Fleet's writes are several writes to etcd: a failure in the middle leaves the first of them.
            Self::Degraded { .. } | Self::Nonsense { .. } => true,
            Self::Refused { .. } => false,
        }
    }
}

impl UnreachableCause {
    fn words(self) -> &'static str {
        match self {
            Self::Connect => words::no_connection(),
            Self::Tls => words::no_trust(),
            Self::Cut => words::cut(),
        }
    }
}

fn degraded_words(message: &str) -> &str {
    if message.is_empty() { "it gave no reason; usually its etcd does not answer" } else { message }
}

fn refused_words(status: &u16, message: &str) -> String {
    match message {
        "" => words::refused_without_reason(status),
        message => words::refused_because(status, &message),
    }
}

fn late_words(sent: bool) -> &'static str {
    if sent {
        "did not answer"
    } else {
        "is busy: earlier calls left no room for this one, which was not sent,"
    }
}

fn in_words(limit: Duration) -> String {
    match (limit.as_millis(), limit.subsec_millis()) {
        (millis, 0) => format!("{} s", millis / 1000),
        (millis, _) => format!("{millis} ms"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_error_is_a_sentence() {
        let endpoint = || "http://fleet:49153".to_owned();
        let cases = [
            (
                FleetError::Unreachable {
                    endpoint: endpoint(),
                    cause: UnreachableCause::Connect,
                    reason: "connection refused".into(),
                },
                "Fleet at http://fleet:49153 cannot be reached: connection refused.",
            ),
            (
                FleetError::TimedOut { endpoint: endpoint(), after: Duration::from_secs(10), sent: true },
                "Fleet at http://fleet:49153 did not answer within 10 s.",
            ),
            (
                FleetError::TimedOut { endpoint: endpoint(), after: Duration::from_millis(250), sent: true },
                "Fleet at http://fleet:49153 did not answer within 250 ms.",
            ),
            (
                FleetError::Degraded { status: 500, message: String::new() },
                "Fleet cannot work at the moment (500): it gave no reason; usually its etcd does not answer.",
            ),
            (
                FleetError::Refused { status: 409, message: "unit does not exist".into() },
                "Fleet refused this (409): unit does not exist.",
            ),
            (
                FleetError::Refused { status: 404, message: String::new() },
                "Fleet refused this (404): it gave no reason.",
            ),
        ];
        for (error, sentence) in cases {
            assert_eq!(error.to_string(), sentence);
        }
    }

    #[test]
    fn plain_words_name_nothing_behind_quarterdeck() {
        let planted = || "https://etcd-3.internal:2379/v2/keys".to_owned();
        let unreachable = |cause| FleetError::Unreachable { endpoint: planted(), cause, reason: planted() };
        for (error, words) in [
            (unreachable(UnreachableCause::Connect), "Fleet cannot be reached: no connection could be made."),
            (
                unreachable(UnreachableCause::Tls),
                "Fleet cannot be reached: the two sides do not trust each other.",
            ),
            (
                unreachable(UnreachableCause::Cut),
                "Fleet cannot be reached: the connection ended without a whole answer.",
            ),
            (
                FleetError::TimedOut { endpoint: planted(), after: Duration::from_secs(8), sent: true },
                "Fleet did not answer within 8 s.",
            ),
            (
                FleetError::Degraded { status: 503, message: planted() },
                "Fleet cannot work at the moment (503).",
            ),
            (FleetError::Refused { status: 403, message: planted() }, "Fleet refused this (403)."),
            (
                FleetError::Nonsense { what: planted() },
                "The answer did not come from Fleet, or cannot be understood.",
            ),
        ] {
            assert_eq!(error.in_plain_words(), words);
        }
    }

    #[test]
    fn only_what_may_pass_is_transient() {
        let unreachable =
            |cause| FleetError::Unreachable { endpoint: String::new(), cause, reason: String::new() };
        assert!(unreachable(UnreachableCause::Connect).is_transient());
        assert!(unreachable(UnreachableCause::Cut).is_transient());
        assert!(!unreachable(UnreachableCause::Tls).is_transient());
        assert!(!FleetError::Refused { status: 409, message: String::new() }.is_transient());
        assert!(!FleetError::Nonsense { what: String::new() }.is_transient());
    }

    #[test]
    fn a_write_is_certain_only_when_refused_or_never_sent() {
        let unreachable =
            |cause| FleetError::Unreachable { endpoint: String::new(), cause, reason: String::new() };
        assert!(!unreachable(UnreachableCause::Connect).may_have_happened());
        assert!(!unreachable(UnreachableCause::Tls).may_have_happened());
        assert!(unreachable(UnreachableCause::Cut).may_have_happened());
        assert!(FleetError::Degraded { status: 500, message: String::new() }.may_have_happened());
        assert!(!FleetError::Refused { status: 400, message: String::new() }.may_have_happened());
    }
}
