//! Changes of machines' metadata: what Fleet's PATCH of `/machines` takes.
//!
//! Owns the grammar of its paths and the form that Fleet really reads: its own documentation writes the value as a
//! text, but the server wants it in an object. Whether the machine exists is not known here; Fleet takes any.

use std::fmt;
use std::sync::Arc;

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::text::parsed_text;
use crate::{MachineId, MachineIdError};

/// The longest key and the longest value, in bytes. Fleet has no limit of its own.
const MAX_BYTES: usize = 256;

/// The name of a piece of metadata: letters, digits, `_`, `.` and `-`, and neither `.` nor `..`, which climb in the
/// tree of Fleet's store.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MetadataKey(Arc<str>);

/// A value that units can ask for with `MachineMetadata=key=value`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MetadataValue(Arc<str>);

/// One change: sets a value, or removes it. Serialises as the operation that Fleet takes.
///
/// What is removed stays so: Fleet stores a mark that also hides what the machine's own configuration says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MetadataChange {
    /// The machine.
    pub machine: MachineId,
    /// What of it.
    pub key: MetadataKey,
    /// The new value; `None` removes it.
    pub value: Option<MetadataValue>,
}

/// Why a change is not sent. Begins with Fleet's own words where Fleet has some.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MetadataError {
    /// Neither add, nor replace, nor remove.
    #[error("invalid op: expect add, remove, or replace")]
    Operation,
    /// Not `/MACHINE/metadata/KEY`.
    #[error(
        "machine metadata path invalid: write /MACHINE/metadata/KEY, the key of letters, digits, '_', '.' and '-'"
    )]
    Path,
    /// `.` or `..` as the key.
    #[error("machine metadata path invalid: '.' and '..' are no keys")]
    Dots,
    /// Nothing to add.
    #[error("invalid value: add and replace require a value")]
    NoValue,
    /// A line break or another control sign.
    #[error("invalid value: it holds a control sign, which no unit could ask for")]
    ControlSign,
    /// Longer than anybody needs.
    #[error("keys and values have at most {MAX_BYTES} bytes")]
    TooLong,
}

impl MetadataKey {
    /// Parses a key.
    pub fn parse(text: &str) -> Result<Self, MetadataError> {
        let is_sign = |sign: char| sign.is_ascii_alphanumeric() || "_.-".contains(sign);
        match text {
            "." | ".." => Err(MetadataError::Dots),
            "" => Err(MetadataError::Path),
            _ if !text.chars().all(is_sign) => Err(MetadataError::Path),
            _ if text.len() > MAX_BYTES => Err(MetadataError::TooLong),
            _ => Ok(Self(text.into())),
        }
    }
}

impl MetadataValue {
    /// Takes any text on one line that is not empty.
    pub fn parse(text: &str) -> Result<Self, MetadataError> {
        match text {
            "" => Err(MetadataError::NoValue),
            _ if text.chars().any(char::is_control) => Err(MetadataError::ControlSign),
            _ if text.len() > MAX_BYTES => Err(MetadataError::TooLong),
            _ => Ok(Self(text.into())),
        }
    }
}

parsed_text!(MetadataKey, MetadataError);
parsed_text!(MetadataValue, MetadataError);

impl MetadataChange {
    /// Reads one operation of a PATCH, in the order of Fleet's own checks: operation, path, value. The value of a
    /// removal says nothing.
    pub fn read(op: &str, path: &str, value: Option<&str>) -> Result<Self, MetadataError> {
        let removes = match op {
            // To Fleet these two are the same.
            "add" | "replace" => false,
            "remove" => true,
            _ => return Err(MetadataError::Operation),
        };
        let (machine, key) = split(path).ok_or(MetadataError::Path)?;
        let machine = MachineId::parse(machine).map_err(|MachineIdError| MetadataError::Path)?;
        let key = MetadataKey::parse(key)?;
        let value = match removes {
            true => None,
            false => Some(MetadataValue::parse(value.unwrap_or_default())?),
        };
        Ok(Self { machine, key, value })
    }
}

