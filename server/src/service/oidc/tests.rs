//! What a token must be, and what it must not.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL;
use ring::hmac;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair};
use serde_json::{Value, json};

use super::keys::{Keys, Unsigned};
use super::token::{Claims, Expected, Unbelieved, verify};

const NOW_S: i64 = 1_790_000_000;
const EXPECTED: Expected<'_> =
    Expected { issuer: "https://id.example.org", client_id: "deck", nonce: "nonce", now_s: NOW_S };

/// A provider's key.
struct Signer {
    pair: EcdsaKeyPair,
    kid: &'static str,
}

impl Signer {
    fn new(kid: &'static str) -> Self {
        let random = SystemRandom::new();
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).unwrap();
        let pair =
            EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8.as_ref(), &random).unwrap();
        Self { pair, kid }
    }

    fn jwk(&self) -> Value {
        let point = self.pair.public_key().as_ref();
        let (x, y) = (BASE64URL.encode(&point[1..33]), BASE64URL.encode(&point[33..]));
        json!({ "kty": "EC", "crv": "P-256", "kid": self.kid, "use": "sig", "x": x, "y": y })
    }

    fn sign(&self, header: &Value, claims: &Value) -> String {
        let message = message(header, claims);
        let signature = self.pair.sign(&SystemRandom::new(), message.as_bytes()).unwrap();
        format!("{message}.{}", BASE64URL.encode(signature))
    }

    fn token(&self, claims: &Value) -> String {
        self.sign(&json!({ "alg": "ES256", "kid": self.kid, "typ": "JWT" }), claims)
    }
}

fn message(header: &Value, claims: &Value) -> String {
    format!("{}.{}", BASE64URL.encode(header.to_string()), BASE64URL.encode(claims.to_string()))
}

fn keys(all: &[Value]) -> Keys {
    serde_json::from_value(json!({ "keys": all })).unwrap()
}

fn claims() -> Value {
    json!({
        "iss": "https://id.example.org", "aud": "deck", "sub": "248289761001", "nonce": "nonce",
        "iat": NOW_S - 5, "exp": NOW_S + 300, "preferred_username": "ada",
    })
}

/// The claims with one of them another.
fn with(claim: &str, value: Value) -> Value {
    let mut claims = claims();
    claims[claim] = value;
    claims
}

fn without(claim: &str) -> Value {
    let mut claims = claims();
    claims.as_object_mut().unwrap().remove(claim);
    claims
}

fn ask(token: &str, keys: &Keys) -> Result<Claims, Unbelieved> {
    verify(token, keys, EXPECTED)
}

#[test]
fn a_good_token_is_believed() {
    let signer = Signer::new("one");
    let keys = keys(&[signer.jwk()]);
    let believed = ask(&signer.token(&claims()), &keys).unwrap();
    assert_eq!(believed.subject, "248289761001");
    assert_eq!(believed.others["preferred_username"], "ada");
    for good in [
        with("aud", json!(["deck"])),
        with("azp", json!("deck")),
        with("nbf", json!(NOW_S)),
        with("exp", json!(NOW_S - 59)),
        with("iat", json!(NOW_S + 59)),
    ] {
        assert!(ask(&signer.token(&good), &keys).is_ok(), "{good}");
    }
    // Without a kid it is clear as long as there is one key.
    let unnamed = signer.sign(&json!({ "alg": "ES256" }), &claims());
    assert!(ask(&unnamed, &keys).is_ok());
}

#[test]
fn every_claim_must_be_right() {
    let signer = Signer::new("one");
    let keys = keys(&[signer.jwk()]);
    for (claim, wrong) in [
        ("iss", with("iss", json!("https://evil.example.org"))),
        ("iss", with("iss", json!("https://id.example.org/"))),
        ("aud", with("aud", json!("another"))),
        ("aud", with("aud", json!(["deck", "another"]))),
        ("aud", with("aud", json!([]))),
        ("azp", with("azp", json!("another"))),
        ("exp", with("exp", json!(NOW_S - 60))),
        ("exp", with("exp", json!(i64::MIN))),
        ("iat", with("iat", json!(NOW_S + 61))),
        ("nbf", with("nbf", json!(NOW_S + 61))),
        ("nonce", with("nonce", json!("another"))),
        ("nonce", without("nonce")),
        ("sub", with("sub", json!(""))),
        ("sub", with("sub", json!("x".repeat(256)))),
    ] {
        let Err(Unbelieved::Claim { claim: said, .. }) = ask(&signer.token(&wrong), &keys) else {
            panic!("believed, or for another reason not: {wrong}");
        };
        assert_eq!(said, claim, "{wrong}");
    }
    for claim in ["iss", "aud", "sub", "exp", "iat"] {
        assert_eq!(ask(&signer.token(&without(claim)), &keys), Err(Unbelieved::Unreadable), "{claim}");
    }
    for wrong in [with("exp", json!("never")), with("aud", json!({ "deck": true })), with("sub", json!(7))] {
        assert_eq!(ask(&signer.token(&wrong), &keys), Err(Unbelieved::Unreadable), "{wrong}");
    }
}

