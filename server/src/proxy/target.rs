//! What a request is about, read from its method and its raw path. Pure.
//!
//! The path is taken as it came, before any decoding: Fleet cleans paths and answers with redirects, which is how a
//! check of a prefix is passed by. Here a path is one of five forms or it is refused.

use fleet::{UnitName, guard};
use http::Method;
use percent_encoding::percent_decode_str;

use super::answer::Refused;

/// What exists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// `/fleet/v1/units`
    Units,
    /// `/fleet/v1/units/{name}`
    Unit(UnitName),
    /// `/fleet/v1/state`
    States,
    /// `/fleet/v1/state/{name}`
    State(UnitName),
    /// `/fleet/v1/machines`
    Machines,
}

/// What is asked of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Call {
    /// GET.
    Read(Target),
    /// PUT of a unit.
    Put(UnitName),
    /// DELETE of a unit.
    Delete(UnitName),
    /// PATCH of machines' metadata.
    Patch,
}

const PREFIX: &str = "/fleet/v1/";
const FORMS: &str = "GET /fleet/v1/units, GET /fleet/v1/state, GET /fleet/v1/state/NAME, GET or PATCH \
                     /fleet/v1/machines, and GET, PUT or DELETE /fleet/v1/units/NAME";

impl Call {
    /// Reads method and raw path (without the query).
    pub fn read(method: &Method, path: &str) -> Result<Self, Refused> {
        let target = Target::read(path)?;
        match (method, target) {
            (&Method::GET, target) => Ok(Self::Read(target)),
            (&Method::PUT, Target::Unit(name)) => {
                guard::check_name(&name).map_err(|error| Refused::bad_request(error.to_string()))?;
                Ok(Self::Put(name))
            }
            (&Method::DELETE, Target::Unit(name)) => {
                guard::check_name(&name).map_err(|error| Refused::bad_request(error.to_string()))?;
                Ok(Self::Delete(name))
            }
            (_, Target::Unit(_)) => {
                Err(Refused::method("only GET, PUT and DELETE supported against this resource"))
            }
            (&Method::PATCH, Target::Machines) => Ok(Self::Patch),
            (_, Target::Machines) => {
                Err(Refused::method("only GET and PATCH supported against this resource"))
            }
            (_, _) => Err(Refused::method("only GET supported against this resource")),
        }
    }
}

impl Target {
    fn read(path: &str) -> Result<Self, Refused> {
        let rest = path.strip_prefix(PREFIX).ok_or_else(|| unknown(path))?;
        let mut segments = rest.split('/');
        let target = match (segments.next(), segments.next(), segments.next()) {
            (Some("units"), None, None) => Self::Units,
            (Some("state"), None, None) => Self::States,
            (Some("machines"), None, None) => Self::Machines,
            (Some("units"), Some(name), None) => Self::Unit(unit_name(name)?),
            (Some("state"), Some(name), None) => Self::State(unit_name(name)?),
            _ => return Err(unknown(path)),
        };
        Ok(target)
    }
}

/// Decodes one segment, once, and takes it only if it is a unit's name by Fleet's grammar: that leaves no room for
/// slashes, dots alone, control signs or a second encoding.
fn unit_name(segment: &str) -> Result<UnitName, Refused> {
    if let Some(position) = bad_escape(segment) {
        return Err(Refused::bad_request(format!(
            "the unit name in the path has a '%' at sign {position} that is not followed by two hexadecimal digits"
        )));
    }
    let name = percent_decode_str(segment)
        .decode_utf8()
        .map_err(|_| Refused::bad_request("the unit name in the path is not UTF-8"))?;
    UnitName::parse(&name).map_err(|error| Refused::bad_request(error.to_string()))
}

/// Where a '%' stands that two hexadecimal digits do not follow.
pub(super) fn bad_escape(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    bytes
        .iter()
        .enumerate()
        .filter(|(_, byte)| **byte == b'%')
        .map(|(at, _)| at)
        .find(|at| !bytes.get(at + 1..at + 3).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit)))
}

