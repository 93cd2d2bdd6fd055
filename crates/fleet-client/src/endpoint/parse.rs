//! Reading an endpoint as people write it, and saying what to write when it cannot be read.

use std::os::unix::ffi::OsStrExt as _;
use std::path::PathBuf;

use percent_encoding::percent_decode_str;
use reqwest::Url;

use super::{Address, Credentials, Endpoint};

/// The longest path of a unix socket that the kernel takes (`sun_path`, less the closing NUL).
const SOCKET_PATH_MAX: usize = 107;

/// Why a text is not an endpoint. `Display` says what to write instead; it never repeats user info.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EndpointError {
    /// Nothing was given.
    #[error("no endpoint of Fleet is given: write http://HOST:PORT, https://HOST:PORT or unix:///PATH")]
    Empty,
    /// No scheme, such as `10.0.0.1:49153`.
    #[error("the endpoint of Fleet lacks its scheme: write {0}")]
    NoScheme(String),
    /// A scheme that is none of the three.
    #[error("\"{0}://\" is not a way to reach Fleet: write http://, https:// or unix://")]
    Scheme(String),
    /// `fleetctl` takes a list of which it uses the first; one of several is not chosen silently here.
    #[error("give one endpoint of Fleet, not a list")]
    List,
    /// The URL cannot be parsed.
    #[error(
        "the endpoint of Fleet is not a URL ({0}): write http://HOST:PORT, https://HOST:PORT or unix:///PATH"
    )]
    Malformed(String),
    /// A query or a fragment.
    #[error("leave out \"?\" and \"#\" and what follows: write {0}")]
    QueryOrFragment(String),
    /// The path of the API itself was given.
    #[error("leave out \"{removed}\", it is added by the client: write {instead}")]
    ApiPath {
        /// The part that is too much.
        removed: &'static str,
        /// The endpoint without it.
        instead: String,
    },
    /// A path prefix that URL parsing changes, or that has empty segments.
    #[error(
        "write the path of the endpoint without \".\", \"..\", \"//\", backslashes, and signs that need encoding"
    )]
    Prefix,
    /// User info that is not UTF-8 when decoded.
    #[error("the user or the password in the endpoint is not UTF-8 when percent-decoded")]
    Credentials,
    /// A relative or empty socket path.
    #[error(
        "the path of a unix socket must be absolute: write unix:///PATH, such as unix:///var/run/fleet.sock"
    )]
    RelativeSocket,
    /// A socket path that the kernel does not take.
    #[error(
        "the path of the unix socket is {0} bytes long; at most {SOCKET_PATH_MAX} are possible, so choose a shorter one"
    )]
    LongSocket(usize),
}

/// Parses what [`Endpoint`]'s `FromStr` documents.
pub(super) fn endpoint(text: &str) -> Result<Endpoint, EndpointError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(EndpointError::Empty);
    }
    if let Some(path) = text.strip_prefix("unix:") {
        return Endpoint::unix(path.strip_prefix("//").unwrap_or(path));
    }
    if text.contains(',') {
        return Err(EndpointError::List);
    }
    match text.split_once("://") {
        Some((scheme, _)) if scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https") => {
            http(text)
        }
        Some((scheme, _)) => Err(EndpointError::Scheme(scheme.chars().take(16).collect())),
        None if text.starts_with('/') => Err(EndpointError::NoScheme(format!("unix://{text}"))),
        // What stands before an "@" may be a password.
        None if text.contains('@') => {
            Err(EndpointError::NoScheme("http://USER:PASSWORD@HOST:PORT".to_owned()))
        }
        None => Err(EndpointError::NoScheme(format!("http://{text}"))),
    }
}

/// Checks the path of a unix socket.
pub(super) fn socket_path(path: PathBuf) -> Result<PathBuf, EndpointError> {
    if !path.is_absolute() {
        return Err(EndpointError::RelativeSocket);
    }
    match path.as_os_str().as_bytes().len() {
        length if length > SOCKET_PATH_MAX => Err(EndpointError::LongSocket(length)),
        _ => Ok(path),
    }
}

fn http(text: &str) -> Result<Endpoint, EndpointError> {
    let mut url = Url::parse(text).map_err(|error| EndpointError::Malformed(error.to_string()))?;
    let credentials = take_credentials(&mut url)?;

    if url.query().is_some() || url.fragment().is_some() {
        url.set_query(None);
        url.set_fragment(None);
        return Err(EndpointError::QueryOrFragment(shown(&url)));
    }
    check_prefix(text, &url)?;
    for removed in ["/fleet/v1", "/v1-alpha"] {
        if let Some(prefix) = url.path().trim_end_matches('/').strip_suffix(removed).map(str::to_owned) {
            url.set_path(&prefix);
            return Err(EndpointError::ApiPath { removed, instead: shown(&url) });
        }
    }
    let path = url.path().trim_end_matches('/').to_owned();
    url.set_path(&path);
    Ok(Endpoint { address: Address::Url(url), credentials })
}

/// Takes the user info out of `url`, decoded.
fn take_credentials(url: &mut Url) -> Result<Option<Credentials>, EndpointError> {
    if url.username().is_empty() && url.password().is_none() {
        return Ok(None);
    }
    let decode = |part: &str| {
        percent_decode_str(part)
            .decode_utf8()
            .map(|text| text.into_owned())
            .map_err(|_| EndpointError::Credentials)
    };
    let user = decode(url.username())?;
    let password = url.password().map(decode).transpose()?;
    // Both setters fail only for URLs without a host, and http URLs have one.
    let cleared = url.set_username("").and_then(|()| url.set_password(None));
    cleared.map_err(|()| EndpointError::Credentials)?;
    Ok(Some(Credentials { user, password }))
}

/// Refuses a path that came out of URL parsing other than it was written.
fn check_prefix(text: &str, url: &Url) -> Result<(), EndpointError> {
    let after_scheme = text.split_once("://").map_or("", |(_, rest)| rest);
    let written = after_scheme.find(['/', '\\']).map_or("/", |start| &after_scheme[start..]);
    let same = written == url.path();
    if same && !written.contains("//") && !written.contains('%') {
        Ok(())
    } else {
        Err(EndpointError::Prefix)
    }
}

fn shown(url: &Url) -> String {
    url.as_str().trim_end_matches('/').to_owned()
}
