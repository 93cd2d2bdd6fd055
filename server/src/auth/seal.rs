//! What must be stored and read back, and so can't be hashed, is sealed: who has the database alone has nothing.
//!
//! The key lies in a file of its own, beside the database or wherever it is said to be; it is never in the database. A
//! backup holds the one that lies beside the database, and so is for its owner's eyes only.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use fleet::{UnitHash, UnitOption};
use rand::TryRng;
use rand::rngs::SysRng;
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::hmac;

use super::secret::hex;
use crate::error::{Error, Result};
use crate::private;

const KEY_BYTES: usize = 32;
/// As long as is needed so that no two are alike by chance.
const MARK_BYTES: usize = 10;

/// Why there is no key.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// It can't be read or made.
    #[error("The key file {} can't be used: {source}. {WHAT_TO_DO}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// It holds something else.
    #[error("The key file {} holds no key: it must be 64 hexadecimal digits. {WHAT_TO_DO}", path.display())]
    Content {
        /// The file.
        path: PathBuf,
    },
}

const WHAT_TO_DO: &str = "Make one with: openssl rand -hex 32. Users whose second factor was sealed with another key \
                          need it back, or 'quarterdeck user second-factor-off'.";

/// Seals and opens.
#[derive(Clone)]
pub struct Seal {
    key: LessSafeKey,
    marks: hmac::Key,
}

impl Seal {
    /// With the key of that file, which must be there.
    pub fn load(path: &Path) -> Result<Self, KeyError> {
        let file = |source| KeyError::File { path: path.to_owned(), source };
        let text = std::fs::read_to_string(path).map_err(file)?;
        Self::of(text.trim()).ok_or_else(|| KeyError::Content { path: path.to_owned() })
    }

    /// The same; makes the file, for its owner only, if it is not there.
    pub fn load_or_make(path: &Path) -> Result<Self, KeyError> {
        if !path.try_exists().unwrap_or(true) {
            make(path).map_err(|source| KeyError::File { path: path.to_owned(), source })?;
        }
        Self::load(path)
    }

    fn of(digits: &str) -> Option<Self> {
        if digits.len() != KEY_BYTES * 2 || !digits.is_ascii() {
            return None;
        }
        let bytes: Option<Vec<u8>> =
            (0..KEY_BYTES).map(|at| u8::from_str_radix(&digits[at * 2..at * 2 + 2], 16).ok()).collect();
        let bytes = bytes?;
        let key = UnboundKey::new(&CHACHA20_POLY1305, &bytes).ok()?;
        // A key of its own: what seals makes no marks.
        let marks = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &bytes), b"marks of options");
        let marks = hmac::Key::new(hmac::HMAC_SHA256, marks.as_ref());
        Some(Self { key: LessSafeKey::new(key), marks })
    }

    /// A mark by which options are known again, and that tells nothing of them to whoever has not the key: by a hash a short
    /// secret among them could be tried out.
    pub fn mark(&self, options: &[UnitOption]) -> String {
        let mark = hmac::sign(&self.marks, UnitHash::of(options).to_string().as_bytes());
        hex(mark.as_ref().get(..MARK_BYTES).unwrap_or_default())
    }

    /// Seals; `whose` must be said again to open it, so that nothing can be put in another's place.
    pub fn seal(&self, whose: &str, plain: &[u8]) -> Result<String> {
        let mut nonce = [0; NONCE_LEN];
        SysRng.try_fill_bytes(&mut nonce).map_err(Error::internal)?;
        let mut sealed = plain.to_vec();
        self.key
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(whose), &mut sealed)
            .map_err(|_| Error::internal("it could not be sealed"))?;
        Ok(BASE64.encode([&nonce[..], &sealed].concat()))
    }

    /// Opens what was sealed with this key for the same. Nothing if it was not.
    pub fn open(&self, whose: &str, sealed: &str) -> Option<Vec<u8>> {
        let bytes = BASE64.decode(sealed).ok()?;
        let (nonce, rest) = bytes.split_at_checked(NONCE_LEN)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let mut rest = rest.to_vec();
        let plain = self.key.open_in_place(nonce, Aad::from(whose), &mut rest).ok()?;
        Some(plain.to_vec())
    }
}

impl std::fmt::Debug for Seal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Seal")
    }
}

/// Whole or not at all: half a key would be another one.
fn make(path: &Path) -> io::Result<()> {
    let mut key = [0; KEY_BYTES];
    SysRng.try_fill_bytes(&mut key).map_err(io::Error::other)?;
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        private::folder(folder)?;
    }
    let half = path.with_extension("new");
    let mut file = private::file(&half)?;
    file.set_len(0)?;
    file.write_all(format!("{}\n", hex(&key)).as_bytes())?;
    file.sync_all()?;
    std::fs::rename(half, path)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use tempfile::TempDir;

    use super::*;

    #[test]
    fn opens_what_it_sealed_for_the_same_and_nothing_else() {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("new folder/q.key");
        let seal = Seal::load_or_make(&path).unwrap();
        let sealed = seal.seal("ada", b"a seed").unwrap();
        assert_ne!(sealed, seal.seal("ada", b"a seed").unwrap(), "no two are alike");
        assert_eq!(Seal::load_or_make(&path).unwrap().open("ada", &sealed).unwrap(), b"a seed");
        assert_eq!(seal.open("grace", &sealed), None);
        assert_eq!(Seal::load_or_make(&folder.path().join("other.key")).unwrap().open("ada", &sealed), None);
        for at in 0..sealed.len() {
            let mut signs: Vec<char> = sealed.chars().collect();
            signs[at] = if signs[at] == 'A' { 'B' } else { 'A' };
            let changed: String = signs.into_iter().collect();
            assert_eq!(seal.open("ada", &changed), None, "{at}");
        }
        assert_eq!(seal.open("ada", ""), None);
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(std::fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    }

    #[test]
    fn a_mark_is_known_again_with_the_same_key_alone() {
        let folder = TempDir::new().unwrap();
        let seal = |name: &str| Seal::load_or_make(&folder.path().join(name)).unwrap();
        let options = |text: &str| fleet::unit_file::parse(text).unwrap();
        let (one, other) = (options("[Service]\nA=1\n"), options("[Service]\nA=2\n"));
        assert_eq!(seal("a.key").mark(&one), seal("a.key").mark(&one));
        assert_ne!(seal("a.key").mark(&one), seal("a.key").mark(&other));
        assert_ne!(seal("a.key").mark(&one), seal("b.key").mark(&one));
        assert!(!UnitHash::of(&one).to_string().contains(&seal("a.key").mark(&one)));
        assert_eq!(seal("a.key").mark(&one).len(), 2 * MARK_BYTES);
    }

    #[test]
    fn a_file_that_holds_no_key_is_named() {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("q.key");
        assert!(Seal::load(&path).unwrap_err().to_string().contains("openssl rand"));
        for text in ["", "abc", &"g".repeat(64), &"é".repeat(32)] {
            std::fs::write(&path, text).unwrap();
            let error = Seal::load_or_make(&path).unwrap_err();
            assert!(error.to_string().contains("64 hexadecimal digits"), "{error}");
        }
    }
}