/// Machine and key of a path. The machine is one segment that is not empty.
fn split(path: &str) -> Option<(&str, &str)> {
    let (machine, rest) = path.strip_prefix('/')?.split_once('/')?;
    let key = rest.strip_prefix("metadata/")?;
    (!machine.is_empty()).then_some((machine, key))
}

impl fmt::Display for MetadataChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.value {
            Some(value) => write!(f, "{}={value} on {}", self.key, self.machine.short()),
            None => write!(f, "no {} on {}", self.key, self.machine.short()),
        }
    }
}

impl Serialize for MetadataChange {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(serde::Serialize)]
        struct Value<'a> {
            value: &'a MetadataValue,
        }

        let mut operation = serializer.serialize_map(None)?;
        operation.serialize_entry("op", if self.value.is_some() { "add" } else { "remove" })?;
        operation.serialize_entry("path", &format!("/{}/metadata/{}", self.machine, self.key))?;
        if let Some(value) = &self.value {
            operation.serialize_entry("value", &Value { value })?;
        }
        operation.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(op: &str, path: &str, value: Option<&str>) -> Result<String, MetadataError> {
        MetadataChange::read(op, path, value).map(|change| serde_json::to_string(&change).unwrap())
    }

    #[test]
    fn writes_what_fleet_really_takes() {
        let add = r#"{"op":"add","path":"/m1/metadata/region","value":{"value":"eu"}}"#;
        assert_eq!(read("add", "/m1/metadata/region", Some("eu")).unwrap(), add);
        assert_eq!(read("replace", "/m1/metadata/region", Some("eu")).unwrap(), add);
        let remove = r#"{"op":"remove","path":"/m1/metadata/a-b_c.d"}"#;
        assert_eq!(read("remove", "/m1/metadata/a-b_c.d", None).unwrap(), remove);
        assert_eq!(read("remove", "/m1/metadata/a-b_c.d", Some("x")).unwrap(), remove);
    }

    #[test]
    fn paths_are_of_one_form() {
        for path in [
            "",
            "/",
            "m1/metadata/a",
            "//metadata/a",
            "/metadata/a",
            "/m1/metadata",
            "/m1/metadata/",
            "/m1/metadata/a/b",
            "/m1/m2/metadata/a",
            "/m1//metadata/a",
            "/m1/primaryIP",
            "/m1/Metadata/a",
            "/m1/metadata/a b",
            "/m1/metadata/a\n",
            "/m1/metadata/a=b",
            "/m1/metadata/ä",
            "/m1/metadata/a~1b",
        ] {
            assert_eq!(read("add", path, Some("x")), Err(MetadataError::Path), "{path:?}");
        }
        assert_eq!(read("add", "/m1/metadata/.", Some("x")), Err(MetadataError::Dots));
        assert_eq!(read("remove", "/m1/metadata/..", None), Err(MetadataError::Dots));
        assert!(read("add", "/m1/metadata/...", Some("x")).is_ok(), "an ordinary name to a tree");
    }

    #[test]
    fn the_first_complaint_is_fleets_first() {
        assert_eq!(read("move", "/", None), Err(MetadataError::Operation));
        assert_eq!(read("Add", "/m1/metadata/a", Some("x")), Err(MetadataError::Operation));
        assert_eq!(read("add", "/", None), Err(MetadataError::Path));
        assert_eq!(read("add", "/m1/metadata/a", None), Err(MetadataError::NoValue));
        assert_eq!(read("replace", "/m1/metadata/a", Some("")), Err(MetadataError::NoValue));
        assert_eq!(read("add", "/m1/metadata/a", Some("x\ny")), Err(MetadataError::ControlSign));
        assert_eq!(read("add", "/m1/metadata/a", Some(&"x".repeat(257))), Err(MetadataError::TooLong));
        let path = format!("/m1/metadata/{}", "k".repeat(257));
        assert_eq!(read("add", &path, Some("x")), Err(MetadataError::TooLong));
    }
}
