//! The body of a PUT, parsed strictly. Pure.
//!
//! Each key counts once and to the letter, and what goes to Fleet is written anew from what was understood. The rules
//! that Fleet applies to a new unit are applied to every write: on a replacement Fleet itself checks nothing.

use fleet::{DesiredState, Requirements, UnitName, UnitOption, guard, unit_file};
use http::{HeaderMap, StatusCode};
use serde::Deserialize;

use super::answer::Refused;
use super::strict::{self, Object};

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
    strict::check_media_type(headers, &["application/json"])?;
    let Object(body): Object<Body> = strict::parse(body)?;
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
    check_options(&options)?;
    Ok(Write::Options { options, desired })
}

/// Fleet makes a text of the options and reads it back: what is judged is what it will read.
fn check_options(options: &[UnitOption]) -> Result<(), Refused> {
    guard::check_options(options).map_err(|error| Refused::bad_request(error.to_string()))?;
    let read_back = unit_file::parse(&unit_file::to_text(options))
        .map_err(|error| Refused::bad_request(error.to_string()))?;
    if read_back != options {
        return Err(Refused::bad_request("Fleet would read other options than these out of the unit file"));
    }
    Requirements::check_create(&read_back).map_err(|error| Refused::bad_request(error.to_string()))
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
    use http::header::CONTENT_TYPE;

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
