//! Somebody who speaks to the server: a browser with its cookie, a script with its token, or nobody.

use reqwest::header::{self, HeaderMap, HeaderName, HeaderValue};
use reqwest::{Method, StatusCode};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;
use shared::{ApiError, ErrorCode};

/// Somebody.
#[derive(Clone)]
pub(crate) struct Client {
    http: reqwest::Client,
    url: String,
    credentials: HeaderMap,
}

/// What the server said.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Client {
    pub(crate) fn new(url: &str) -> Self {
        // A server would choose it when it starts, but this one may be there before. Fails only if one is chosen.
        let _ = rustls::crypto::ring::default_provider().install_default();
        // A proxy of the environment would be another server than the one under test.
        let http = reqwest::Client::builder()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .unwrap();
        Self { http, url: url.to_owned(), credentials: HeaderMap::new() }
    }

    /// The same over another HTTP client, such as one that trusts a test's certificate.
    pub(crate) fn over(self, http: reqwest::Client) -> Self {
        Self { http, ..self }
    }

    /// The same with a bearer token.
    pub(crate) fn with_token(self, token: &str) -> Self {
        self.with_header(header::AUTHORIZATION, &format!("Bearer {token}"))
    }

    /// The same with this cookie header.
    pub(crate) fn with_cookie(self, cookie: &str) -> Self {
        self.with_header(header::COOKIE, cookie)
    }

    /// The same with a header on every request.
    pub(crate) fn with_header(mut self, name: HeaderName, value: &str) -> Self {
        self.credentials.insert(name, HeaderValue::from_str(value).unwrap());
        self
    }

    /// The value of the cookie header that it sends.
    pub(crate) fn cookie(&self) -> String {
        self.credentials[header::COOKIE].to_str().unwrap().to_owned()
    }

    /// The bearer token that it sends.
    pub(crate) fn bearer(&self) -> String {
        self.credentials[header::AUTHORIZATION].to_str().unwrap().trim_start_matches("Bearer ").to_owned()
    }

    /// Signs in with the code of a one-time link.
    pub(crate) async fn sign_in_with_code(&self, code: &str) -> Self {
        let answer = self.post("/api/v1/session/code", &json!({ "code": code })).await;
        assert_eq!(answer.status(), 200, "{}", answer.text());
        self.clone().with_cookie(&answer.cookie())
    }

    /// Signs in with a password.
    pub(crate) async fn sign_in(&self, name: &str, password: &str) -> Self {
        let answer = self.post("/api/v1/session", &json!({ "name": name, "password": password })).await;
        assert_eq!(answer.status(), 200, "{}", answer.text());
        self.clone().with_cookie(&answer.cookie())
    }

    /// A request to be changed before it is sent with [`Client::send`].
    pub(crate) fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        self.http.request(method, format!("{}{path}", self.url)).headers(self.credentials.clone())
    }

    /// Asks, and gives nothing if no answer comes: of a server that does not speak to everybody.
    pub(crate) async fn try_get(&self, path: &str) -> Option<Answer> {
        Some(Answer::read(self.request(Method::GET, path).send().await.ok()?).await)
    }

    pub(crate) async fn send(&self, request: reqwest::RequestBuilder) -> Answer {
        Answer::read(request.send().await.unwrap()).await
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(self.request(Method::GET, path)).await
    }

    pub(crate) async fn delete(&self, path: &str) -> Answer {
        self.send(self.request(Method::DELETE, path)).await
    }

    pub(crate) async fn post(&self, path: &str, body: &impl Serialize) -> Answer {
        self.send(self.request(Method::POST, path).json(body)).await
    }

    pub(crate) async fn patch(&self, path: &str, body: &impl Serialize) -> Answer {
        self.send(self.request(Method::PATCH, path).json(body)).await
    }

    pub(crate) async fn put(&self, path: &str, body: &impl Serialize) -> Answer {
        self.send(self.request(Method::PUT, path).json(body)).await
    }
}

impl Answer {
    async fn read(response: reqwest::Response) -> Self {
        let (status, headers) = (response.status(), response.headers().clone());
        let body = response.bytes().await.unwrap().to_vec();
        assert_told(&body);
        Self { status, headers, body }
    }

    pub(crate) fn status(&self) -> u16 {
        self.status.as_u16()
    }

    /// A header's value; empty if it is not there.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.body
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    /// The body, which must be JSON of this type, behind a status that says so.
    pub(crate) fn json<T: DeserializeOwned>(&self) -> T {
        assert!(self.status.is_success(), "{}: {}", self.status, self.text());
        assert_eq!(self.header("content-type"), "application/json");
        serde_json::from_slice(&self.body).unwrap()
    }

    /// The error that it tells of, checked for what every error must have.
    pub(crate) fn error(&self) -> ApiError {
        assert!(!self.status.is_success(), "no error: {}: {}", self.status, self.text());
        let error: ApiError = serde_json::from_slice(&self.body)
            .unwrap_or_else(|_| panic!("no error body: {}: {}", self.status, self.text()));
        assert_eq!(error.code.status(), self.status());
        assert_eq!(error.request_id, self.header("x-request-id"));
        assert!(!error.message.is_empty());
        error
    }

    pub(crate) fn code(&self) -> ErrorCode {
        self.error().code
    }

    /// The cookie that it sets first, as it is sent back.
    pub(crate) fn cookie(&self) -> String {
        self.cookies().split("; ").next().unwrap_or_default().to_owned()
    }

    /// All cookies that it sets, as they are sent back.
    pub(crate) fn cookies(&self) -> String {
        let all = self.headers.get_all(header::SET_COOKIE).iter().map(|value| value.to_str().unwrap());
        all.filter_map(|value| value.split(';').next()).collect::<Vec<_>>().join("; ")
    }
}

/// No sentence goes out that is still kept: whoever reads it would see signs instead of words.
#[track_caller]
pub(crate) fn assert_told(body: &[u8]) {
    let text = String::from_utf8_lossy(body);
    assert!(!text.contains(say::KEPT), "this was sent and not said: {text}");
}
