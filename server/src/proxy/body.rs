//! The body of a PUT, parsed strictly. Pure.
//!
//! Fleet's own parser takes keys of any case, the last of two, and ignores what follows; so a body that looks
//! harmless to one reader can mean something else to Fleet. Here each key counts once and to the letter, and what
//! goes to Fleet is written anew from what was understood.

use std::fmt;
use std::marker::PhantomData;

use fleet::{DesiredState, Requirements, UnitName, UnitOption, guard};
use http::header::CONTENT_TYPE;
use http::{HeaderMap, StatusCode};
use serde::de::value::MapAccessDeserializer;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::answer::Refused;

/// What a PUT asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Write {
    /// Make the unit, or replace its options; with the desired state that it shall have, if one was given.
    Options {
        /// The options.
        options: Vec<UnitOption>,
        /// The desired state.
        desired: Option<DesiredState>,
    },
    /// Only change the desired state.
    Desired(DesiredState),
}

/// The members that Fleet knows. What it ignores in a PUT is taken and left behind, because people send back what
/// they read.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Body {
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    desired_state: Option<String>,
    #[serde(default)]
    options: Option<Vec<Object<StrictOption>>>,
    #[serde(default, rename = "currentState")]
    _current_state: Option<String>,
    #[serde(default, rename = "machineID")]
    _machine_id: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StrictOption {
    section: String,
    name: String,
    #[serde(default)]
    value: String,
}

/// Reads a PUT's headers and body. `name` is the one of the path.
pub fn read_write(name: &UnitName, headers: &HeaderMap, body: &[u8]) -> Result<Write, Refused> {
    check_content_type(headers)?;
    let Object(body): Object<Body> = serde_json::from_slice(body)
        .map_err(|error| Refused::bad_request(format!("unable to decode body: {error}")))?;
    check_name(name, body.name.as_deref())?;
    let desired = body.desired_state.as_deref().filter(|text| !text.is_empty()).map(desired).transpose()?;
    if name.is_template() && desired.is_some_and(|desired| desired != DesiredState::Inactive) {
        return Err(Refused::bad_request(format!("cannot activate template \"{name}\"")));
    }
    let options = body.options.unwrap_or_default();
    if options.is_empty() {
        return desired.map(Write::Desired).ok_or_else(|| {
            Refused::new(
                StatusCode::CONFLICT,
                "the body has neither options nor a desiredState: send options to make a unit, desiredState to \
                 change one",
            )
        });
    }
    let options: Vec<UnitOption> = options.into_iter().map(|Object(option)| option.into_option()).collect();
    guard::check_options(&options).map_err(|error| Refused::bad_request(error.to_string()))?;
    // Fleet checks these only when a unit is made; on a replacement it takes anything.
    Requirements::check_create(&options).map_err(|error| Refused::bad_request(error.to_string()))?;
    Ok(Write::Options { options, desired })
}

/// A JSON object, and nothing else: derived structs would take an array of their members as well.
struct Object<T>(T);

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

fn check_content_type(headers: &HeaderMap) -> Result<(), Refused> {
    let count = headers.get_all(CONTENT_TYPE).iter().count();
    if count != 1 {
        return Err(Refused::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            format!("expected 1 Content-Type, got {count}: send 'Content-Type: application/json'"),
        ));
    }
    let is_json = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.split(';').next().unwrap_or_default().trim() == "application/json");
    if is_json {
        Ok(())
    } else {
        Err(Refused::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "only acceptable Content-Type is application/json",
        ))
    }
}

fn check_name(path: &UnitName, body: Option<&str>) -> Result<(), Refused> {
    match body {
        Some(name) if !name.is_empty() && name != path.as_str() => Err(Refused::bad_request(format!(
            "name in URL \"{path}\" differs from unit name in request body \"{}\"",
            name.escape_default()
        ))),
        _ => Ok(()),
    }
}

fn desired(text: &str) -> Result<DesiredState, Refused> {
    DesiredState::parse(text).map_err(|_| {
        Refused::bad_request(format!(
            "desiredState is \"{}\"; it must be inactive, loaded or launched",
            text.chars().take(40).flat_map(char::escape_default).collect::<String>()
        ))
    })
}

