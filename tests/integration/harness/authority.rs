//! Certificates made on the spot: an authority, a server's and clients'.

use std::path::Path;

use rcgen::{CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};

use super::{Client, TestApp};

/// Signs certificates.
pub(crate) struct Authority(CertifiedIssuer<'static, KeyPair>);

/// A certificate with its key.
pub(crate) struct Identity {
    pub(crate) cert: rcgen::Certificate,
    pub(crate) key: KeyPair,
}

impl Authority {
    pub(crate) fn new(name: &str) -> Self {
        let mut params = CertificateParams::new([]).unwrap();
        params.is_ca = IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
        params.distinguished_name.push(DnType::CommonName, name);
        Self(CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap())
    }

    pub(crate) fn pem(&self) -> String {
        self.0.pem()
    }

    /// A certificate of that common name, which is also its one host name.
    pub(crate) fn sign(&self, name: &str) -> Identity {
        self.sign_as(name, |params| params.not_after = rcgen::date_time_ymd(4000, 1, 1))
    }

    /// One that ended long ago.
    pub(crate) fn sign_expired(&self, name: &str) -> Identity {
        self.sign_as(name, |params| params.not_after = rcgen::date_time_ymd(2001, 1, 1))
    }

    fn sign_as(&self, name: &str, change: impl FnOnce(&mut CertificateParams)) -> Identity {
        let mut params = CertificateParams::new([name.to_owned()]).unwrap();
        params.distinguished_name.push(DnType::CommonName, name);
        params.not_before = rcgen::date_time_ymd(2000, 1, 1);
        change(&mut params);
        let key = KeyPair::generate().unwrap();
        Identity { cert: params.signed_by(&key, &self.0).unwrap(), key }
    }
}

impl Identity {
    /// Puts both files into a folder, the key first: whoever looks in between finds a pair that does not fit.
    pub(crate) fn write(&self, cert: &Path, key: &Path) {
        std::fs::write(key, self.key.serialize_pem()).unwrap();
        std::fs::write(cert, self.cert.pem()).unwrap();
    }

    /// Certificate and key in one, as clients take it.
    pub(crate) fn pem(&self) -> String {
        format!("{}{}", self.cert.pem(), self.key.serialize_pem())
    }
}

impl TestApp {
    /// Somebody who comes by TLS to `localhost`, trusts this authority alone, and may show a certificate. Each has
    /// connections of its own.
    pub(crate) fn over_tls(&self, authority: &Authority, identity: Option<&Identity>) -> Client {
        let trusted = reqwest::Certificate::from_pem(authority.pem().as_bytes()).unwrap();
        let mut builder = reqwest::Client::builder()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .tls_certs_only([trusted])
            .resolve("localhost", self.server_address());
        if let Some(identity) = identity {
            builder = builder.identity(reqwest::Identity::from_pem(identity.pem().as_bytes()).unwrap());
        }
        let url = format!("https://localhost:{}", self.server_address().port());
        Client::new(&url).over(builder.build().unwrap())
    }
}
