//! From texts to a checked configuration. Gathers everything that is wrong, so that it is mended in one go.

use std::net::{SocketAddr, ToSocketAddrs};
use std::path::PathBuf;

use axum::http::Uri;

use super::setting::{self, Setting};
use super::{Config, ConfigError, Database, FleetConfig, History, LogFormat, Sources, StreamLimits, Target};
use crate::auth::session::{HOUR_MS, MINUTE_MS, SessionTimes};
use crate::waits::Waits;

const DEFAULT_LISTEN: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 8080);
/// The largest demo: far above what one page is made for, far below what hurts the machine.
const MOST_DEMO_MACHINES: u32 = 2_000;
const MOST_DEMO_UNITS: u32 = 50_000;
const STREAMS: StreamLimits = StreamLimits { per_user: 100, per_address: 1_000 };
/// More than a year, so that this season can be held against the last one.
const HISTORY: History = History { days: 400, actions: 20_000 };
/// A century: for those who never want to lose anything.
const MOST_DAYS: u32 = 36_500;
const MOST_ACTIONS: u32 = 10_000_000;
/// What one process can bear at all.
const MOST_STREAMS: u32 = 100_000;

pub(super) fn config(sources: &Sources) -> Result<Config, ConfigError> {
    let mut reader = Reader { sources, wrong: Vec::new() };
    let fleet = reader.fleet();
    let listen = reader.listen();
    let data_dir = reader.data_dir();
    let database = reader.database(&data_dir);
    let public_url = reader.public_url();
    let tls = reader.tls(public_url.as_ref());
    let behind_tls_proxy = reader.truth(setting::BEHIND_TLS_PROXY);
    let client_names = reader.client_names(tls.as_ref());
    let trusted_proxies = reader.trusted_proxies();
    let header_sign_in = reader.header_sign_in(&trusted_proxies);
    let oidc = reader.oidc(public_url.as_ref());
    let streams = reader.streams();
    let record_days = reader.record_days();
    let sessions = reader.sessions();
    let key_file = reader.path(setting::KEY_FILE);
    let history = reader.history();
    let log = reader.log();
    let log_format = reader.log_format();
    let contact = reader.contact();
    if tls.is_none() && !behind_tls_proxy && !listen.ip().is_loopback() {
        reader.wrong.push(format!(
            "QUARTERDECK_LISTEN is {listen}, which other machines can reach, and passwords would cross the network \
             unencrypted. Set QUARTERDECK_TLS_CERT and QUARTERDECK_TLS_KEY; or, if a proxy in front speaks TLS and \
             is the only way in, QUARTERDECK_BEHIND_TLS_PROXY=true; or listen on 127.0.0.1."
        ));
    }
    if behind_tls_proxy && public_url.as_ref().is_some_and(|url| url.scheme_str() == Some("http")) {
        reader.wrong.push(
            "QUARTERDECK_PUBLIC_URL begins with http://, but QUARTERDECK_BEHIND_TLS_PROXY is true: cookies would not be \
             bound to TLS, and browsers would not be told to insist on it. Write https://, the address that the proxy \
             has; or leave QUARTERDECK_BEHIND_TLS_PROXY out if it speaks no TLS."
                .to_owned(),
        );
    }
    if !reader.wrong.is_empty() {
        return Err(ConfigError(reader.wrong));
    }
    Ok(Config {
        fleet,
        listen,
        data_dir,
        database,
        public_url,
        tls,
        behind_tls_proxy,
        trusted_proxies,
        client_names,
        header_sign_in,
        oidc,
        streams,
        record_days,
        sessions,
        key_file,
        history,
        waits: Waits::default(),
        log,
        log_format,
        contact,
    })
}

pub(super) struct Reader<'a> {
    sources: &'a Sources,
    pub(super) wrong: Vec<String>,
}

