//! The number of a running copy.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::wire::Parsed;

/// Which copy of an app: a decimal number. One number has one spelling, so that two names never mean the same copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(value_type = String, example = "1"))]
pub struct Instance(u32);

/// The text is not an instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an instance is a decimal number up to {} without leading zeros", u32::MAX)]
pub struct InstanceError;

impl Instance {
    /// The instance of this number.
    pub fn new(number: u32) -> Self {
        Self(number)
    }

    /// The number.
    pub fn get(self) -> u32 {
        self.0
    }

    /// Parses decimal digits without a leading zero; `0` itself is one.
    pub fn parse(text: &str) -> Result<Self, InstanceError> {
        let has_leading_zero = text.len() > 1 && text.starts_with('0');
        // The standard library takes a plus sign.
        if has_leading_zero || !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(InstanceError);
        }
        text.parse().map(Self).map_err(|_| InstanceError)
    }
}

impl fmt::Display for Instance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for Instance {
    type Err = InstanceError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl Serialize for Instance {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Instance {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Parsed::new())
    }
}

#[cfg(test)]
mod tests {
    use super::{Instance, InstanceError};

    #[test]
    fn one_number_has_one_spelling() {
        for (text, number) in [("0", 0), ("1", 1), ("10", 10), ("4294967295", u32::MAX)] {
            let instance = Instance::parse(text).unwrap();
            assert_eq!((instance.get(), instance.to_string().as_str()), (number, text));
        }
        for text in ["", "00", "01", "+1", "-1", "1 ", "4294967296", "१", "1a"] {
            assert_eq!(Instance::parse(text), Err(InstanceError), "{text:?}");
        }
    }

    #[test]
    fn is_text_in_json() {
        assert_eq!(serde_json::to_string(&Instance::new(7)).unwrap(), r#""7""#);
        assert_eq!(serde_json::from_str::<Instance>(r#""7""#).unwrap(), Instance::new(7));
        assert!(serde_json::from_str::<Instance>(r#""07""#).is_err());
    }
}