impl StrictOption {
    fn into_option(self) -> UnitOption {
        UnitOption { section: self.section, name: self.name, value: self.value }
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn read(body: &str) -> Result<Write, u16> {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        read_write(&UnitName::parse("example:1.0.0@1.service").unwrap(), &headers, body.as_bytes())
            .map_err(|refused| refused.status)
    }

    const OPTION: &str = r#"{"section":"Service","name":"ExecStart","value":"/bin/true"}"#;

    #[test]
    fn options_with_and_without_a_desired_state() {
        let options = vec![UnitOption {
            section: "Service".into(),
            name: "ExecStart".into(),
            value: "/bin/true".into(),
        }];
        assert_eq!(
            read(&format!(r#"{{"desiredState":"launched","options":[{OPTION}]}}"#)),
            Ok(Write::Options { options: options.clone(), desired: Some(DesiredState::Launched) })
        );
        assert_eq!(
            read(&format!(r#"{{"options":[{OPTION}]}}"#)),
            Ok(Write::Options { options, desired: None })
        );
    }

    #[test]
    fn only_a_desired_state() {
        assert_eq!(read("{\"desiredState\":\"loaded\"}\n"), Ok(Write::Desired(DesiredState::Loaded)));
        assert_eq!(
            read(
                r#"{"name":"example:1.0.0@1.service","desiredState":"loaded","currentState":"x","machineID":"y"}"#
            ),
            Ok(Write::Desired(DesiredState::Loaded))
        );
    }

    #[test]
    fn what_could_be_misread_is_refused() {
        let cases: [(&str, u16); 20] = [
            ("", 400),
            ("{", 400),
            ("null", 400),
            ("[]", 400),
            (r#"{"desiredState":"launched"} {}"#, 400),
            (r#"{"desiredState":"launched","desiredState":"loaded"}"#, 400),
            (r#"{"DesiredState":"launched"}"#, 400),
            (r#"{"desiredState":"bogus"}"#, 400),
            (r#"{"desiredState":"Launched"}"#, 400),
            (r#"{"desiredState":7}"#, 400),
            (r#"{"name":"other.service","desiredState":"launched"}"#, 400),
            (r#"{"desiredState":"launched","more":1}"#, 400),
            (r#"{"options":[null]}"#, 400),
            (r#"{"options":[{}]}"#, 400),
            (r#"["example:1.0.0@1.service","launched"]"#, 400),
            (r#"{"options":[["Service","ExecStart","/bin/true"]]}"#, 400),
            (r#"{"options":[{"section":"Service","name":"ExecStart","value":"a\nUser=root"}]}"#, 400),
            (r#"{"options":[{"section":"Service","name":"A","value":"1","value":"2"}]}"#, 400),
            (r#"{"options":[{"section":"S","name":"A","value":"\ud800"}]}"#, 400),
            (r#"{"options":[]}"#, 409),
        ];
        for (body, status) in cases {
            assert_eq!(read(body), Err(status), "{body}");
        }
    }

    #[test]
    fn requirements_that_fleet_would_refuse_are_refused_on_every_write() {
        let body = r#"{"desiredState":"launched","options":[
            {"section":"Service","name":"ExecStart","value":"/bin/true"},
            {"section":"X-Fleet","name":"Global","value":"true"},
            {"section":"X-Fleet","name":"MachineOf","value":"a.service"}]}"#;
        assert_eq!(read(body), Err(400));
    }

    #[test]
    fn exactly_one_content_type_that_is_json() {
        let name = UnitName::parse("a.service").unwrap();
        let body = br#"{"desiredState":"loaded"}"#;
        let status = |types: &[&'static str]| {
            let mut headers = HeaderMap::new();
            for value in types {
                headers.append(CONTENT_TYPE, HeaderValue::from_static(value));
            }
            read_write(&name, &headers, body).map_err(|refused| refused.status).err()
        };
        assert_eq!(status(&["application/json"]), None);
        assert_eq!(status(&["application/json; charset=utf-8"]), None);
        assert_eq!(status(&[]), Some(415));
        assert_eq!(status(&["text/plain"]), Some(415));
        assert_eq!(status(&["application/x-www-form-urlencoded"]), Some(415));
        assert_eq!(status(&["application/json", "application/json"]), Some(415));
    }
}
