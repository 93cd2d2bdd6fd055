//! Telling apart why no answer came, from what lies below reqwest.

use std::error::Error;
use std::io;
use std::iter::successors;
use std::time::Duration;

use rustls::{AlertDescription, CertificateError, InvalidMessage};

use crate::{Endpoint, FleetError, UnreachableCause};

/// Turns a failed exchange into Fleet's error. Neither the URL nor headers get into it.
pub(super) fn classify(
    error: &reqwest::Error,
    asked: &str,
    endpoint: &Endpoint,
    connect_timeout: Duration,
) -> FleetError {
    let unreachable =
        |cause, reason| FleetError::Unreachable { endpoint: endpoint.to_string(), cause, reason };
    if let Some(tls) = find::<rustls::Error>(error) {
        return unreachable(UnreachableCause::Tls, tls_words(tls));
    }
    if error.is_timeout() {
        // Only the connection has a time limit inside reqwest.
        return FleetError::TimedOut { endpoint: endpoint.to_string(), after: connect_timeout, sent: false };
    }
    if error.is_connect() {
        return unreachable(UnreachableCause::Connect, connect_words(error, endpoint));
    }
    match find::<hyper::Error>(error) {
        Some(http) if http.is_parse() => {
            let hint = if endpoint.is_tls() { "" } else { "; if TLS is spoken there, write https://" };
            FleetError::Nonsense {
                what: format!("{asked} was answered with something that is not HTTP{hint}"),
            }
        }
        Some(http) if http.is_incomplete_message() => {
            unreachable(UnreachableCause::Cut, "it closed the connection without a whole answer".to_owned())
        }
        _ => unreachable(UnreachableCause::Cut, format!("the connection was lost ({})", innermost(error))),
    }
}

/// The first error of type `E` among the causes, however often it is wrapped into an [`io::Error`].
fn find<E: Error + 'static>(error: &reqwest::Error) -> Option<&E> {
    causes(error).flat_map(unwrapped).find_map(|cause| cause.downcast_ref())
}

/// `cause`, and what it wraps: `io::Error::source` skips the very error that it holds.
fn unwrapped<'a>(cause: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    successors(Some(cause), |&cause| {
        let inner = cause.downcast_ref::<io::Error>()?.get_ref()?;
        Some(inner as &(dyn Error + 'static))
    })
}

fn causes(error: &reqwest::Error) -> impl Iterator<Item = &(dyn Error + 'static)> {
    successors(error.source(), |&cause| cause.source())
}

pub(super) fn innermost(error: &reqwest::Error) -> String {
    causes(error).last().map_or_else(|| "no reason is known".to_owned(), ToString::to_string)
}

fn connect_words(error: &reqwest::Error, endpoint: &Endpoint) -> String {
    let socket = endpoint.unix_path().is_some();
    match find::<io::Error>(error).map(io::Error::kind) {
        Some(io::ErrorKind::ConnectionRefused) if socket => "nothing listens on the socket".to_owned(),
        Some(io::ErrorKind::ConnectionRefused) => "connection refused, nothing listens there".to_owned(),
        Some(io::ErrorKind::NotFound) if socket => "there is no such socket".to_owned(),
        Some(io::ErrorKind::PermissionDenied) if socket => {
            "this process may not open the socket; see its owner and mode".to_owned()
        }
        _ => innermost(error),
    }
}

fn tls_words(error: &rustls::Error) -> String {
    use rustls::Error as Tls;
    match error {
        // The second: an authority of the same name that was made anew.
        Tls::InvalidCertificate(CertificateError::UnknownIssuer | CertificateError::BadSignature) => {
            "its certificate is signed by nobody whom this machine trusts; give the right CA file".to_owned()
        }
        Tls::InvalidCertificate(
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. },
        ) => "its certificate is made out to another name".to_owned(),
        Tls::InvalidCertificate(CertificateError::Expired | CertificateError::ExpiredContext { .. }) => {
            "its certificate has expired".to_owned()
        }
        Tls::AlertReceived(AlertDescription::CertificateRequired) => {
            "it wants a client certificate; give a certificate and a key file".to_owned()
        }
        Tls::AlertReceived(
            alert @ (AlertDescription::UnknownCA
            | AlertDescription::BadCertificate
            | AlertDescription::CertificateUnknown
            | AlertDescription::CertificateExpired
            | AlertDescription::CertificateRevoked
            | AlertDescription::DecryptError
            | AlertDescription::AccessDenied),
        ) => format!("it does not accept the client certificate ({alert:?})"),
        Tls::InvalidMessage(InvalidMessage::InvalidContentType) => {
            "it does not speak TLS; perhaps http:// is meant".to_owned()
        }
        other => format!("TLS failed: {other}"),
    }
}
