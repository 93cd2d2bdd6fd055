//! An identity provider that says what it is told to say, also what no provider should.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use axum::extract::{Form, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use ring::digest::{SHA256, digest};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use serde_json::{Value, json};
use tokio_util::sync::{CancellationToken, DropGuard};

use crate::harness::{Answer, Client, Setup, TestApp};

pub(crate) const CLIENT_ID: &str = "deck";
pub(crate) const CLIENT_SECRET: &str = "a secret: with signs";
const CALLBACK: &str = "/api/v1/session/oidc/callback";

/// The provider.
#[derive(Clone)]
pub(crate) struct Idp {
    pub(crate) url: String,
    state: Arc<Mutex<Behaviour>>,
    _served: Arc<DropGuard>,
}

/// Changes an answer.
type Change<T> = Box<dyn Fn(&mut T) + Send>;

/// Makes a token of the provider's key and the claims as they should be.
type Forge = Box<dyn Fn(&Key, Value) -> String + Send>;

/// What it does.
struct Behaviour {
    url: String,
    key: Key,
    /// What it publishes, in place of its own key.
    published: Option<Vec<Value>>,
    claims: Value,
    more: Option<Value>,
    forge: Option<Forge>,
    metadata: Option<Change<Value>>,
    /// What it answers in place of something, by path.
    instead: HashMap<&'static str, fn() -> Response>,
    /// What the code was asked for with, by code.
    codes: HashMap<String, HashMap<String, String>>,
    asked: HashMap<String, usize>,
}

/// A key of its own.
pub(crate) struct Key {
    pair: EcdsaKeyPair,
    pub(crate) kid: String,
}

impl Key {
    pub(crate) fn new(kid: &str) -> Self {
        let random = SystemRandom::new();
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).unwrap();
        let pair =
            EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8.as_ref(), &random).unwrap();
        Self { pair, kid: kid.to_owned() }
    }

    pub(crate) fn jwk(&self) -> Value {
        let point = self.pair.public_key().as_ref();
        json!({
            "kty": "EC", "crv": "P-256", "kid": self.kid, "use": "sig",
            "x": URL_SAFE_NO_PAD.encode(&point[1..33]), "y": URL_SAFE_NO_PAD.encode(&point[33..]),
        })
    }

    /// The bytes of the public half, as they are published.
    pub(crate) fn public(&self) -> &[u8] {
        self.pair.public_key().as_ref()
    }

    pub(crate) fn sign(&self, header: &Value, claims: &Value) -> String {
        let message = message(header, claims);
        let signature = self.pair.sign(&SystemRandom::new(), message.as_bytes()).unwrap();
        format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature))
    }

    pub(crate) fn token(&self, claims: &Value) -> String {
        self.sign(&json!({ "alg": "ES256", "kid": self.kid }), claims)
    }
}

/// The part of a token that is signed.
pub(crate) fn message(header: &Value, claims: &Value) -> String {
    format!("{}.{}", URL_SAFE_NO_PAD.encode(header.to_string()), URL_SAFE_NO_PAD.encode(claims.to_string()))
}

