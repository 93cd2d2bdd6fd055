//! How fleetctl puts its calls on the wire, and what it makes of the answers.

use std::io::Read;

use fleet::{ErrorBody, Machine, MachinePage, StatePage, Unit, UnitOption, UnitPage, UnitState};
use reqwest::Method;
use reqwest::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE, USER_AGENT};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// What fleetctl ends with: it prints these words and exits with 1.
pub(super) type Told<T> = Result<T, String>;

/// The connection of one run of fleetctl. Credentials stand in the endpoint and go with every call, unasked.
#[derive(Clone)]
pub(super) struct Wire {
    http: reqwest::Client,
    endpoint: String,
}

/// A unit as fleetctl sends it. Members that are empty are left out; the name is always there.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Sent<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    desired_state: Option<&'a str>,
    name: &'a str,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    options: &'a [UnitOption],
}

impl Wire {
    pub(super) fn new(http: reqwest::Client, endpoint: &str) -> Self {
        Self { http, endpoint: endpoint.to_owned() }
    }

    pub(super) async fn machines(&self) -> Told<Vec<Machine>> {
        self.list("machines", |page: MachinePage| (page.machines, page.next_page_token)).await
    }

    pub(super) async fn units(&self) -> Told<Vec<Unit>> {
        self.list("units", |page: UnitPage| (page.units, page.next_page_token)).await
    }

    pub(super) async fn states(&self) -> Told<Vec<UnitState>> {
        self.list("state", |page: StatePage| (page.states, page.next_page_token)).await
    }

    /// A 404 is a unit that is not there; whatever else is no success ends the run.
    pub(super) async fn unit(&self, name: &str) -> Told<Option<Unit>> {
        let (status, body) = self.send(Method::GET, &item("units", name), None).await?;
        if status == 404 {
            return Ok(None);
        }
        read(status, &body).map(Some)
    }

    /// fleetctl takes a 404 here for an absent state as well, and then looks into it: it crashes.
    pub(super) async fn state(&self, name: &str) -> Told<UnitState> {
        let (status, body) = self.send(Method::GET, &item("state", name), None).await?;
        assert_ne!(status, 404, "fleetctl has crashed: {}", String::from_utf8_lossy(&body));
        read(status, &body)
    }

    /// Makes a unit or replaces its options. No desired state goes with them.
    pub(super) async fn create(&self, name: &str, options: &[UnitOption]) -> Told<()> {
        self.put(&Sent { desired_state: None, name, options }).await
    }

    pub(super) async fn set_target(&self, name: &str, state: &str) -> Told<()> {
        self.put(&Sent { desired_state: Some(state), name, options: &[] }).await
    }

    pub(super) async fn destroy(&self, name: &str) -> Told<()> {
        let (status, body) = self.send(Method::DELETE, &item("units", name), None).await?;
        if status == 404 { Ok(()) } else { done(status, &body) }
    }

    async fn put(&self, unit: &Sent<'_>) -> Told<()> {
        // Go's encoder escapes what would mean something in HTML, and ends with a line break.
        let mut body = fleet::go_json::to_vec(unit).unwrap();
        body.push(b'\n');
        let (status, body) = self.send(Method::PUT, &item("units", unit.name), Some(body)).await?;
        done(status, &body)
    }

    async fn list<T, P: DeserializeOwned>(
        &self,
        list: &str,
        open: impl Fn(P) -> (Vec<T>, Option<String>),
    ) -> Told<Vec<T>> {
        let mut all = Vec::new();
        let mut next = String::new();
        loop {
            let (status, body) = self.send(Method::GET, &format!("{list}?alt=json{next}"), None).await?;
            let (items, token) = open(read(status, &body)?);
            all.extend(items);
            let Some(token) = token else { return Ok(all) };
            next = format!("&nextPageToken={}", token.replace('=', "%3D"));
        }
    }

    async fn send(&self, method: Method, resource: &str, body: Option<Vec<u8>>) -> Told<(u16, Vec<u8>)> {
        let mut request = self
            .http
            .request(method, format!("{}/fleet/v1/{resource}", self.endpoint))
            .header(USER_AGENT, "google-api-go-client/0.5")
            .header(ACCEPT_ENCODING, "gzip");
        if let Some(body) = body {
            request = request.header(CONTENT_TYPE, "application/json").body(body);
        }
        let response = request.send().await.map_err(|error| format!("{error:?}"))?;
        let status = response.status().as_u16();
        let zipped = response.headers().get(CONTENT_ENCODING).map(|value| value.as_bytes() == b"gzip");
        let body = response.bytes().await.map_err(|error| format!("{error:?}"))?;
        match zipped {
            None => Ok((status, body.to_vec())),
            Some(true) => {
                let mut plain = Vec::new();
                flate2::read::GzDecoder::new(&*body).read_to_end(&mut plain).unwrap();
                Ok((status, plain))
            }
            Some(false) => panic!("an encoding that was not asked for"),
        }
    }
}

/// The path of an item, with the name encoded as Go's client does it: a colon stays, an `@` does not.
fn item(resource: &str, name: &str) -> String {
    format!("{resource}/{}?alt=json", name.replace('@', "%40"))
}

fn read<T: DeserializeOwned>(status: u16, body: &[u8]) -> Told<T> {
    done(status, body)?;
    Ok(serde_json::from_slice(body).unwrap())
}

/// What it shows of a failure: the message of Fleet's envelope, or else the whole body.
fn done(status: u16, body: &[u8]) -> Told<()> {
    if (200..300).contains(&status) {
        return Ok(());
    }
    let words = match serde_json::from_slice::<ErrorBody>(body) {
        Ok(envelope) => format!("googleapi: Error {}: {}", envelope.error.code, envelope.error.message),
        Err(_) => {
            format!("googleapi: got HTTP response code {status} with body: {}", String::from_utf8_lossy(body))
        }
    };
    Err(words)
}
