//! Asks the provider: with a limit on time and on bytes, and never anybody that it sends us on to.

use std::path::Path;
use std::time::Duration;

use reqwest::redirect::Policy;
use reqwest::{Certificate, Client, Method, RequestBuilder};
use serde::de::DeserializeOwned;

use crate::error::{Error, Result};

/// For one request, to its last byte. Three of them fit into the time of an answer to a browser.
const TIMEOUT: Duration = Duration::from_secs(8);
/// Far more than any provider's keys take.
const MOST_BYTES: usize = 256 * 1024;

/// Why there is no answer. Says nothing of what was sent.
#[derive(Debug, thiserror::Error)]
pub(super) enum NoAnswer {
    #[error("the provider can't be reached at {at}")]
    Unreachable { at: String },
    #[error("the provider answers {status} at {at}")]
    Status { at: String, status: u16 },
    #[error("the provider's answer at {at} has more than {MOST_BYTES} bytes")]
    TooLong { at: String },
    #[error("the provider's answer at {at} can't be read")]
    Unreadable { at: String },
}

/// The connection to the provider.
#[derive(Debug, Clone)]
pub(super) struct Fetcher(Client);

impl Fetcher {
    /// Trusts the system's authorities, or the one of that file alone.
    pub(super) fn new(ca_file: Option<&Path>) -> Result<Self> {
        // What the environment says of proxies is not the configuration.
        let mut builder = Client::builder().no_proxy().redirect(Policy::none()).timeout(TIMEOUT);
        if let Some(path) = ca_file {
            let useless = |why: String| {
                Error::internal(format!("QUARTERDECK_OIDC_CA_FILE ({}) can't be used: {why}", path.display()))
            };
            let pem = std::fs::read(path).map_err(|error| useless(error.to_string()))?;
            let authorities =
                Certificate::from_pem_bundle(&pem).map_err(|error| useless(error.to_string()))?;
            if authorities.is_empty() {
                return Err(useless("it holds no certificate in PEM form".to_owned()));
            }
            builder = builder.tls_certs_only(authorities);
        }
        builder.build().map(Self).map_err(Error::internal)
    }

    pub(super) fn request(&self, method: Method, url: &str) -> RequestBuilder {
        self.0.request(method, url).header("accept", "application/json")
    }

    /// Sends it, and reads the answer as JSON. `at` is the address without anything secret, for the log.
    pub(super) async fn json<T: DeserializeOwned>(
        &self,
        request: RequestBuilder,
        at: &str,
    ) -> Result<T, NoAnswer> {
        let at = || at.to_owned();
        let mut response = request.send().await.map_err(|_| NoAnswer::Unreachable { at: at() })?;
        let status = response.status();
        if !status.is_success() {
            return Err(NoAnswer::Status { at: at(), status: status.as_u16() });
        }
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|_| NoAnswer::Unreachable { at: at() })? {
            if body.len() + chunk.len() > MOST_BYTES {
                return Err(NoAnswer::TooLong { at: at() });
            }
            body.extend_from_slice(&chunk);
        }
        serde_json::from_slice(&body).map_err(|_| NoAnswer::Unreadable { at: at() })
    }
}
