//! A provider's public keys, and what they have signed.
//!
//! Only signatures by a private key are known here: no `none`, and nothing by which whoever can check can also sign. A
//! key is used for its own kind of signature alone, and which key it is must be certain.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL;
use ring::signature::{self, UnparsedPublicKey, VerificationAlgorithm};
use serde::Deserialize;

/// The keys, as the provider publishes them.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct Keys {
    keys: Vec<Key>,
}

/// One key. Kinds that are not known here are read as well, and fit no signature.
#[derive(Debug, Clone, Deserialize)]
struct Key {
    kty: String,
    #[serde(default)]
    kid: Option<String>,
    #[serde(default)]
    alg: Option<String>,
    #[serde(default, rename = "use")]
    used_for: Option<String>,
    #[serde(default)]
    crv: Option<String>,
    #[serde(default)]
    x: Option<String>,
    #[serde(default)]
    y: Option<String>,
    #[serde(default)]
    n: Option<String>,
    #[serde(default)]
    e: Option<String>,
}

/// Why a signature is not taken for the provider's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum Unsigned {
    #[error("it is signed in a way that is not taken here")]
    Algorithm,
    /// The provider may have got another key since its keys were read.
    #[error("the provider has no such key")]
    NoKey,
    #[error("the provider has several keys that it may be signed with")]
    SeveralKeys,
    #[error("its signature is not the provider's")]
    Signature,
}

/// A kind of signature: how it is called, and which keys make it.
struct Kind {
    alg: &'static str,
    kty: &'static str,
    crv: Option<&'static str>,
}

const KINDS: [Kind; 9] = [
    Kind { alg: "RS256", kty: "RSA", crv: None },
    Kind { alg: "RS384", kty: "RSA", crv: None },
    Kind { alg: "RS512", kty: "RSA", crv: None },
    Kind { alg: "PS256", kty: "RSA", crv: None },
    Kind { alg: "PS384", kty: "RSA", crv: None },
    Kind { alg: "PS512", kty: "RSA", crv: None },
    Kind { alg: "ES256", kty: "EC", crv: Some("P-256") },
    Kind { alg: "ES384", kty: "EC", crv: Some("P-384") },
    Kind { alg: "EdDSA", kty: "OKP", crv: Some("Ed25519") },
];

impl Keys {
    /// Checks that the provider has signed this, with the key of that id if one is named.
    pub(super) fn verify(
        &self,
        alg: &str,
        kid: Option<&str>,
        message: &[u8],
        signature: &[u8],
    ) -> Result<(), Unsigned> {
        let kind = KINDS.iter().find(|kind| kind.alg == alg).ok_or(Unsigned::Algorithm)?;
        let fits = |key: &&Key| key.fits(kind) && kid.is_none_or(|kid| key.kid.as_deref() == Some(kid));
        let mut fitting = self.keys.iter().filter(fits);
        let key = match (fitting.next(), fitting.next()) {
            (None, _) => return Err(Unsigned::NoKey),
            (Some(_), Some(_)) => return Err(Unsigned::SeveralKeys),
            (Some(key), None) => key,
        };
        key.verify(kind, message, signature).ok_or(Unsigned::Signature)
    }
}

impl Key {
    fn fits(&self, kind: &Kind) -> bool {
        self.kty == kind.kty
            && (kind.crv.is_none() || self.crv.as_deref() == kind.crv)
            && self.alg.as_deref().is_none_or(|alg| alg == kind.alg)
            && self.used_for.as_deref().is_none_or(|used_for| used_for == "sig")
    }

    fn verify(&self, kind: &Kind, message: &[u8], signature: &[u8]) -> Option<()> {
        let rsa = match kind.alg {
            "RS256" => Some(&signature::RSA_PKCS1_2048_8192_SHA256),
            "RS384" => Some(&signature::RSA_PKCS1_2048_8192_SHA384),
            "RS512" => Some(&signature::RSA_PKCS1_2048_8192_SHA512),
            "PS256" => Some(&signature::RSA_PSS_2048_8192_SHA256),
            "PS384" => Some(&signature::RSA_PSS_2048_8192_SHA384),
            "PS512" => Some(&signature::RSA_PSS_2048_8192_SHA512),
            _ => None,
        };
        if let Some(parameters) = rsa {
            let (n, e) = (part(self.n.as_deref())?, part(self.e.as_deref())?);
            return signature::RsaPublicKeyComponents { n, e }.verify(parameters, message, signature).ok();
        }
        let x = part(self.x.as_deref())?;
        let (algorithm, public): (&'static dyn VerificationAlgorithm, Vec<u8>) = match kind.alg {
            "ES256" => (&signature::ECDSA_P256_SHA256_FIXED, self.point(x, 32)?),
            "ES384" => (&signature::ECDSA_P384_SHA384_FIXED, self.point(x, 48)?),
            "EdDSA" => (&signature::ED25519, x),
            _ => return None,
        };
        UnparsedPublicKey::new(algorithm, public).verify(message, signature).ok()
    }

    /// A point of a curve, uncompressed: both numbers have all their bytes.
    fn point(&self, x: Vec<u8>, bytes: usize) -> Option<Vec<u8>> {
        let y = part(self.y.as_deref())?;
        (x.len() == bytes && y.len() == bytes).then(|| [&[4], &x[..], &y].concat())
    }
}

fn part(text: Option<&str>) -> Option<Vec<u8>> {
    BASE64URL.decode(text?).ok()
}
