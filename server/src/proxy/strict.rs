//! How bodies of writes are read: JSON to the letter, said to be JSON exactly once. Pure.
//!
//! Fleet's own parser takes keys of any case, the last of two, and ignores what follows; so a body that looks
//! harmless to one reader can mean something else to Fleet.

use std::fmt;
use std::marker::PhantomData;

use http::header::CONTENT_TYPE;
use http::{HeaderMap, StatusCode};
use serde::de::value::MapAccessDeserializer;
use serde::de::{DeserializeOwned, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::answer::Refused;
use crate::extract::json::has_signs_of_a_program;

/// A JSON object, and nothing else: derived structs would take an array of their members as well.
pub(super) struct Object<T>(pub(super) T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OnlyMap<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for OnlyMap<T> {
            type Value = T;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a JSON object")
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
                T::deserialize(MapAccessDeserializer::new(map))
            }
        }

        deserializer.deserialize_map(OnlyMap(PhantomData)).map(Self)
    }
}

/// Reads a whole body. Fleet begins its own complaints about bodies with the same words.
pub(super) fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, Refused> {
    if has_signs_of_a_program(body) {
        let reason = say::server::errors::signs_of_a_program();
        return Err(Refused::bad_request(format!("unable to decode body: {reason}")));
    }
    serde_json::from_slice(body)
        .map_err(|error| Refused::bad_request(format!("unable to decode body: {error}")))
}

/// Demands exactly one media type, which is one of these. Parameters behind it (`charset`) say nothing.
pub(super) fn check_media_type(headers: &HeaderMap, accepted: &[&str]) -> Result<(), Refused> {
    let refused = |message| Err(Refused::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, message));
    let mut types = headers.get_all(CONTENT_TYPE).iter();
    let (Some(value), None) = (types.next(), types.next()) else {
        let count = headers.get_all(CONTENT_TYPE).iter().count();
        return refused(format!(
            "expected 1 Content-Type, got {count}: send 'Content-Type: {}'",
            accepted[0]
        ));
    };
    let found = value.to_str().unwrap_or_default().split(';').next().unwrap_or_default().trim();
    if accepted.contains(&found) {
        Ok(())
    } else {
        refused(format!("only acceptable Content-Type is {}", accepted.join(" or ")))
    }
}
