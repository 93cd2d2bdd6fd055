//! The query of a list, as Fleet reads it; what Fleet would drop in silence is refused. Pure.

use fleet::{PageToken, PageTokenError};
use percent_encoding::percent_decode_str;

use super::answer::Refused;
use super::pages::PAGE_SIZE;
use super::target::bad_escape;

/// What a list was asked for. Unknown parameters are ignored, as Fleet does (fleetctl always sends `alt=json`).
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Query {
    /// The page, counted from 0.
    pub(super) page: usize,
    /// Only states of this unit.
    pub(super) unit: Option<String>,
    /// Only states on this machine.
    pub(super) machine: Option<String>,
}

impl Query {
    /// Reads it. Of a filter the first value counts, and an empty one is none. A pair that Fleet could not read it would
    /// drop, and the filter with it: that is refused wherever it could have been one of these.
    pub(super) fn read(text: &str) -> Result<Self, Refused> {
        let (mut page, mut unit, mut machine) = (None, None, None);
        for pair in text.split('&').filter(|pair| !pair.is_empty()) {
            if pair.contains(';') {
                return Err(Refused::bad_request(
                    "the query has a ';', at which Fleet would drop the whole pair: write %3B, and '&' between pairs",
                ));
            }
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            match &*decode(name)? {
                "nextPageToken" if page.is_some() => return Err(refused(PageTokenError::Repeated)),
                "nextPageToken" => page = Some(decode(value)?),
                "unitName" => drop(unit.get_or_insert(decode(value)?)),
                "machineID" => drop(machine.get_or_insert(decode(value)?)),
                _ => {}
            }
        }
        let given = |filter: Option<String>| filter.filter(|value| !value.is_empty());
        Ok(Self {
            page: page.map_or(Ok(0), |token| number(&token))?,
            unit: given(unit),
            machine: given(machine),
        })
    }

    /// Whether it asks for all.
    pub(super) fn has_no_filter(&self) -> bool {
        self.unit.is_none() && self.machine.is_none()
    }
}

/// A token names a page of Fleet's own size and nothing else: it stays good whatever changes meanwhile.
fn number(token: &str) -> Result<usize, Refused> {
    let token = PageToken::decode_for(token, PAGE_SIZE).map_err(refused)?;
    Ok(usize::from(token.page).saturating_sub(1))
}

fn refused(error: PageTokenError) -> Refused {
    Refused::bad_request(error.to_string())
}

fn decode(part: &str) -> Result<String, Refused> {
    let shown = || part.chars().take(60).flat_map(char::escape_default).collect::<String>();
    if bad_escape(part).is_some() {
        return Err(Refused::bad_request(format!(
            "the query has a '%' in \"{}\" that is not followed by two hexadecimal digits: write %25",
            shown()
        )));
    }
    percent_decode_str(&part.replace('+', " "))
        .decode_utf8()
        .map(std::borrow::Cow::into_owned)
        .map_err(|_| Refused::bad_request(format!("\"{}\" in the query is not UTF-8", shown())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (usize, Option<String>, Option<String>) {
        let Query { page, unit, machine } = Query::read(text).unwrap();
        (page, unit, machine)
    }

    #[test]
    fn the_query_as_fleet_reads_it() {
        let unit = |name: &str| (0, Some(name.to_owned()), None);
        for (text, expected) in [
            ("", (0, None, None)),
            ("alt=json&x&=y&&", (0, None, None)),
            ("nextPageToken=ZAACAA==", (1, None, None)),
            ("nextPageToken=ZAACAA%3D%3D", (1, None, None)),
            ("unitName=a%40b.service", unit("a@b.service")),
            ("unit%4eame=a.service", unit("a.service")),
            ("unitName=a.service&unitName=c", unit("a.service")),
            ("unitName=a+b", unit("a b")),
            // The first counts, also if it says nothing.
            ("unitName=&unitName=c", (0, None, None)),
            ("unitName", (0, None, None)),
            ("unitName=&machineID=m1", (0, None, Some("m1".into()))),
            // Another parameter.
            ("unitname=a", (0, None, None)),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
        // What nobody reads may be written as it likes, but not hide a name.
        assert_eq!(read("alt=%zz"), (0, None, None));
    }

    #[test]
    fn a_filter_is_never_dropped_in_silence() {
        for (text, part) in [
            ("unitName=x;machineID=y", "';'"),
            ("alt=json;unitName=x", "';'"),
            ("unitName=%ff", "not UTF-8"),
            ("unitName=a%zz", "two hexadecimal digits"),
            ("unitName=a&machineID=%", "two hexadecimal digits"),
            ("unitName=a&unitName=%", "two hexadecimal digits"),
            ("unit%Name=a", "two hexadecimal digits"),
            ("nextPageToken=a&nextPageToken=b", "too many values for page token"),
            ("nextPageToken", "EOF"),
            ("nextPageToken=ZAACAA", "illegal base64 data at input byte 4"),
            ("nextPageToken=ZAAAAA==", "token page must be greater than zero"),
            ("nextPageToken=MgABAA==", "token limit must be 100"),
        ] {
            let refused = Query::read(text).unwrap_err();
            assert_eq!(refused.status, 400, "{text}");
            assert!(refused.message.contains(part), "{text}: {}", refused.message);
        }
    }
}
