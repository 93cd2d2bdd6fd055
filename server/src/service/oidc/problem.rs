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
            Self::NoProvider => "This server has no identity provider. Sign in with a name and a password.",
            Self::Provider => "The identity provider did not answer as it should. Try again in a minute.",
            Self::Expired => {
                "This sign-in was begun in another browser, or more than ten minutes ago. Sign in again."
            }
            Self::Refused => "The identity provider did not let you in. Try again, or ask an administrator.",
            Self::Unbelieved => {
                "What the identity provider sent could not be trusted, so nobody was signed in. Try again; if it stays \
                 so, ask an administrator."
            }
            Self::NoName => {
                "The identity provider sent no name that could be a user's here. Ask an administrator."
            }
            Self::NameTaken => {
                "There is a user of your name here already, and it is not known that this is you. Ask an administrator \
                 to link the two."
            }
            Self::NoAccount => {
                "You have no account here that is linked to you. Ask an administrator to make one, or to link yours."
            }
            Self::NotAsked => {
                "The identity provider let you through without asking again who you are, or does not say when it asked. \
                 So this is not confirmed. Ask an administrator for an invitation link: with a password of your own \
                 here you confirm it here."
            }
            Self::TooMany => "Too many tries. Wait a minute, then sign in again.",
            Self::Ours => "Quarterdeck failed here, by a fault of its own. Try again; its log says why.",
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