fn unknown(path: &str) -> Refused {
    let shown: String = path.chars().take(80).flat_map(char::escape_default).collect();
    Refused::not_found(format!("{shown} is not passed on. What is: {FORMS}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(method: &str, path: &str) -> Result<Call, u16> {
        Call::read(&Method::from_bytes(method.as_bytes()).unwrap(), path).map_err(|refused| refused.status)
    }

    fn name(text: &str) -> UnitName {
        UnitName::parse(text).unwrap()
    }

    #[test]
    fn what_is_passed_on() {
        assert_eq!(read("GET", "/fleet/v1/units"), Ok(Call::Read(Target::Units)));
        assert_eq!(read("GET", "/fleet/v1/state"), Ok(Call::Read(Target::States)));
        assert_eq!(read("GET", "/fleet/v1/machines"), Ok(Call::Read(Target::Machines)));
        assert_eq!(read("PATCH", "/fleet/v1/machines"), Ok(Call::Patch));
        let unit = name("example:1.0.0@1.service");
        for path in ["/fleet/v1/units/example:1.0.0@1.service", "/fleet/v1/units/example%3A1.0.0%401.service"]
        {
            assert_eq!(read("GET", path), Ok(Call::Read(Target::Unit(unit.clone()))));
            assert_eq!(read("PUT", path), Ok(Call::Put(unit.clone())));
            assert_eq!(read("DELETE", path), Ok(Call::Delete(unit.clone())));
        }
        assert_eq!(
            read("GET", "/fleet/v1/state/a.service"),
            Ok(Call::Read(Target::State(name("a.service"))))
        );
    }

    #[test]
    fn what_is_refused() {
        let cases = [
            ("GET", "/fleet/v1", 404),
            ("GET", "/fleet/v1/", 404),
            ("GET", "/fleet/v1/units/", 400),
            ("GET", "/fleet/v1//units", 404),
            ("GET", "/fleet/v1/units//a.service", 404),
            ("GET", "/fleet/v1/../v1/units", 404),
            ("GET", "/fleet/v1/%2e%2e/units", 404),
            ("GET", "/fleet/v1/units/..", 400),
            ("GET", "/fleet/v1/units/%2e%2e", 400),
            ("GET", "/fleet/v1/units/a%2Fb.service", 400),
            ("GET", "/fleet/v1/units/a%00.service", 400),
            ("GET", "/fleet/v1/units/a%0a.service", 400),
            ("GET", "/fleet/v1/units/a%252Fb.service", 400),
            ("GET", "/fleet/v1/units/a%zz.service", 400),
            ("GET", "/fleet/v1/units/a%.service", 400),
            ("GET", "/fleet/v1/units/a%ff.service", 400),
            ("GET", "/fleet/v1/units/example:1.0.0;rm@1.service", 400),
            ("GET", "/fleet/v1/discovery", 404),
            ("GET", "/fleet/v1/Units", 404),
            ("GET", "/fleet/v2/units", 404),
            ("GET", "/v1-alpha/units", 404),
            ("GET", "/fleet/v1/machines/m1", 404),
            ("PUT", "/fleet/v1/machines", 405),
            ("PATCH", "/fleet/v1/machines/m1", 404),
            ("PATCH", "/fleet/v1/units", 405),
            ("POST", "/fleet/v1/units", 405),
            ("POST", "/fleet/v1/units/a.service", 405),
            ("HEAD", "/fleet/v1/units", 405),
            ("PUT", "/fleet/v1/state/a.service", 405),
            ("get", "/fleet/v1/units", 405),
            ("PUT", "/fleet/v1/units/sshd.service", 400),
            ("DELETE", "/fleet/v1/units/fleet.service", 400),
        ];
        for (method, path, status) in cases {
            assert_eq!(read(method, path), Err(status), "{method} {path}");
        }
    }

    #[test]
    fn a_name_of_257_signs_is_refused() {
        let path = format!("/fleet/v1/units/{}.service", "a".repeat(249));
        assert_eq!(read("PUT", &path), Err(400));
    }
}