impl Reader<'_> {
    /// Reads a value with `parse`; what it can't read is noted, with what should stand there.
    pub(super) fn read<T>(
        &mut self,
        setting: &Setting,
        parse: impl FnOnce(&str) -> Result<T, String>,
    ) -> Option<T> {
        let value = self.sources.get(setting)?;
        match parse(value.text.trim()) {
            Ok(parsed) => Some(parsed),
            Err(what_to_do) => {
                let (var, text, origin) = (setting.var, value.text.trim(), &value.origin);
                self.wrong.push(format!("{var} is '{text}' (from: {origin}). {what_to_do}"));
                None
            }
        }
    }

    pub(super) fn path(&mut self, setting: &Setting) -> Option<PathBuf> {
        self.read(setting, |text| Ok(PathBuf::from(text)))
    }

    pub(super) fn pair(&mut self, first: &Setting, second: &Setting) -> Option<(PathBuf, PathBuf)> {
        match (self.path(first), self.path(second)) {
            (Some(first), Some(second)) => Some((first, second)),
            (None, None) => None,
            (given, _) => {
                let (given, missing) =
                    if given.is_some() { (first.var, second.var) } else { (second.var, first.var) };
                self.wrong.push(format!("{given} is set, but {missing} is not. Set both, or neither."));
                None
            }
        }
    }

    pub(super) fn truth(&mut self, setting: &Setting) -> bool {
        self.read(setting, |text| match text.to_ascii_lowercase().as_str() {
            "true" | "1" | "yes" | "on" => Ok(true),
            "false" | "0" | "no" | "off" => Ok(false),
            _ => Err("Write true or false.".to_owned()),
        })
        .unwrap_or(false)
    }

    fn sessions(&mut self) -> SessionTimes {
        let usual = SessionTimes::default();
        let idle_min = self.number_within(setting::SESSION_IDLE_MIN, 30, 720);
        let max_h = self.number_within(setting::SESSION_MAX_H, 24, 168);
        SessionTimes {
            idle_ms: idle_min.map_or(usual.idle_ms, |minutes| u64::from(minutes) * MINUTE_MS),
            absolute_ms: max_h.map_or(usual.absolute_ms, |hours| u64::from(hours) * HOUR_MS),
        }
    }

    fn number(&mut self, setting: &Setting, most: u32) -> Option<u32> {
        self.number_within(setting, 1, most)
    }

    fn number_within(&mut self, setting: &Setting, least: u32, most: u32) -> Option<u32> {
        self.read(setting, |text| {
            text.parse()
                .ok()
                .filter(|number| (least..=most).contains(number))
                .ok_or_else(|| format!("Write a number from {least} to {most}."))
        })
    }

    fn record_days(&mut self) -> Option<u32> {
        self.read(setting::RECORD_DAYS, |text| {
            if matches!(text.to_ascii_lowercase().as_str(), "forever" | "for ever") {
                return Ok(None);
            }
            let days = text.parse().ok().filter(|days| (1..=MOST_DAYS).contains(days));
            days.map(Some).ok_or_else(|| format!("Write a number of days from 1 to {MOST_DAYS}, or forever."))
        })
        .flatten()
    }

    fn fleet(&mut self) -> FleetConfig {
        let machines = self.number(setting::DEMO_MACHINES, MOST_DEMO_MACHINES);
        let units = self.number(setting::DEMO_UNITS, MOST_DEMO_UNITS);
        // The value may hold a password: it is not repeated in the error.
        let endpoint = self.sources.get(setting::FLEET_ENDPOINT).and_then(|value| {
            value
                .text
                .trim()
                .parse()
                .map_err(|error| {
                    self.wrong.push(format!(
                        "FLEET_ENDPOINT (from: {}) can't be used: {error}. Unset it for the built-in demo.",
                        value.origin
                    ));
                })
                .ok()
        });
        let target = endpoint.map_or(Target::Demo { machines, units }, Target::Endpoint);
        let identity = self.pair(setting::FLEET_CERT_FILE, setting::FLEET_KEY_FILE);
        FleetConfig { target, ca_file: self.path(setting::FLEET_CA_FILE), identity }
    }

    fn listen(&mut self) -> SocketAddr {
        self.read(setting::LISTEN, |text| {
            // A name such as `localhost` is fine; only its first address is used.
            text.to_socket_addrs()
                .ok()
                .and_then(|mut addresses| addresses.next())
                .ok_or_else(|| "Write an address and a port, such as 127.0.0.1:8080.".to_owned())
        })
        .unwrap_or(DEFAULT_LISTEN)
    }

    fn data_dir(&mut self) -> PathBuf {
        if let Some(path) = self.path(setting::DATA_DIR) {
            return path;
        }
        self.sources.default_data_dir.clone().unwrap_or_else(|| {
            self.wrong.push(
                "There is no home folder to keep data in. Set QUARTERDECK_DATA_DIR to a folder, such as \
                 /var/lib/quarterdeck."
                    .to_owned(),
            );
            PathBuf::new()
        })
    }

    fn database(&mut self, data_dir: &std::path::Path) -> Database {
        // The value may hold a password: it is not repeated in the error.
        let file = match self.sources.get(setting::DATABASE_URL) {
            None => Some(data_dir.join("quarterdeck.db")),
            Some(value) => sqlite_file(value.text.trim()),
        };
        Database::Sqlite(file.unwrap_or_else(|| {
            self.wrong.push(
                "QUARTERDECK_DATABASE_URL can't be used. Write sqlite:///path/to/file (no other database is \
                 supported yet), or unset it for a file in the data folder."
                    .to_owned(),
            );
            PathBuf::new()
        }))
    }

    fn public_url(&mut self) -> Option<Uri> {
        self.read(setting::PUBLIC_URL, |text| {
            let say =
                || "Write an address without a path, such as https://quarterdeck.example.org.".to_owned();
            let url: Uri = text.parse().map_err(|_| say())?;
            let web = matches!(url.scheme_str(), Some("http" | "https")) && url.host().is_some();
            let bare = url.path() == "/" && url.query().is_none() && !text.contains(['@', '#']);
            if web && bare { Ok(url) } else { Err(say()) }
        })
    }

    fn streams(&mut self) -> StreamLimits {
        StreamLimits {
            per_user: self.number(setting::STREAMS_PER_USER, MOST_STREAMS).unwrap_or(STREAMS.per_user),
            per_address: self
                .number(setting::STREAMS_PER_ADDRESS, MOST_STREAMS)
                .unwrap_or(STREAMS.per_address),
        }
    }

    fn history(&mut self) -> History {
        History {
            days: self.number(setting::KEEP_DAYS, MOST_DAYS).unwrap_or(HISTORY.days),
            actions: self.number(setting::KEEP_ACTIONS, MOST_ACTIONS).unwrap_or(HISTORY.actions),
        }
    }

    fn log(&mut self) -> String {
        self.read(setting::LOG, |text| match tracing_subscriber::EnvFilter::try_new(text) {
            Ok(_) => Ok(text.to_owned()),
            Err(error) => Err(format!("That is no filter ({error}). Write info, or info,server=debug.")),
        })
        .unwrap_or_else(|| "info".to_owned())
    }

    fn log_format(&mut self) -> LogFormat {
        self.read(setting::LOG_FORMAT, |text| match text {
            "text" => Ok(LogFormat::Text),
            "json" => Ok(LogFormat::Json),
            _ => Err("Write text or json.".to_owned()),
        })
        .unwrap_or(LogFormat::Text)
    }

    fn contact(&mut self) -> String {
        self.read(setting::CONTACT, |text| {
            if text.is_empty() || text.chars().count() > 100 || text.chars().any(char::is_control) {
                return Err("Write a line of 1 to 100 characters, such as ops@example.org.".to_owned());
            }
            Ok(text.to_owned())
        })
        .unwrap_or_else(|| shared::policy::ANYBODY.to_owned())
    }
}

fn sqlite_file(url: &str) -> Option<PathBuf> {
    let path = url.strip_prefix("sqlite:")?;
    let path = path.strip_prefix("//").unwrap_or(path);
    (!path.is_empty() && !path.contains('?') && !path.starts_with(':')).then(|| PathBuf::from(path))
}
