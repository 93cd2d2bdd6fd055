//! The body of a PATCH of machines' metadata, parsed strictly. Pure.
//!
//! Fleet documents the value as a text and reads it from an object; both are taken here, and what goes to Fleet is
//! written anew in the form that it reads.

use std::collections::BTreeSet;
use std::fmt;

use fleet::{MachineId, MetadataChange};
use http::HeaderMap;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::answer::Refused;
use super::strict::{self, Object};

/// The most changes of one call: Fleet makes them one after the other, without a transaction.
const MOST: usize = 100;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Operation {
    op: String,
    path: String,
    #[serde(default)]
    value: Option<Value>,
}

/// `"x"` or `{"value":"x"}`.
struct Value(String);

/// Reads a PATCH's headers and body. Each piece of metadata may be changed once.
pub fn read_patch(headers: &HeaderMap, body: &[u8]) -> Result<Vec<MetadataChange>, Refused> {
    // The second is how a JSON Patch calls itself, as which Fleet documents this.
    strict::check_media_type(headers, &["application/json", "application/json-patch+json"])?;
    let operations: Vec<Object<Operation>> = strict::parse(body)?;
    if operations.len() > MOST {
        return Err(Refused::bad_request(format!(
            "{} operations; at most {MOST} are taken at once: send several calls",
            operations.len()
        )));
    }
    let mut seen = BTreeSet::new();
    let mut changes = Vec::with_capacity(operations.len());
    for (index, Object(operation)) in operations.into_iter().enumerate() {
        let refused =
            |why: &dyn fmt::Display| Refused::bad_request(format!("operation {}: {why}", index + 1));
        let value = operation.value.as_ref().map(|Value(value)| value.as_str());
        let change =
            MetadataChange::read(&operation.op, &operation.path, value).map_err(|why| refused(&why))?;
        if !seen.insert((change.machine.clone(), change.key.clone())) {
            return Err(refused(
                &"an earlier one changes the same key of the same machine: leave one of them out",
            ));
        }
        changes.push(change);
    }
    Ok(changes)
}

/// Fleet takes metadata of any machine, also of one that will never be; here a machine is one that the cluster has.
pub fn check_machines<'a>(
    changes: &[MetadataChange],
    known: impl Fn(&MachineId) -> bool,
    list: impl Iterator<Item = &'a MachineId>,
) -> Result<(), Refused> {
    let Some(unknown) = changes.iter().map(|change| &change.machine).find(|id| !known(id)) else {
        return Ok(());
    };
    let shown: String = unknown.as_str().chars().take(40).flat_map(char::escape_default).collect();
    let machines: Vec<&str> = list.take(20).map(MachineId::as_str).collect();
    Err(Refused::bad_request(format!(
        "the cluster has no machine \"{shown}\" now. Nothing was changed; write the whole ID of one that it has: {}",
        machines.join(", ")
    )))
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;

        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Inner {
            value: String,
        }

        impl<'de> Visitor<'de> for Either {
            type Value = Value;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text, or an object with the text as its member \"value\"")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
                Ok(Value(text.to_owned()))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Value, A::Error> {
                Inner::deserialize(MapAccessDeserializer::new(map)).map(|inner| Value(inner.value))
            }
        }

        deserializer.deserialize_any(Either)
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;
    use http::header::CONTENT_TYPE;

    use super::*;

    fn read(body: &str) -> Result<String, String> {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        match read_patch(&headers, body.as_bytes()) {
            Ok(changes) => Ok(serde_json::to_string(&changes).unwrap()),
            Err(refused) => {
                assert_eq!(refused.status, 400, "{body}");
                Err(refused.message)
            }
        }
    }

    #[test]
    fn both_forms_of_a_value_become_the_one_that_fleet_reads() {
        let sent = r#"[{"op":"add","path":"/m1/metadata/region","value":{"value":"eu"}}]"#;
        for value in [r#""eu""#, r#"{"value":"eu"}"#, r#""\u0065u""#] {
            let body = format!(r#" [ {{"value":{value},"path":"/m1/metadata/region","op":"replace"}} ] "#);
            assert_eq!(read(&body).as_deref(), Ok(sent));
        }
        assert_eq!(read("[]").as_deref(), Ok("[]"));
    }

    #[test]
    fn what_could_be_misread_is_refused() {
        let one = r#"{"op":"add","path":"/m1/metadata/k","value":"v"}"#;
        let cases = [
            ("", "unable to decode body"),
            ("null", "unable to decode body"),
            ("{}", "unable to decode body"),
            ("[null]", "a JSON object"),
            (r#"[["add","/m1/metadata/k","v"]]"#, "a JSON object"),
            (r#"[{"op":"add","op":"remove","path":"/m1/metadata/k"}]"#, "duplicate field `op`"),
            (r#"[{"Op":"add","path":"/m1/metadata/k"}]"#, "unknown field `Op`"),
            (r#"[{"op":"add","path":"/m1/metadata/k","from":"x"}]"#, "unknown field `from`"),
            (r#"[{"op":"add","path":"/m1/metadata/k","value":7}]"#, "a text, or an object"),
            (r#"[{"op":"add","path":"/m1/metadata/k","value":["v"]}]"#, "a text, or an object"),
            (
                r#"[{"op":"add","path":"/m1/metadata/k","value":{"value":"a","value":"b"}}]"#,
                "duplicate field",
            ),
            (r#"[{"op":"add","path":"/m1/metadata/k","value":{"Value":"a"}}]"#, "unknown field"),
            (r#"[{"op":"add","path":"/m1/metadata/k","value":{}}]"#, "missing field `value`"),
            (r#"[{"op":"test","path":"/m1/metadata/k","value":"v"}]"#, "operation 1: invalid op: expect add"),
            (r#"[{"op":"add","path":"/m1/metadata/.."}]"#, "operation 1: machine metadata path invalid"),
            (
                r#"[{"op":"add","path":"/m1/metadata/k"}]"#,
                "operation 1: invalid value: add and replace require",
            ),
            (&format!("[{one}] x"), "trailing characters"),
            (&format!("[{one},{one}]"), "operation 2: an earlier one changes the same key"),
            (&format!("[{}]", vec![one; 101].join(",")), "101 operations; at most 100"),
        ];
        for (body, part) in cases {
            let message = read(body).unwrap_err();
            assert!(message.contains(part), "{body}: {message}");
        }
    }

    #[test]
    fn only_machines_of_the_cluster() {
        let id = |text: &str| MachineId::parse(text).unwrap();
        let known = [id("m1"), id("m2")];
        let check = |path: &str| {
            let change = MetadataChange::read("remove", path, None).unwrap();
            check_machines(&[change], |id| known.contains(id), known.iter())
                .map_err(|refused| refused.message)
        };
        assert_eq!(check("/m2/metadata/k"), Ok(()));
        for path in ["/../metadata/k", "/m3/metadata/k", "/M1/metadata/k", "/m1 /metadata/k"] {
            let message = check(path).unwrap_err();
            assert!(message.contains("one that it has: m1, m2"), "{message}");
        }
    }
}