impl Idp {
    /// One that does what it should, and signs ada in.
    pub(crate) async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let state = Arc::new(Mutex::new(Behaviour {
            url: url.clone(),
            key: Key::new("one"),
            published: None,
            claims: json!({ "sub": "248289761001", "preferred_username": "ada" }),
            more: None,
            forge: None,
            metadata: None,
            instead: HashMap::new(),
            codes: HashMap::new(),
            asked: HashMap::new(),
        }));
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(metadata))
            .route("/keys", get(keys))
            .route("/token", post(token))
            .route("/userinfo", get(userinfo))
            .with_state(state.clone());
        let stop = CancellationToken::new();
        let served = axum::serve(listener, router).with_graceful_shutdown(stop.clone().cancelled_owned());
        tokio::spawn(served.into_future());
        Self { url, state, _served: Arc::new(stop.drop_guard()) }
    }

    /// A server that knows this provider.
    pub(crate) fn setup(&self, folder: &tempfile::TempDir) -> Setup {
        let secret = folder.path().join("secret");
        std::fs::write(&secret, format!("{CLIENT_SECRET}\n")).unwrap();
        Setup::new()
            .env("QUARTERDECK_PUBLIC_URL", "http://localhost:8080")
            .env("QUARTERDECK_OIDC_ISSUER", &self.url)
            .env("QUARTERDECK_OIDC_CLIENT_ID", CLIENT_ID)
            .env("QUARTERDECK_OIDC_CLIENT_SECRET_FILE", secret.display().to_string())
            .env("QUARTERDECK_OIDC_NAME", "Example ID")
            .env("QUARTERDECK_OIDC_GROUPS_CLAIM", "groups")
    }

    /// What it says of whoever signs in, besides what belongs to the sign-in.
    pub(crate) fn claims(&self, claims: Value) {
        self.state.lock().unwrap().claims = claims;
    }

    /// What it says to whoever asks with the access token.
    pub(crate) fn more(&self, more: Value) {
        self.state.lock().unwrap().more = Some(more);
    }

    /// Makes the ID token in another way: from its key, and from the claims as they should be.
    pub(crate) fn forge(&self, forge: impl Fn(&Key, Value) -> String + Send + 'static) {
        self.state.lock().unwrap().forge = Some(Box::new(forge));
    }

    /// Publishes other keys.
    pub(crate) fn publish(&self, keys: Vec<Value>) {
        self.state.lock().unwrap().published = Some(keys);
    }

    /// Signs with another key from now on, and publishes it.
    pub(crate) fn rotate(&self, kid: &str) {
        self.state.lock().unwrap().key = Key::new(kid);
    }

    /// Says other things of itself.
    pub(crate) fn metadata(&self, change: impl Fn(&mut Value) + Send + 'static) {
        self.state.lock().unwrap().metadata = Some(Box::new(change));
    }

    /// Answers something else at a path.
    pub(crate) fn instead(&self, path: &'static str, answer: fn() -> Response) {
        self.state.lock().unwrap().instead.insert(path, answer);
    }

    /// How often a path was asked.
    pub(crate) fn asked(&self, path: &str) -> usize {
        self.state.lock().unwrap().asked.get(path).copied().unwrap_or(0)
    }

    /// What a person does there: signs in, and comes back with a code.
    pub(crate) fn sign_in(&self, asked: &HashMap<String, String>) -> String {
        let code = format!("code-{}", self.state.lock().unwrap().codes.len());
        self.state.lock().unwrap().codes.insert(code.clone(), asked.clone());
        code
    }
}

/// A browser that signs in: what it was asked to ask, and its cookie.
pub(crate) struct Journey {
    pub(crate) client: Client,
    pub(crate) asked: HashMap<String, String>,
}

impl Journey {
    /// Begins, for this page.
    pub(crate) async fn begin(app: &TestApp, to: &str) -> Self {
        Self::begin_at(app, &format!("/api/v1/session/oidc?to={to}")).await
    }

    /// Begins at this address.
    pub(crate) async fn begin_at(app: &TestApp, address: &str) -> Self {
        let answer = app.nobody().get(address).await;
        assert_eq!(answer.status(), 303, "{}", answer.text());
        let location = reqwest::Url::parse(answer.header("location")).expect("the way to the provider");
        let asked = location.query_pairs().into_owned().collect();
        Self { client: app.nobody().with_cookie(&answer.cookie()), asked }
    }

    /// Comes back from the provider with a code.
    pub(crate) async fn end(&self, idp: &Idp) -> Answer {
        self.end_with(&idp.sign_in(&self.asked), &self.asked["state"]).await
    }

    pub(crate) async fn end_with(&self, code: &str, state: &str) -> Answer {
        self.client.get(&format!("{CALLBACK}?code={code}&state={state}")).await
    }
}

/// The whole way. The answer sends the browser on.
pub(crate) async fn whole(app: &TestApp, idp: &Idp) -> Answer {
    Journey::begin(app, "/units").await.end(idp).await
}

