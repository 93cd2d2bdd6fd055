//! The list of settings: the one place that gives each its variable, flag, key in the file and meaning.

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
    ($($const:ident = $var:literal, $placeholder:literal, $default:literal, $help:literal;)*) => {
        $(#[doc = $help] pub(super) const $const: &Setting =
            &Setting { var: $var, help: $help, default: $default, placeholder: $placeholder };)*

        /// All of them, in the order of `--help`.
        pub const SETTINGS: &[&Setting] = &[$($const),*];
    };
}

settings! {
    FLEET_ENDPOINT = "FLEET_ENDPOINT", "URL", "the built-in demo",
        "Fleet's API: http://host:port, https://host:port or unix:///path";
    FLEET_CA_FILE = "FLEET_CA_FILE", "FILE", "the system's authorities",
        "Certificate authority that Fleet's certificate must come from (PEM)";
    FLEET_CERT_FILE = "FLEET_CERT_FILE", "FILE", "none",
        "Certificate to show to Fleet (PEM)";
    FLEET_KEY_FILE = "FLEET_KEY_FILE", "FILE", "none",
        "Private key of that certificate (PEM)";
    LISTEN = "QUARTERDECK_LISTEN", "HOST:PORT", "127.0.0.1:8080",
        "Address to listen on";
    DATA_DIR = "QUARTERDECK_DATA_DIR", "DIR", "~/.local/share/quarterdeck",
        "Folder for everything that must survive a restart";
    DATABASE_URL = "QUARTERDECK_DATABASE_URL", "URL", "a SQLite file in the data folder",
        "Database: sqlite:///path/to/file";
    PUBLIC_URL = "QUARTERDECK_PUBLIC_URL", "URL", "where it listens",
        "Address that people type to reach Quarterdeck";
    TLS_CERT = "QUARTERDECK_TLS_CERT", "FILE", "none",
        "Certificate chain to speak TLS with (PEM)";
    TLS_KEY = "QUARTERDECK_TLS_KEY", "FILE", "none",
        "Private key of that certificate (PEM)";
    BEHIND_TLS_PROXY = "QUARTERDECK_BEHIND_TLS_PROXY", "BOOL", "false",
        "A proxy in front speaks TLS and is the only way in";
    STREAMS_PER_USER = "QUARTERDECK_STREAMS_PER_USER", "NUMBER", "100",
        "Live streams (open pages) that one user may have at once";
    STREAMS_PER_ADDRESS = "QUARTERDECK_STREAMS_PER_ADDRESS", "NUMBER", "1000",
        "Live streams that may come from one address at once";
    CLIENT_CA = "QUARTERDECK_CLIENT_CA", "FILE", "none",
        "Certificate authority whose client certificates may sign users in (PEM)";
    CLIENT_NAMES = "QUARTERDECK_CLIENT_NAMES", "BOOL", "false",
        "A client certificate's common name is its user, also if nobody added the certificate";
    TRUSTED_PROXIES = "QUARTERDECK_TRUSTED_PROXIES", "NETWORKS", "none",
        "Addresses of proxies in front, whose X-Forwarded-For and user header are believed: 10.0.0.7, 10.1.0.0/16";
    USER_HEADER = "QUARTERDECK_USER_HEADER", "HEADER", "none",
        "Header in which a trusted proxy names the user that it has signed in";
    GROUPS_HEADER = "QUARTERDECK_GROUPS_HEADER", "HEADER", "none",
        "Header in which it lists the user's groups, with commas between";
    HEADER_CREATE_USERS = "QUARTERDECK_HEADER_CREATE_USERS", "BOOL", "false",
        "Whom a trusted proxy names for the first time gets an account";
    OIDC_ISSUER = "QUARTERDECK_OIDC_ISSUER", "URL", "none",
        "Provider that signs people in (OpenID Connect)";
    OIDC_CLIENT_ID = "QUARTERDECK_OIDC_CLIENT_ID", "ID", "none",
        "How the provider knows this server";
    OIDC_CLIENT_SECRET_FILE = "QUARTERDECK_OIDC_CLIENT_SECRET_FILE", "FILE", "none, a public client",
        "File with the secret that the provider gave to this server";
    OIDC_NAME = "QUARTERDECK_OIDC_NAME", "NAME", "single sign-on",
        "What people call the provider: Sign in with NAME";
    OIDC_SCOPES = "QUARTERDECK_OIDC_SCOPES", "SCOPES", "profile",
        "What is asked for besides openid, with blanks between";
    OIDC_USER_CLAIM = "QUARTERDECK_OIDC_USER_CLAIM", "CLAIM", "preferred_username",
        "Claim that is the user's name here";
    OIDC_GROUPS_CLAIM = "QUARTERDECK_OIDC_GROUPS_CLAIM", "CLAIM", "none",
        "Claim that lists the user's groups";
    OIDC_ADMIN_GROUP = "QUARTERDECK_OIDC_ADMIN_GROUP", "GROUP", "none",
        "Group of that claim whose members may everything";
    OIDC_CREATE_USERS = "QUARTERDECK_OIDC_CREATE_USERS", "BOOL", "false",
        "Who signs in there for the first time gets an account";
    OIDC_CA_FILE = "QUARTERDECK_OIDC_CA_FILE", "FILE", "the system's authorities",
        "Certificate authority that the provider's certificate must come from (PEM)";
    RECORD_DAYS = "QUARTERDECK_RECORD_DAYS", "DAYS", "for ever",
        "How many days the record of who did what is kept, or forever";
    SESSION_IDLE_MIN = "QUARTERDECK_SESSION_IDLE_MIN", "MINUTES", "720",
        "A browser that nobody uses is signed out after so long: 30 to 720";
    SESSION_MAX_H = "QUARTERDECK_SESSION_MAX_H", "HOURS", "168",
        "A browser is signed out after so long, used or not: 24 to 168";
    KEY_FILE = "QUARTERDECK_KEY_FILE", "FILE", "one in the data folder",
        "Key that second factors are sealed with: 64 hexadecimal digits";
    KEEP_DAYS = "QUARTERDECK_KEEP_DAYS", "NUMBER", "400",
        "Deployments and other actions are kept for so many days";
    KEEP_ACTIONS = "QUARTERDECK_KEEP_ACTIONS", "NUMBER", "20000",
        "The last so many actions of a cluster are kept, however old they are";
    LOG = "QUARTERDECK_LOG", "FILTER", "info",
        "What is logged: error, warn, info, debug, trace, or a filter such as info,server=debug";
    LOG_FORMAT = "QUARTERDECK_LOG_FORMAT", "FORMAT", "text",
        "How it is logged: text or json";
    CONTACT = "QUARTERDECK_CONTACT", "WHOM", "an administrator",
        "Whom people are told to ask for a right that they lack: a name, an address, a channel";
    DEMO_MACHINES = "QUARTERDECK_DEMO_MACHINES", "NUMBER", "a small cluster",
        "Machines of the built-in demo";
    DEMO_UNITS = "QUARTERDECK_DEMO_UNITS", "NUMBER", "a small cluster",
        "Units of the built-in demo";
}

/// The variable that names the TOML file. Not a setting itself: it can't stand in the file.
pub(super) const CONFIG_FILE: &str = "QUARTERDECK_CONFIG";
