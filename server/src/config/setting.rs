//! The list of settings: the one place that gives each its variable, flag, key in the file and meaning.

use std::fmt::Display;
use std::path::PathBuf;

use super::{Config, Database, LogFormat, Target};
use crate::auth::session::{HOUR_MS, MINUTE_MS};

/// One setting.
#[derive(Debug)]
pub struct Setting {
    /// The environment variable.
    pub var: &'static str,
    /// What it means, for `--help` and `check-config`.
    pub help: &'static str,
    /// The default as it would be written, or what holds when it is unset.
    pub default: &'static str,
    /// How its value looks in `--help`.
    pub placeholder: &'static str,
    /// What is in force, for `check-config`, without secrets; nothing where the default's words say it. It stands here
    /// so that no setting can be forgotten there.
    pub(super) in_force: fn(&Config) -> Option<String>,
}

impl Setting {
    /// The flag: the variable in kebab case.
    pub fn flag(&self) -> String {
        self.var.to_ascii_lowercase().replace('_', "-")
    }

    /// The flag without the program's own name before it, which is taken as well.
    pub fn short_flag(&self) -> Option<String> {
        self.flag().strip_prefix("quarterdeck-").map(str::to_owned)
    }

    /// The key in the TOML file.
    pub fn key(&self) -> String {
        let name = self.var.to_ascii_lowercase();
        name.strip_prefix("quarterdeck_").map(str::to_owned).unwrap_or(name)
    }
}

macro_rules! settings {
    ($($const:ident = $var:literal, $placeholder:literal, $default:literal, $help:literal, $in_force:expr;)*) => {
        $(#[doc = $help] pub(super) const $const: &Setting =
            &Setting {
                var: $var,
                help: $help,
                default: $default,
                placeholder: $placeholder,
                in_force: $in_force,
            };)*

        /// All of them, in the order of `--help`.
        pub const SETTINGS: &[&Setting] = &[$($const),*];
    };
}