/// The name of what went wrong, as the sign-in page is told; checks that nobody was signed in.
pub(crate) fn problem(answer: &Answer) -> String {
    assert_eq!(answer.status(), 303, "{}", answer.text());
    assert_eq!(answer.header("set-cookie"), "", "nobody is signed in");
    let location = answer.header("location");
    let rest = location.strip_prefix("/sign-in?sso=").unwrap_or_else(|| panic!("let in: {location}"));
    rest.split('&').next().unwrap().to_owned()
}

/// Somebody who was let in, by the answer that does.
pub(crate) fn let_in(app: &TestApp, answer: &Answer) -> Client {
    assert_eq!((answer.status(), answer.header("location")), (303, "/units"), "{}", answer.text());
    app.nobody().with_cookie(&answer.cookie())
}

type Shared = State<Arc<Mutex<Behaviour>>>;

/// What it answers in place of what it should, if it is told to.
fn instead(state: &Shared, path: &'static str) -> Option<Response> {
    let mut state = state.lock().unwrap();
    *state.asked.entry(path.to_owned()).or_default() += 1;
    state.instead.get(path).map(|answer| answer())
}

async fn metadata(state: Shared) -> Response {
    if let Some(answer) = instead(&state, "/.well-known/openid-configuration") {
        return answer;
    }
    let state = state.lock().unwrap();
    let url = &state.url;
    let mut metadata = json!({
        "issuer": url,
        "authorization_endpoint": format!("{url}/authorize"),
        "token_endpoint": format!("{url}/token"),
        "jwks_uri": format!("{url}/keys"),
        "userinfo_endpoint": format!("{url}/userinfo"),
    });
    if let Some(change) = &state.metadata {
        change(&mut metadata);
    }
    Json(metadata).into_response()
}

async fn keys(state: Shared) -> Response {
    if let Some(answer) = instead(&state, "/keys") {
        return answer;
    }
    let state = state.lock().unwrap();
    Json(json!({ "keys": state.published.clone().unwrap_or_else(|| vec![state.key.jwk()]) })).into_response()
}

/// Gives tokens once for each code, to the client that asked, with the verifier and the address that it asked with.
async fn token(state: Shared, headers: HeaderMap, Form(form): Form<HashMap<String, String>>) -> Response {
    if let Some(answer) = instead(&state, "/token") {
        return answer;
    }
    let mut state = state.lock().unwrap();
    let escaped = "a%20secret%3A%20with%20signs";
    let basic = format!("Basic {}", STANDARD.encode(format!("{CLIENT_ID}:{escaped}")));
    let asked = state.codes.remove(&form["code"]);
    let verifier = form.get("code_verifier").map(|text| digest(&SHA256, text.as_bytes()));
    let fits = asked.as_ref().is_some_and(|asked| {
        headers.get(header::AUTHORIZATION).is_some_and(|value| value == basic.as_str())
            && asked["code_challenge_method"] == "S256"
            && verifier.is_some_and(|sum| URL_SAFE_NO_PAD.encode(sum) == asked["code_challenge"])
            && form.get("redirect_uri") == asked.get("redirect_uri")
            && form.get("grant_type").is_some_and(|grant| grant == "authorization_code")
    });
    let Some(asked) = asked.filter(|_| fits) else {
        return (StatusCode::BAD_REQUEST, Json(json!({ "error": "invalid_grant" }))).into_response();
    };
    let now_s = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
    let mut claims = state.claims.clone();
    for (name, value) in [
        ("iss", json!(state.url)),
        ("aud", json!(CLIENT_ID)),
        ("nonce", json!(asked["nonce"])),
        ("iat", json!(now_s)),
        ("exp", json!(now_s + 300)),
    ] {
        claims[name] = value;
    }
    let id_token = match &state.forge {
        Some(forge) => forge(&state.key, claims),
        None => state.key.token(&claims),
    };
    Json(json!({ "token_type": "Bearer", "access_token": "access", "id_token": id_token })).into_response()
}

async fn userinfo(state: Shared, headers: HeaderMap, _: Query<HashMap<String, String>>) -> Response {
    if let Some(answer) = instead(&state, "/userinfo") {
        return answer;
    }
    let state = state.lock().unwrap();
    if headers.get(header::AUTHORIZATION).is_none_or(|value| value != "Bearer access") {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    Json(state.more.clone().unwrap_or_else(|| state.claims.clone())).into_response()
}
