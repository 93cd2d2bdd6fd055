//! Identifiers that are not Fleet's own. Each is a type of its own, so that none is taken for another.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Why a text is not the identifier that it should be. Says what is allowed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", .what.words(*most))]
pub struct IdError {
    what: What,
    most: usize,
}

/// Which identifier it should have been.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    Cluster,
    User,
    Group,
    Role,
    Action,
    PlanHash,
}

impl What {
    fn words(self, most: usize) -> String {
        match self {
            Self::Cluster => say::ids::cluster_name(&most),
            Self::User => say::ids::user_name(&most),
            Self::Group => say::ids::group_name(&most),
            Self::Role => say::ids::role_name(&most),
            Self::Action => say::ids::action_id(&most),
            Self::PlanHash => say::ids::plan_hash(&most),
        }
    }
}

macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident, $what:ident, $most:literal, $ok:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[cfg_attr(feature = "openapi", schema(value_type = String))]
        pub struct $name(String);

        impl $name {
            /// Takes the text if it has the identifier's form.
            pub fn parse(text: &str) -> Result<Self, IdError> {
                let ok: fn(char) -> bool = $ok;
                if text.is_empty() || text.len() > $most || !text.chars().all(ok) {
                    return Err(IdError { what: What::$what, most: $most });
                }
                Ok(Self(text.to_owned()))
            }

            /// The identifier's text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = IdError;
            fn try_from(text: String) -> Result<Self, IdError> {
                Self::parse(&text)
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0
            }
        }

        impl FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                Self::parse(text)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

text_id!(
    /// A configured cluster.
    ClusterName, Cluster, 40,
    |c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'
);
text_id!(
    /// A person's or a machine's sign-in name.
    UserName, User, 64,
    |c| c.is_ascii_alphanumeric() || ".-_@".contains(c)
);
text_id!(
    /// A group of users; as an identity provider may name it.
    GroupName, Group, 100,
    |c| c.is_ascii_alphanumeric() || ".-_@:/".contains(c)
);
text_id!(
    /// A named set of verbs.
    RoleName, Role, 40,
    |c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'
);
text_id!(
    /// One action, from the click to its end: a UUID made by the server.
    ActionId, Action, 36,
    |c| c.is_ascii_digit() || ('a'..='f').contains(&c) || c == '-'
);
text_id!(
    /// What a plan was computed from and what it will do, as 64 hexadecimal digits (SHA-256).
    PlanHash, PlanHash, 64,
    |c| c.is_ascii_digit() || ('a'..='f').contains(&c)
);

impl UserName {
    /// A name that stands in the code.
    pub(crate) fn fixed(name: &'static str) -> Self {
        Self(name.to_owned())
    }
}

impl RoleName {
    /// A name that stands in the code.
    pub(crate) fn fixed(name: &'static str) -> Self {
        Self(name.to_owned())
    }
}

impl PlanHash {
    /// The hash as its digits.
    pub(crate) fn of_digest(digest: [u8; 32]) -> Self {
        use std::fmt::Write as _;
        let mut digits = String::with_capacity(64);
        for byte in digest {
            // Writing to a text can't fail.
            let _ = write!(digits, "{byte:02x}");
        }
        Self(digits)
    }
}
