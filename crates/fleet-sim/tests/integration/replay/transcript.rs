//! The file of recorded requests and answers.

use std::time::Duration;

use serde::Deserialize;

const TRANSCRIPTS: &str =
    include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/fixtures/fleet-transcripts.jsonl"));

/// One line of the file.
pub(super) enum Record {
    Case(Case),
    Step(Request),
    Pause(Duration),
}

/// A request whose answer counts.
pub(super) struct Case {
    pub(super) id: String,
    pub(super) group: String,
    pub(super) note: String,
    pub(super) request: Request,
    pub(super) response: Response,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Request {
    pub(super) method: String,
    pub(super) path: String,
    headers: Vec<(String, String)>,
    body: Option<String>,
    /// Whether it was repeated until the answer was the recorded one.
    #[serde(default)]
    pub(super) poll: bool,
    #[serde(default = "yes")]
    host: bool,
    #[serde(default = "http_1_1")]
    version: String,
}

#[derive(Deserialize)]
pub(super) struct Response {
    /// `None` if the connection was closed without an answer.
    pub(super) status: Option<u16>,
    #[serde(default)]
    pub(super) headers: std::collections::BTreeMap<String, String>,
    #[serde(default)]
    pub(super) body: Option<String>,
}

/// A line before it is known what it is.
#[derive(Deserialize)]
struct Line {
    id: String,
    group: String,
    #[serde(default)]
    note: String,
    #[serde(default)]
    step: bool,
    pause_s: Option<f64>,
    request: Option<Request>,
    response: Option<Response>,
}

/// All lines, in order.
pub(super) fn read() -> impl Iterator<Item = Record> {
    TRANSCRIPTS.lines().map(|line| {
        let line: Line = serde_json::from_str(line).unwrap();
        match line {
            Line { pause_s: Some(seconds), .. } => Record::Pause(Duration::from_secs_f64(seconds)),
            Line { step: true, request, .. } => Record::Step(request.unwrap()),
            Line { id, group, note, request, response, .. } => {
                Record::Case(Case { id, group, note, request: request.unwrap(), response: response.unwrap() })
            }
        }
    })
}

impl Request {
    /// What goes over the wire: nothing is escaped or completed that was not so then.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let mut head = format!("{} {} HTTP/{}\r\n", self.method, self.path, self.version);
        if self.host {
            head.push_str("Host: test\r\n");
        }
        for (name, value) in &self.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        let has = |name: &str| self.headers.iter().any(|(header, _)| header.eq_ignore_ascii_case(name));
        if let Some(body) = &self.body
            && !has("Content-Length")
            && !has("Transfer-Encoding")
        {
            head.push_str(&format!("Content-Length: {}\r\n", body.len()));
        }
        if !has("Connection") {
            head.push_str("Connection: close\r\n");
        }
        head.push_str("\r\n");
        [head.as_bytes(), self.body.as_deref().unwrap_or_default().as_bytes()].concat()
    }
}

fn yes() -> bool {
    true
}

fn http_1_1() -> String {
    "1.1".to_owned()
}
