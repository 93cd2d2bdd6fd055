//! Requests to the proxy: what passes is on the list, in its one form, and means to Fleet what was judged.
//!
//! The input is a request as one writes it: a line with method and target, headers, an empty line, the body.

use anyhow::{Context, Result, bail, ensure};
use fleet::{DesiredState, UnitName, guard};
use fleet_client::offline;
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use server::proxy::{self, Call, Refused, Write};

use super::cluster::CLUSTER;
use super::write;
use super::{names, options, recorded};
use crate::model::{go_json, name as name_model, query, requirements};
use crate::{Target, Verdict};

const WORDS: &[&str] = &[
    "/fleet/v1/units",
    "/fleet/v1/state",
    "/fleet/v1/machines",
    "/v1-alpha",
    "/metrics",
    "/..",
    "/.",
    "//",
    "%2e%2e",
    "%2F",
    "%2f",
    "%00",
    "%0a",
    "%25",
    "%",
    ";x=1",
    "?",
    "#",
    "PUT ",
    "GET ",
    "DELETE ",
    "Content-Type: application/json\n",
    "\n\n",
    "{",
    "}",
    "[",
    "]",
    "\"",
    ":",
    ",",
    "null",
    "\\u0000",
    "\\n",
    "\\ud800",
    "\\\\",
    "\"options\"",
    "\"Options\"",
    "\"desiredState\"",
    "\"launched\"",
    "\"name\"",
    "\"value\"",
    "\"section\"",
];

pub(crate) const TARGET: Target = Target {
    name: "calls",
    about: "the proxy's requests: line, headers, body",
    most_cases: u64::MAX,
    seeds,
    words: WORDS,
    grammar,
    check,
};

fn seeds() -> Vec<Vec<u8>> {
    let written = |request: recorded::Request| {
        let headers: String =
            request.headers.iter().map(|(name, value)| format!("{name}: {value}\n")).collect();
        format!("{} {}\n{headers}\n{}", request.method, request.path, request.body.unwrap_or_default())
            .into_bytes()
    };
    recorded::requests().into_iter().map(written).collect()
}

fn grammar() -> BoxedStrategy<Vec<u8>> {
    let method = prop_oneof![
        6 => Just("PUT"),
        3 => select(&["GET", "DELETE", "PATCH", "POST", "HEAD", "OPTIONS", "put", "FOO"][..])
    ];
    let path = prop_oneof![
        4 => Just("/fleet/v1/units/example:1.0.0@1.service".to_owned()),
        2 => write::unit_name().prop_map(|name| format!("/fleet/v1/units/{}", name.replace('\n', "%0A").replace(' ', "%20"))),
        1 => write::sentence(&["/fleet/v1", "/units", "/state", "/machines", "/", "a.service", "%2e", "..", "%2F", "%40", "example@1", ".service"], 5)
    ];
    let content_type = prop_oneof![
        6 => Just("Content-Type: application/json\n"),
        1 => select(&[
            "", "Content-Type: text/plain\n", "content-type: application/json; charset=utf-8\n", "Content-Type: Application/json\n",
            "Content-Type: application/json\nContent-Type: application/json\n", "Content-Type:  application/json ;x\n",
        ][..])
    ];
    let request = (method, path, content_type, body());
    const PATCH: &str = "PATCH /fleet/v1/machines\nContent-Type: application/json\n\n";
    let patch = vec(operation(), 0..3).prop_map(|changes| format!("{PATCH}[{}]", changes.join(",")));
    prop_oneof![1 => write::bytes(patch), 6 => write::bytes(
        request.prop_map(|(method, path, headers, body)| format!("{method} {path}\n{headers}\n{body}")),
    ) ]
    .boxed()
}