#[test]
fn of_a_claim_that_stands_there_twice_none_is_chosen() {
    let signer = Signer::new("one");
    let twice = claims().to_string().replacen('{', r#"{"sub":"root","#, 1);
    let head = BASE64URL.encode(json!({ "alg": "ES256", "kid": "one" }).to_string());
    let message = format!("{head}.{}", BASE64URL.encode(twice));
    let signature = signer.pair.sign(&SystemRandom::new(), message.as_bytes()).unwrap();
    let token = format!("{message}.{}", BASE64URL.encode(signature));
    assert_eq!(ask(&token, &keys(&[signer.jwk()])), Err(Unbelieved::Unreadable));
}

#[test]
fn nothing_but_the_providers_own_key_signs() {
    let (one, two) = (Signer::new("one"), Signer::new("two"));
    let unsigned = |token: &str, keys: &Keys| match ask(token, keys) {
        Err(Unbelieved::Unsigned(why)) => why,
        other => panic!("{other:?}"),
    };
    let published = keys(&[one.jwk()]);
    let claims = claims();

    // No signature at all, in every spelling.
    for alg in ["none", "None", "NONE", ""] {
        let token = format!("{}.", message(&json!({ "alg": alg }), &claims));
        assert_eq!(unsigned(&token, &published), Unsigned::Algorithm, "{alg}");
    }
    // The public key taken for a password.
    let jwk = one.jwk();
    for secret in [one.pair.public_key().as_ref(), jwk.to_string().as_bytes(), b"secret"] {
        let message = message(&json!({ "alg": "HS256", "kid": "one" }), &claims);
        let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, secret), message.as_bytes());
        let token = format!("{message}.{}", BASE64URL.encode(tag));
        assert_eq!(unsigned(&token, &published), Unsigned::Algorithm);
    }
    // Another key under the published one's name, and a published one's signature under another's.
    let forged = two.sign(&json!({ "alg": "ES256", "kid": "one" }), &claims);
    assert_eq!(unsigned(&forged, &published), Unsigned::Signature);
    assert_eq!(unsigned(&two.token(&claims), &published), Unsigned::NoKey);
    let both = keys(&[one.jwk(), two.jwk()]);
    let confused = one.sign(&json!({ "alg": "ES256", "kid": "two" }), &claims);
    assert_eq!(unsigned(&confused, &both), Unsigned::Signature);
    // A key that comes with the token is nobody's.
    let own =
        two.sign(&json!({ "alg": "ES256", "jwk": two.jwk(), "jku": "https://evil.example.org" }), &claims);
    assert_eq!(unsigned(&own, &published), Unsigned::Signature);
    // Which key it is must be certain.
    assert_eq!(unsigned(&one.sign(&json!({ "alg": "ES256" }), &claims), &both), Unsigned::SeveralKeys);
    assert_eq!(unsigned(&one.token(&claims), &keys(&[one.jwk(), one.jwk()])), Unsigned::SeveralKeys);
    assert_eq!(unsigned(&one.token(&claims), &keys(&[])), Unsigned::NoKey);
    // A key for something else is none.
    for (member, value) in
        [("use", "enc"), ("alg", "ES384"), ("crv", "P-384"), ("kty", "RSA"), ("kty", "oct")]
    {
        let mut jwk = one.jwk();
        jwk[member] = json!(value);
        assert_eq!(unsigned(&one.token(&claims), &keys(&[jwk])), Unsigned::NoKey, "{member}");
    }
    for alg in ["RS256", "ES384", "EdDSA"] {
        let token = one.sign(&json!({ "alg": alg, "kid": "one" }), &claims);
        assert_eq!(unsigned(&token, &published), Unsigned::NoKey, "{alg}");
    }
    // Changed on the way.
    let token = one.token(&claims);
    let (head, rest) = token.split_once('.').unwrap();
    let signature = rest.rsplit_once('.').unwrap().1;
    let other = BASE64URL.encode(with("sub", json!("root")).to_string());
    assert_eq!(unsigned(&format!("{head}.{other}.{signature}"), &published), Unsigned::Signature);
}

#[test]
fn a_broken_key_or_token_is_refused_and_nothing_else() {
    let signer = Signer::new("one");
    for (member, value) in [("x", json!("")), ("x", json!("AA")), ("y", json!("???")), ("y", json!(null))] {
        let mut jwk = signer.jwk();
        jwk[member] = value;
        let why = ask(&signer.token(&claims()), &keys(&[jwk]));
        assert_eq!(why, Err(Unbelieved::Unsigned(Unsigned::Signature)), "{member}");
    }
    let published = keys(&[signer.jwk()]);
    let good = signer.token(&claims());
    for token in
        ["", ".", "..", "a.b.c", &good[..good.len() - 4], &format!("{good}=="), &good.replacen('.', "..", 1)]
    {
        assert!(ask(token, &published).is_err(), "{token}");
    }
    let strange = [
        json!({ "alg": "ES256", "kid": "one", "crit": ["exp"] }),
        json!({ "alg": "ES256", "kid": "one", "typ": "at+jwt" }),
    ];
    for header in strange {
        let why = ask(&signer.sign(&header, &claims()), &published);
        assert!(matches!(why, Err(Unbelieved::Claim { .. })), "{header}: {why:?}");
    }
}

#[test]
fn an_edwards_key_signs_as_well() {
    let pkcs8 = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).unwrap();
    let pair = Ed25519KeyPair::from_pkcs8(pkcs8.as_ref()).unwrap();
    let x = BASE64URL.encode(pair.public_key().as_ref());
    let published = keys(&[json!({ "kty": "OKP", "crv": "Ed25519", "x": x })]);
    let message = message(&json!({ "alg": "EdDSA" }), &claims());
    let token = format!("{message}.{}", BASE64URL.encode(pair.sign(message.as_bytes())));
    assert!(ask(&token, &published).is_ok());
}
