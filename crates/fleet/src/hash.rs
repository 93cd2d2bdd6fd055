//! The hash by which Fleet tells one set of options from another.
//!
//! Owns the hash type. What is hashed, the text of the unit file, is [`unit_file`]'s.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha1::{Digest, Sha1};

use crate::{UnitOption, unit_file, wire::Parsed};

/// SHA-1 over the text of a unit file. The unit's name is no part of it: two units with the same options share it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(value_type = String, example = "7dc08eb00f0c705e84a61e030d98e8cc3c994954"))]
pub struct UnitHash([u8; 20]);

/// The text is not a hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a unit hash is 40 hexadecimal digits")]
pub struct UnitHashError;

impl UnitHash {
    /// Forty zeros, for where a hash must stand and none is known.
    pub const NONE: Self = Self([0; 20]);

    /// The hash that Fleet gives to these options. For options that are not normalised it differs from the one that
    /// the agent reports, which hashes what it parsed back.
    pub fn of(options: &[UnitOption]) -> Self {
        Self(Sha1::digest(unit_file::to_text(options)).into())
    }
}

impl fmt::Display for UnitHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for UnitHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "UnitHash({self})")
    }
}

impl FromStr for UnitHash {
    type Err = UnitHashError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut hash = [0; 20];
        let (pairs, rest) = text.as_bytes().as_chunks::<2>();
        if pairs.len() != hash.len() || !rest.is_empty() {
            return Err(UnitHashError);
        }
        for (byte, [high, low]) in hash.iter_mut().zip(pairs) {
            *byte = digit(*high)? << 4 | digit(*low)?;
        }
        Ok(Self(hash))
    }
}

impl Serialize for UnitHash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for UnitHash {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Parsed::new())
    }
}

fn digit(byte: u8) -> Result<u8, UnitHashError> {
    match byte {
        b'0'..=b'9' => Ok(byte - b'0'),
        b'a'..=b'f' => Ok(byte - b'a' + 10),
        b'A'..=b'F' => Ok(byte - b'A' + 10),
        _ => Err(UnitHashError),
    }
}

#[cfg(test)]
mod tests {
    use super::{UnitHash, UnitHashError};
    use crate::UnitOption;

    fn sleeper() -> UnitOption {
        UnitOption::new("Service", "ExecStart", "/bin/sleep 3000")
    }

    #[test]
    fn is_the_hash_that_fleet_reports() {
        let described = |text: &str| vec![sleeper(), UnitOption::new("Unit", "Description", text)];
        for (options, hash) in [
            (vec![sleeper()], "7dc08eb00f0c705e84a61e030d98e8cc3c994954"),
            (described("three"), "daa9e93096672f242ebce117a93ec9499fb53e12"),
            (described("four"), "0cc8a7b8e189b54684306f8c2c526e6e93e2543e"),
        ] {
            assert_eq!(UnitHash::of(&options).to_string(), hash);
        }
    }

    #[test]
    fn order_counts() {
        let (a, b) = (sleeper(), UnitOption::new("Unit", "Description", "four"));
        assert_ne!(UnitHash::of(&[a.clone(), b.clone()]), UnitHash::of(&[b, a]));
    }

    #[test]
    fn reads_back_what_it_writes_and_nothing_else() {
        let hash = UnitHash::of(&[sleeper()]);
        assert_eq!(hash.to_string().parse(), Ok(hash));
        assert_eq!(hash.to_string().to_uppercase().parse(), Ok(hash));
        assert_eq!(serde_json::from_str::<UnitHash>(&serde_json::to_string(&hash).unwrap()).unwrap(), hash);
        for text in ["", "7dc08eb", &"g".repeat(40), &"a".repeat(41), &"ä".repeat(20)] {
            assert_eq!(text.parse::<UnitHash>(), Err(UnitHashError), "{text}");
        }
    }
}