settings! {
    FLEET_ENDPOINT = "FLEET_ENDPOINT", "URL", "the built-in demo",
        "Fleet's API: http://host:port, https://host:port or unix:///path",
        |config| match &config.fleet.target {
            // Displayed without its user info.
            Target::Endpoint(endpoint) => Some(endpoint.to_string()),
            Target::Demo { .. } => None,
        };
    FLEET_CA_FILE = "FLEET_CA_FILE", "FILE", "the system's authorities",
        "Certificate authority that Fleet's certificate must come from (PEM)",
        |config| path(&config.fleet.ca_file);
    FLEET_CERT_FILE = "FLEET_CERT_FILE", "FILE", "none",
        "Certificate to show to Fleet (PEM)",
        |config| config.fleet.identity.as_ref().map(|(cert, _)| cert.display().to_string());
    FLEET_KEY_FILE = "FLEET_KEY_FILE", "FILE", "none",
        "Private key of that certificate (PEM)",
        |config| config.fleet.identity.as_ref().map(|(_, key)| key.display().to_string());
    LISTEN = "QUARTERDECK_LISTEN", "HOST:PORT", "127.0.0.1:8080",
        "Address to listen on",
        |config| Some(config.listen.to_string());
    DATA_DIR = "QUARTERDECK_DATA_DIR", "DIR", "~/.local/share/quarterdeck",
        "Folder for everything that must survive a restart",
        |config| Some(config.data_dir.display().to_string());
    DATABASE_URL = "QUARTERDECK_DATABASE_URL", "URL", "a SQLite file in the data folder",
        "Database: sqlite:///path/to/file",
        |config| match &config.database {
            Database::Sqlite(file) => Some(format!("sqlite://{}", file.display())),
        };
    PUBLIC_URL = "QUARTERDECK_PUBLIC_URL", "URL", "where it listens",
        "Address that people type to reach Quarterdeck",
        |config| text(&config.public_url);
    TLS_CERT = "QUARTERDECK_TLS_CERT", "FILE", "none",
        "Certificate chain to speak TLS with (PEM)",
        |config| config.tls.as_ref().map(|tls| tls.cert.display().to_string());
    TLS_KEY = "QUARTERDECK_TLS_KEY", "FILE", "none",
        "Private key of that certificate (PEM)",
        |config| config.tls.as_ref().map(|tls| tls.key.display().to_string());
    BEHIND_TLS_PROXY = "QUARTERDECK_BEHIND_TLS_PROXY", "BOOL", "false",
        "A proxy in front speaks TLS and is the only way in",
        |config| Some(config.behind_tls_proxy.to_string());
    STREAMS_PER_USER = "QUARTERDECK_STREAMS_PER_USER", "NUMBER", "100",
        "Live streams (open pages) that one user may have at once",
        |config| Some(config.streams.per_user.to_string());
    STREAMS_PER_ADDRESS = "QUARTERDECK_STREAMS_PER_ADDRESS", "NUMBER", "1000",
        "Live streams that may come from one address at once",
        |config| Some(config.streams.per_address.to_string());
    CLIENT_CA = "QUARTERDECK_CLIENT_CA", "FILE", "none",
        "Certificate authority whose client certificates may sign users in (PEM)",
        |config| config.tls.as_ref().and_then(|tls| path(&tls.client_ca));
    CLIENT_NAMES = "QUARTERDECK_CLIENT_NAMES", "BOOL", "false",
        "A client certificate's common name is its user, also if nobody added the certificate",
        |config| Some(config.client_names.to_string());
    TRUSTED_PROXIES = "QUARTERDECK_TRUSTED_PROXIES", "NETWORKS", "none",
        "Addresses of proxies in front, whose X-Forwarded-For and user header are believed: 10.0.0.7, 10.1.0.0/16",
        |config| {
            (!config.trusted_proxies.is_empty()).then(|| config.trusted_proxies.to_string())
        };
    USER_HEADER = "QUARTERDECK_USER_HEADER", "HEADER", "none",
        "Header in which a trusted proxy names the user that it has signed in",
        |config| config.header_sign_in.as_ref().map(|header| header.user.to_string());
    GROUPS_HEADER = "QUARTERDECK_GROUPS_HEADER", "HEADER", "none",
        "Header in which it lists the user's groups, with commas between",
        |config| config.header_sign_in.as_ref().and_then(|header| text(&header.groups));
    HEADER_CREATE_USERS = "QUARTERDECK_HEADER_CREATE_USERS", "BOOL", "false",
        "Whom a trusted proxy names for the first time gets an account",
        |config| {
            Some(config.header_sign_in.as_ref().is_some_and(|header| header.create_users).to_string())
        };
    OIDC_ISSUER = "QUARTERDECK_OIDC_ISSUER", "URL", "none",
        "Provider that signs people in (OpenID Connect)",
        |config| config.oidc.as_ref().map(|oidc| oidc.issuer.clone());
    OIDC_CLIENT_ID = "QUARTERDECK_OIDC_CLIENT_ID", "ID", "none",
        "How the provider knows this server",
        |config| config.oidc.as_ref().map(|oidc| oidc.client_id.clone());
    OIDC_CLIENT_SECRET_FILE = "QUARTERDECK_OIDC_CLIENT_SECRET_FILE", "FILE", "none, a public client",
        "File with the secret that the provider gave to this server",
        |config| config.oidc.as_ref().and_then(|oidc| path(&oidc.client_secret_file));
    OIDC_NAME = "QUARTERDECK_OIDC_NAME", "NAME", "single sign-on",
        "What people call the provider: Sign in with NAME",
        |config| config.oidc.as_ref().map(|oidc| oidc.name.clone());
    OIDC_SCOPES = "QUARTERDECK_OIDC_SCOPES", "SCOPES", "profile",
        "What is asked for besides openid, with blanks between",
        |config| config.oidc.as_ref().map(|oidc| oidc.scopes.join(" "));
    OIDC_USER_CLAIM = "QUARTERDECK_OIDC_USER_CLAIM", "CLAIM", "preferred_username",
        "Claim that is the user's name here",
        |config| config.oidc.as_ref().map(|oidc| oidc.user_claim.clone());
    OIDC_GROUPS_CLAIM = "QUARTERDECK_OIDC_GROUPS_CLAIM", "CLAIM", "none",
        "Claim that lists the user's groups",
        |config| config.oidc.as_ref().and_then(|oidc| oidc.groups_claim.clone());
    OIDC_ADMIN_GROUP = "QUARTERDECK_OIDC_ADMIN_GROUP", "GROUP", "none",
        "Group of that claim whose members may everything",
        |config| config.oidc.as_ref().and_then(|oidc| text(&oidc.admin_group));
    OIDC_CREATE_USERS = "QUARTERDECK_OIDC_CREATE_USERS", "BOOL", "false",
        "Who signs in there for the first time gets an account",
        |config| config.oidc.as_ref().map(|oidc| oidc.create_users.to_string());
    OIDC_CA_FILE = "QUARTERDECK_OIDC_CA_FILE", "FILE", "the system's authorities",
        "Certificate authority that the provider's certificate must come from (PEM)",
        |config| config.oidc.as_ref().and_then(|oidc| path(&oidc.ca_file));
    RECORD_DAYS = "QUARTERDECK_RECORD_DAYS", "DAYS", "for ever",
        "How many days the record of who did what is kept, or forever",
        |config| text(&config.record_days);
    SESSION_IDLE_MIN = "QUARTERDECK_SESSION_IDLE_MIN", "MINUTES", "720",
        "A browser that nobody uses is signed out after so long: 30 to 720",
        |config| Some((config.sessions.idle_ms / MINUTE_MS).to_string());
    SESSION_MAX_H = "QUARTERDECK_SESSION_MAX_H", "HOURS", "168",
        "A browser is signed out after so long, used or not: 24 to 168",
        |config| Some((config.sessions.absolute_ms / HOUR_MS).to_string());
    KEY_FILE = "QUARTERDECK_KEY_FILE", "FILE", "one in the data folder",
        "Key that second factors are sealed with: 64 hexadecimal digits",
        |config| path(&config.key_file);
    KEEP_DAYS = "QUARTERDECK_KEEP_DAYS", "NUMBER", "400",
        "Deployments and other actions are kept for so many days",
        |config| Some(config.history.days.to_string());
    KEEP_ACTIONS = "QUARTERDECK_KEEP_ACTIONS", "NUMBER", "20000",
        "The last so many actions of a cluster are kept, however old they are",
        |config| Some(config.history.actions.to_string());
    LOG = "QUARTERDECK_LOG", "FILTER", "info",
        "What is logged: error, warn, info, debug, trace, or a filter such as info,server=debug",
        |config| Some(config.log.clone());
    LOG_FORMAT = "QUARTERDECK_LOG_FORMAT", "FORMAT", "text",
        "How it is logged: text or json",
        |config| match config.log_format {
            LogFormat::Text => Some("text".to_owned()),
            LogFormat::Json => Some("json".to_owned()),
        };
    CONTACT = "QUARTERDECK_CONTACT", "WHOM", "an administrator",
        "Whom people are told to ask for a right that they lack: a name, an address, a channel",
        |config| Some(config.contact.clone());
    DEMO_MACHINES = "QUARTERDECK_DEMO_MACHINES", "NUMBER", "a small cluster",
        "Machines of the built-in demo",
        |config| match config.fleet.target {
            Target::Demo { machines, .. } => text(&machines),
            Target::Endpoint(_) => None,
        };
    DEMO_UNITS = "QUARTERDECK_DEMO_UNITS", "NUMBER", "a small cluster",
        "Units of the built-in demo",
        |config| match config.fleet.target {
            Target::Demo { units, .. } => text(&units),
            Target::Endpoint(_) => None,
        };
}

/// The variable that names the TOML file. Not a setting itself: it can't stand in the file.
pub(super) const CONFIG_FILE: &str = "QUARTERDECK_CONFIG";

/// The path of a secret is shown, never the secret.
fn path(path: &Option<PathBuf>) -> Option<String> {
    path.as_ref().map(|path| path.display().to_string())
}

fn text(value: &Option<impl Display>) -> Option<String> {
    value.as_ref().map(ToString::to_string)
}
