//! One request, one answer: connections, time limits, and the size limit of answers.
//!
//! Nothing here retries, and nothing here knows what the resources mean.

mod failure;
mod tls;

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderValue};
use reqwest::{Client, Method, Request, Response};
use tokio::time::timeout;

use crate::answer::Answer;
use crate::text::message;
use crate::{ClientConfig, ConfigError, Endpoint, FleetError};

/// The longest answer that is read. A page of a hundred units with the longest options that Quarterdeck
/// itself would ever send has about 26 MiB.
const ANSWER_MAX: usize = 32 << 20;

/// Shorter than what servers and balancers commonly keep an idle connection for, so that a write hardly ever
/// meets a connection that is just being closed.
const IDLE_CONNECTION: Duration = Duration::from_secs(15);

/// The way to one Fleet.
pub(crate) struct Transport {
    client: Client,
    endpoint: Endpoint,
    connect_timeout: Duration,
    request_timeout: Duration,
    sent: AtomicU64,
}

impl Transport {
    pub(crate) fn new(config: &ClientConfig) -> Result<Self, ConfigError> {
        tls::install_crypto_provider();
        let builder = Client::builder()
            .user_agent(concat!("quarterdeck/", env!("CARGO_PKG_VERSION")))
            // Whoever redirects a write or is named in a variable is not Fleet.
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .retry(reqwest::retry::never())
            .http1_only()
            .connect_timeout(config.connect_timeout)
            .pool_idle_timeout(IDLE_CONNECTION);
        let builder = match config.endpoint.unix_path() {
            Some(path) => builder.unix_socket(path),
            None => builder,
        };
        let client = tls::configure(builder, config)?
            .build()
            .map_err(|error| ConfigError::Tls(failure::innermost(&error)))?;
        Ok(Self {
            client,
            endpoint: config.endpoint.clone(),
            connect_timeout: config.connect_timeout,
            request_timeout: config.request_timeout,
            sent: AtomicU64::new(0),
        })
    }

    pub(crate) fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    /// How many requests were begun, whatever became of them.
    pub(crate) fn requests_sent(&self) -> u64 {
        self.sent.load(Ordering::Relaxed)
    }

    /// Sends one request for `resource` below `/fleet/v1`, and reads the whole answer.
    pub(crate) async fn exchange(
        &self,
        method: Method,
        resource: &str,
        body: Option<Vec<u8>>,
    ) -> Result<Answer, FleetError> {
        let asked = format!("{method} /fleet/v1/{resource}");
        let request = self.request(method, resource, body, &asked)?;
        self.sent.fetch_add(1, Ordering::Relaxed);
        match timeout(self.request_timeout, self.perform(request, &asked)).await {
            Ok(result) => result,
            Err(_) => Err(FleetError::TimedOut {
                endpoint: self.endpoint.to_string(),
                after: self.request_timeout,
                sent: true,
            }),
        }
    }

    fn request(
        &self,
        method: Method,
        resource: &str,
        body: Option<Vec<u8>>,
        asked: &str,
    ) -> Result<Request, FleetError> {
        let impossible =
            || FleetError::Nonsense { what: format!("{asked} cannot be asked: its URL is not clean") };
        let url = self.endpoint.url(resource).ok_or_else(impossible)?;
        let json = HeaderValue::from_static("application/json");
        let mut builder = self.client.request(method, url).header(ACCEPT, json.clone());
        if let Some(credentials) = self.endpoint.credentials() {
            builder = builder.basic_auth(&credentials.user, credentials.password.as_deref());
        }
        if let Some(body) = body {
            builder = builder.header(CONTENT_TYPE, json).body(body);
        }
        builder.build().map_err(|_| impossible())
    }

    async fn perform(&self, request: Request, asked: &str) -> Result<Answer, FleetError> {
        let fail =
            |error: reqwest::Error| failure::classify(&error, asked, &self.endpoint, self.connect_timeout);
        let mut response = self.client.execute(request).await.map_err(fail)?;
        let too_long = || FleetError::Nonsense {
            what: format!("{asked} was answered with more than {} MiB", ANSWER_MAX >> 20),
        };
        let announced = response.content_length().unwrap_or(0);
        if announced > ANSWER_MAX as u64 {
            return Err(too_long());
        }
        let mut body = Vec::with_capacity(usize::try_from(announced).unwrap_or(0));
        while let Some(chunk) = response.chunk().await.map_err(fail)? {
            if body.len() + chunk.len() > ANSWER_MAX {
                return Err(too_long());
            }
            body.extend_from_slice(&chunk);
        }
        Ok(answer(asked, &response, body))
    }
}

fn answer(asked: &str, response: &Response, body: Vec<u8>) -> Answer {
    let text = |name| response.headers().get(name).and_then(|value| value.to_str().ok()).map(message);
    Answer {
        asked: asked.to_owned(),
        status: response.status().as_u16(),
        server: text("server"),
        location: text("location"),
        content_type: text("content-type"),
        body,
    }
}
