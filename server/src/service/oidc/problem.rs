//! Why a sign-in at the provider came to nothing, in words for people. The browser carries the short name, so that nobody
//! can put words of their own onto the sign-in page.

/// One kind of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Problem {
    /// There is no provider.
    NoProvider,
    /// The provider does not answer, or with nonsense.
    Provider,
    /// It was begun too long ago, or in another browser.
    Expired,
    /// The provider says no, or the person did.
    Refused,
    /// What came back is not believed.
    Unbelieved,
    /// The provider gives no name that could be one here.
    NoName,
    /// Somebody here has that name, and it is not known that it is the same person.
    NameTaken,
    /// There is no account, and none is made.
    NoAccount,
    /// The provider has not asked anew who sits there.
    NotAsked,
    /// Too many tries.
    TooMany,
    /// A fault of our own.
    Ours,
}

/// Why a sign-in came to nothing.
#[derive(Debug)]
pub struct Why {
    /// What people are told.
    pub problem: Problem,
    /// What the record and the log say; no part of a token.
    pub note: String,
}

const ALL: [Problem; 11] = [
    Problem::NoProvider,
    Problem::Provider,
    Problem::Expired,
    Problem::Refused,
    Problem::Unbelieved,
    Problem::NoName,
    Problem::NameTaken,
    Problem::NoAccount,
    Problem::NotAsked,
    Problem::TooMany,
    Problem::Ours,
];

impl Problem {
    /// Its short name, as the sign-in page's address has it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NoProvider => "no_provider",
            Self::Provider => "provider",
            Self::Expired => "expired",
            Self::Refused => "refused",
            Self::Unbelieved => "unbelieved",
            Self::NoName => "no_name",
            Self::NameTaken => "name_taken",
            Self::NoAccount => "no_account",
            Self::NotAsked => "not_asked",
            Self::TooMany => "too_many",
            Self::Ours => "failed",
        }
    }

    /// With what the record says of it.
    pub(super) fn because(self, note: impl Into<String>) -> Why {
        Why { problem: self, note: note.into() }
    }

    /// The one of that name.
    pub fn parse(text: &str) -> Option<Self> {
        ALL.into_iter().find(|problem| problem.as_str() == text)
    }

    /// What people are told.
    pub fn words(self) -> &'static str {
        match self {
            Self::NoProvider => say::server::sign_on::no_provider(),
            Self::Provider => say::server::sign_on::provider_failed(),
            Self::Expired => say::server::sign_on::expired(),
            Self::Refused => say::server::sign_on::refused(),
            Self::Unbelieved => say::server::sign_on::not_believed(),
            Self::NoName => say::server::sign_on::no_name(),
            Self::NameTaken => say::server::sign_on::name_taken(),
            Self::NoAccount => say::server::sign_on::no_account(),
            Self::NotAsked => say::server::sign_on::not_asked(),
            Self::TooMany => say::server::sign_on::too_many(),
            Self::Ours => say::server::sign_on::own_fault(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_back() {
        for problem in ALL {
            assert_eq!(Problem::parse(problem.as_str()), Some(problem));
        }
        assert_eq!(Problem::parse("<script>"), None);
    }
}