/// A change of a machine's metadata.
fn operation() -> impl Strategy<Value = String> {
    const VALUES: &[&str] = &[
        "",
        r#","value":"eu""#,
        r#","value":{"value":"eu"}"#,
        r#","value":7"#,
        r#","value":"\n""#,
        r#","from":"/""#,
    ];
    let op = select(&["add", "replace", "remove", "test", "Add"][..]);
    let machine = select(&["m1", "m2", "m9", "..", "%2e%2e", "m1/metadata", ""][..]);
    let key = select(&["region", "a.b_c-1", "..", ".", "é", "a/b", ""][..]);
    (op, machine, key, select(VALUES)).prop_map(|(op, machine, key, value)| {
        format!(r#"{{"op":"{op}","path":"/{machine}/metadata/{key}"{value}}}"#)
    })
}

/// JSON, right or nearly so.
fn body() -> impl Strategy<Value = String> {
    let text = prop_oneof![
        3 => write::hostile(write::OPTION_WORDS).prop_map(quoted),
        1 => select(&["\"\\u000a\"", "\"\\ud83d\\ude00\"", "\"\\ud800\"", "\"\\u017f\"", "null", "1", "[]", "{}", "\"a\\/b\""][..]).prop_map(str::to_owned)
    ];
    let option = write::option().prop_map(|option| {
        let [section, name, value] = [option.section, option.name, option.value].map(quoted);
        format!(r#"{{"section":{section},"name":{name},"value":{value}}}"#)
    });
    let odd = (select(&["section", "name", "value", "Name", "VALUE", "x", "\\u006eame"][..]), text.clone())
        .prop_map(|(member, text)| format!(r#"{{"section":"Service","name":"A","{member}":{text}}}"#));
    let item = prop_oneof![12 => option, 1 => odd, 1 => select(&["null", "{}", "[\"Service\",\"A\",\"b\"]", "7"][..]).prop_map(str::to_owned)];
    let options = vec(item, 0..4).prop_map(|items| format!(r#""options":[{}]"#, items.join(",")));
    let state = select(&["launched", "loaded", "inactive", "", "bogus", "Launched"][..]);
    let state = state.prop_map(|state| format!(r#""desiredState":"{state}""#));
    let member = prop_oneof![
        6 => options,
        6 => state,
        1 => (select(&["name", "desiredState", "DesiredState", "option\\u0073", "currentState", "machineID", "de\u{17f}iredState", "y"][..]), text)
            .prop_map(|(member, text)| format!(r#""{member}":{text}"#))
    ];
    let tail = prop_oneof![9 => Just(""), 1 => select(&["\n", " {}", "x", ",", "\0"][..])];
    (vec(member, 0..4), tail).prop_map(|(members, tail)| format!("{{{}}}{tail}", members.join(",")))
}

fn quoted(text: String) -> String {
    let mut quoted = String::from("\"");
    for sign in text.chars() {
        match sign {
            '"' | '\\' => quoted.extend(['\\', sign]),
            '\n' => quoted += "\\n",
            sign if sign < ' ' => quoted += &format!("\\u{:04x}", u32::from(sign)),
            sign => quoted.push(sign),
        }
    }
    quoted + "\""
}

/// A request, in its parts.
struct Request<'a> {
    method: Method,
    path: String,
    headers: HeaderMap,
    body: &'a [u8],
}

fn check(input: &[u8]) -> Result<Verdict> {
    // What is no request is stopped by the HTTP library.
    let Some(request) = Request::read(input) else { return Ok(Verdict::Refused) };
    let call = match Call::read(&request.method, &request.path) {
        Ok(call) => call,
        Err(refused) => {
            check_refusal(&refused)?;
            let form = passes(&request.method, &request.path);
            ensure!(form.is_none(), "{} {} is refused: {refused}", request.method, request.path);
            return Ok(Verdict::Refused);
        }
    };
    let form = passes(&request.method, &request.path);
    let name = form.with_context(|| format!("{} {} passes as {call:?}", request.method, request.path))?;
    let taken = match &call {
        Call::Put(name) | Call::Delete(name) => Some(name),
        Call::Read(proxy::Target::Unit(name) | proxy::Target::State(name)) => Some(name),
        _ => None,
    };
    ensure!(taken.map(UnitName::as_str) == name.as_deref(), "{} is {call:?}", request.path);
    if let Some(name) = taken {
        names::check_segment(name)?;
    }
    match &call {
        Call::Put(name) => check_body(name, &request),
        Call::Patch => check_patch(&request),
        _ => Ok(Verdict::Taken),
    }
}

impl<'a> Request<'a> {
    fn read(input: &'a [u8]) -> Option<Self> {
        let end = input.windows(2).position(|pair| pair == b"\n\n");
        let (head, body) = end.map_or((input, &[][..]), |end| (&input[..end], &input[end + 2..]));
        let head = std::str::from_utf8(head).ok()?;
        let mut lines = head.split('\n');
        let (method, target) = lines.next()?.split_once(' ')?;
        let method = Method::from_bytes(method.as_bytes()).ok()?;
        let path = target.split('?').next()?.to_owned();
        let mut headers = HeaderMap::new();
        for (name, value) in lines.filter_map(|line| line.split_once(':')) {
            let name = HeaderName::from_bytes(name.as_bytes()).ok()?;
            headers.append(name, HeaderValue::from_bytes(value.trim_matches([' ', '\t']).as_bytes()).ok()?);
        }
        Some(Self { method, path, headers, body })
    }
}

/// Whether method and path are on the list; and the unit's name if the path has one.
fn passes(method: &Method, path: &str) -> Option<Option<String>> {
    if path == "/fleet/v1/machines" && method == Method::PATCH {
        return Some(None);
    }
    if ["/fleet/v1/units", "/fleet/v1/state", "/fleet/v1/machines"].contains(&path) {
        return (method == Method::GET).then_some(None);
    }
    let (is_unit, segment) = match path.strip_prefix("/fleet/v1/units/") {
        Some(segment) => (true, segment),
        None => (false, path.strip_prefix("/fleet/v1/state/")?),
    };
    if segment.contains('/') {
        return None;
    }
    let name = String::from_utf8(query::percent_decoded(segment.as_bytes())?).ok()?;
    if name_model::complaint(&name).is_some() {
        return None;
    }
    let may = match *method {
        Method::GET => true,
        Method::PUT | Method::DELETE => {
            is_unit && UnitName::parse(&name).is_ok_and(|name| guard::check_name(&name).is_ok())
        }
        _ => false,
    };
    may.then_some(Some(name))
}

fn check_body(name: &UnitName, request: &Request<'_>) -> Result<Verdict> {
    let write = match proxy::read_write(name, &request.headers, request.body) {
        Ok(write) => write,
        Err(refused) => {
            check_refusal(&refused)?;
            return Ok(Verdict::Refused);
        }
    };
    let types: Vec<&HeaderValue> = request.headers.get_all("content-type").iter().collect();
    let is_json = matches!(types[..], [only] if only.as_bytes().split(|byte| *byte == b';').next().unwrap_or_default().trim_ascii() == b"application/json");
    ensure!(is_json, "taken as {types:?}");
    let (judged, desired) = match &write {
        Write::Options { options, desired } => (options.as_slice(), *desired),
        Write::Desired(desired) => (&[][..], Some(*desired)),
    };
    // The client's own bytes are not sent; but a body that Fleet reads otherwise is no honest one.
    let heard = go_json::meaning(request.body);
    let Ok(heard) = heard else { bail!("taken, and Fleet says {heard:?}") };
    ensure!(heard.name.is_empty() || heard.name == name.as_str(), "it names {}", heard.name);
    ensure!(heard.options == judged, "judged {judged:?}, and Fleet reads {:?}", heard.options);
    let state = desired.map_or("", DesiredState::as_str);
    ensure!(heard.desired_state == state, "judged {state:?}, and Fleet reads {:?}", heard.desired_state);
    ensure!(!name.is_template() || matches!(state, "" | "inactive"), "a template is to be {state}");

    let is_empty = judged.is_empty();
    ensure!(!is_empty || matches!(write, Write::Desired(_)), "a write of no options");
    let state = desired.unwrap_or(DesiredState::Inactive);
    let sent = offline::put_body(state, (!is_empty).then_some(judged));
    let meant = go_json::Meaning {
        name: String::new(),
        desired_state: state.as_str().to_owned(),
        options: judged.to_vec(),
    };
    ensure!(
        go_json::meaning(&sent).as_ref() == Ok(&meant),
        "sent {}, which means something else",
        sent.escape_ascii()
    );
    options::check_sent(judged)?;
    let complaint = requirements::complaint(&requirements::read(judged, |value| value));
    ensure!(complaint.is_none(), "sent, and Fleet would say {complaint:?} if it looked");
    Ok(Verdict::Taken)
}

/// Changes of metadata: each is about a machine that the cluster has, and about one key, which does not climb.
fn check_patch(request: &Request<'_>) -> Result<Verdict> {
    let changes = match proxy::read_patch(&request.headers, request.body) {
        Ok(changes) => changes,
        Err(refused) => {
            check_refusal(&refused)?;
            return Ok(Verdict::Refused);
        }
    };
    for change in &changes {
        let key = change.key.as_str();
        let is_plain = key.chars().all(|sign| sign.is_ascii_alphanumeric() || "._-".contains(sign));
        ensure!(is_plain && !matches!(key, "" | "." | ".."), "{key:?} is no key");
        let value = change.value.as_ref().map(|value| value.as_str());
        ensure!(
            !value.is_some_and(|value| value.is_empty() || value.contains(char::is_control)),
            "{value:?} is no value"
        );
    }
    let known = |id: &fleet::MachineId| CLUSTER.machines.contains_key(id);
    let may_go = proxy::check_machines(&changes, known, CLUSTER.machines.keys()).is_ok();
    ensure!(may_go == changes.iter().all(|change| known(&change.machine)), "{changes:?} may go: {may_go}");
    Ok(Verdict::of(may_go))
}

/// A refusal is the caller's fault, and says so.
fn check_refusal(refused: &Refused) -> Result<()> {
    ensure!((400..500).contains(&refused.status), "refused with {}", refused.status);
    ensure!(!refused.message.is_empty(), "refused without a word");
    Ok(())
}
