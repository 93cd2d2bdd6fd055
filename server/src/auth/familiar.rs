//! A browser in which somebody signed in before: it is known by a cookie that this server has sealed for that one user, and
//! opens nothing. It only keeps its owner from having to wait while others try their name (`auth::limit`).
//!
//! Nothing of it is stored: the seal's key in the data folder is what tells a true one.

use shared::UserName;

use super::seal::Seal;
use super::secret::Secret;
use super::session::DAY_MS;
use crate::error::Result;

/// For how long a browser is known after a sign-in: as long as browsers keep a cookie at all.
pub const LASTS_MS: u64 = 400 * DAY_MS;
/// Hexadecimal digits of a browser's id.
const ID_DIGITS: usize = 64;

/// A browser that is known, by the id that it was given at the sign-in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Familiar(String);

impl Familiar {
    /// A browser in which somebody has just signed in.
    pub fn new() -> Result<Self> {
        Ok(Self(Secret::random()?.hash()))
    }

    /// Its id: no secret, and nobody's but its own.
    pub fn id(&self) -> &str {
        &self.0
    }

    /// What its cookie holds: good for this user, until then.
    pub fn sealed(&self, seal: &Seal, user: &UserName, now_ms: u64) -> Result<String> {
        seal.seal(&whose(user.as_str()), format!("{} {}", self.0, now_ms + LASTS_MS).as_bytes())
    }

    /// The browser of which this cookie is, if it is one of whoever has that name, and not too old.
    pub fn open(seal: &Seal, user: &str, cookie: &str, now_ms: u64) -> Option<Self> {
        let plain = String::from_utf8(seal.open(&whose(user), cookie)?).ok()?;
        let (id, until_ms) = plain.split_once(' ')?;
        let is_good =
            id.len() == ID_DIGITS && until_ms.parse::<u64>().is_ok_and(|until_ms| now_ms < until_ms);
        is_good.then(|| Self(id.to_owned()))
    }
}

fn whose(user: &str) -> String {
    format!("browser of {}", user.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_of_one_user_and_ends() {
        let folder = tempfile::TempDir::new().unwrap();
        let seal = |name: &str| Seal::load_or_make(&folder.path().join(name)).unwrap();
        let browser = Familiar::new().unwrap();
        let ada = UserName::parse("ada").unwrap();
        let cookie = browser.sealed(&seal("key"), &ada, 1_000).unwrap();
        let open = |key: &str, user: &str, now_ms: u64| Familiar::open(&seal(key), user, &cookie, now_ms);
        assert_eq!(open("key", "ada", 1_000), Some(browser.clone()));
        assert_eq!(open("key", "grace", 1_000), None);
        assert_eq!(open("other", "ada", 1_000), None, "another server's");
        assert_eq!(open("key", "ada", 1_000 + LASTS_MS), None);
        assert_eq!(Familiar::open(&seal("key"), "ada", "nonsense", 0), None);
    }
}
