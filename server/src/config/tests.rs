//! Tests of the configuration: which source counts, what is refused, and in which words.

use std::collections::BTreeMap;
use std::path::Path;

use super::source::parse_file;
use super::*;

type Env = BTreeMap<&'static str, String>;

fn env(pairs: &[(&'static str, &str)]) -> Env {
    let mut env = Env::from([("HOME", "/home/ada".to_owned())]);
    env.extend(pairs.iter().map(|(var, value)| (*var, (*value).to_owned())));
    env
}

fn load(pairs: &[(&'static str, &str)]) -> Result<Config, ConfigError> {
    Config::load(&Sources::gather(&Flags::new(), None, &env(pairs))?)
}

#[test]
fn nothing_said_is_the_demo_on_this_machine() {
    let config = load(&[]).unwrap();
    assert_eq!(config.listen.to_string(), "127.0.0.1:8080");
    assert_eq!(config.data_dir, Path::new("/home/ada/.local/share/quarterdeck"));
    assert_eq!(config.database, Database::Sqlite("/home/ada/.local/share/quarterdeck/quarterdeck.db".into()));
    assert_eq!(config.fleet.target, Target::Demo { machines: None, units: None });
    assert!(!config.https());
    assert_eq!(config.url(), "http://127.0.0.1:8080");
}

#[test]
fn a_flag_comes_before_the_environment_before_the_file_before_the_default() {
    let folder = tempfile::TempDir::new().unwrap();
    let file = folder.path().join("q.toml");
    std::fs::write(&file, "listen = '127.0.0.1:1'\nlog = 'debug'\ndemo_machines = 7\n").unwrap();
    let env = env(&[
        ("QUARTERDECK_LISTEN", "127.0.0.1:2"),
        ("QUARTERDECK_LOG", "warn"),
        ("QUARTERDECK_CONFIG", file.to_str().unwrap()),
    ]);
    let flags = Flags::from([("QUARTERDECK_LISTEN", "127.0.0.1:3".to_owned())]);
    let sources = Sources::gather(&flags, None, &env).unwrap();
    let config = Config::load(&sources).unwrap();
    assert_eq!(config.listen.port(), 3);
    assert_eq!(config.log, "warn");
    assert_eq!(config.fleet.target, Target::Demo { machines: Some(7), units: None });

    let report = report(&config, &sources);
    let line = |var: &str| report.lines().find(|line| line.starts_with(var)).unwrap().to_owned();
    assert!(line("QUARTERDECK_LISTEN").ends_with("command line"));
    assert!(line("QUARTERDECK_LOG ").ends_with("environment"));
    assert!(line("QUARTERDECK_DEMO_MACHINES").ends_with("q.toml"));
    assert!(line("QUARTERDECK_TLS_KEY").ends_with("default"));
    assert_eq!(report.lines().count(), SETTINGS.len());
}

#[test]
fn an_empty_variable_is_an_unset_one() {
    let config = load(&[("FLEET_ENDPOINT", ""), ("QUARTERDECK_TLS_CERT", " ")]).unwrap();
    assert_eq!(config.tls, None);
    assert!(matches!(config.fleet.target, Target::Demo { .. }));
}

#[test]
fn the_data_folder_follows_the_desktops_rules() {
    let config = load(&[("XDG_DATA_HOME", "/data")]).unwrap();
    assert_eq!(config.data_dir, Path::new("/data/quarterdeck"));
    let homeless = Sources::gather(&Flags::new(), None, &Env::new()).unwrap();
    let error = Config::load(&homeless).unwrap_err().to_string();
    assert!(error.contains("QUARTERDECK_DATA_DIR"), "{error}");
}

#[test]
fn everything_wrong_is_said_at_once_with_what_to_write() {
    let error = load(&[
        ("QUARTERDECK_LISTEN", "8080"),
        ("QUARTERDECK_LOG_FORMAT", "xml"),
        ("QUARTERDECK_TLS_CERT", "cert.pem"),
        ("QUARTERDECK_BEHIND_TLS_PROXY", "maybe"),
        ("QUARTERDECK_PUBLIC_URL", "deck.example.org"),
        ("QUARTERDECK_DATABASE_URL", "postgres://me:secret@db/q"),
        ("QUARTERDECK_DEMO_UNITS", "0"),
        ("FLEET_ENDPOINT", "ftp://me:secret@fleet"),
    ])
    .unwrap_err();
    let text = error.to_string();
    for words in [
        "QUARTERDECK_LISTEN is '8080' (from: environment). Write an address and a port",
        "QUARTERDECK_LOG_FORMAT is 'xml' (from: environment). Write text or json.",
        "QUARTERDECK_TLS_CERT is set, but QUARTERDECK_TLS_KEY is not.",
        "QUARTERDECK_BEHIND_TLS_PROXY is 'maybe' (from: environment). Write true or false.",
        "QUARTERDECK_PUBLIC_URL is 'deck.example.org' (from: environment). Write an address",
        "QUARTERDECK_DATABASE_URL can't be used.",
        "QUARTERDECK_DEMO_UNITS is '0' (from: environment). Write a number from 1",
        "FLEET_ENDPOINT (from: environment) can't be used",
    ] {
        assert!(text.contains(words), "'{words}' in:\n{text}");
    }
    assert_eq!(error.0.len(), 8, "{text}");
    assert!(!text.contains("secret"), "{text}");
}

#[test]
fn others_reach_it_by_tls_only() {
    for listen in ["0.0.0.0:8080", "[::]:8080", "192.168.1.2:8080"] {
        let error = load(&[("QUARTERDECK_LISTEN", listen)]).unwrap_err().to_string();
        assert!(error.contains("QUARTERDECK_TLS_CERT"), "{error}");
        let behind =
            load(&[("QUARTERDECK_LISTEN", listen), ("QUARTERDECK_BEHIND_TLS_PROXY", "true")]).unwrap();
        assert!(behind.https());
        let own = [
            ("QUARTERDECK_LISTEN", listen),
            ("QUARTERDECK_TLS_CERT", "cert.pem"),
            ("QUARTERDECK_TLS_KEY", "key.pem"),
        ];
        assert!(load(&own).unwrap().https());
    }
    for listen in ["127.0.0.1:8080", "[::1]:8080", "127.0.0.2:1", "localhost:8080"] {
        assert!(!load(&[("QUARTERDECK_LISTEN", listen)]).unwrap().https());
    }
}

#[test]
fn the_public_address_is_what_people_see() {
    for (url, https, shown) in [
        ("https://deck.example.org", true, "https://deck.example.org"),
        ("https://deck.example.org/", true, "https://deck.example.org"),
        ("http://deck.example.org:8080", false, "http://deck.example.org:8080"),
    ] {
        let config = load(&[("QUARTERDECK_PUBLIC_URL", url)]).unwrap();
        assert_eq!((config.https(), config.url().as_str()), (https, shown));
    }
    for url in ["https://x/path", "https://user@x", "ftp://x", "https://x?y", "https://x#y", "//x", ""] {
        assert_eq!(load(&[("QUARTERDECK_PUBLIC_URL", url)]).is_ok(), url.is_empty(), "{url}");
    }
}

#[test]
fn a_proxy_that_speaks_tls_has_an_address_that_says_so() {
    let behind = ("QUARTERDECK_BEHIND_TLS_PROXY", "true");
    let others = ("QUARTERDECK_LISTEN", "0.0.0.0:8080");
    for all in [&[behind][..], &[behind, others]] {
        let with = |url| load(&[all, &[("QUARTERDECK_PUBLIC_URL", url)][..]].concat());
        let error = with("http://deck.example.org").unwrap_err().to_string();
        assert!(error.contains("QUARTERDECK_BEHIND_TLS_PROXY is true"), "{error}");
        assert!(with("https://deck.example.org").unwrap().https());
        assert!(load(all).unwrap().https());
    }
}

#[test]
fn every_setting_that_is_said_is_reported_as_it_is_in_force() {
    let said = [
        ("FLEET_CA_FILE", "ca.pem"),
        ("FLEET_CERT_FILE", "fleet.pem"),
        ("FLEET_KEY_FILE", "fleet.key"),
        ("QUARTERDECK_LISTEN", "127.0.0.1:9"),
        ("QUARTERDECK_DATA_DIR", "/data"),
        ("QUARTERDECK_DATABASE_URL", "sqlite:///data/deck.db"),
        ("QUARTERDECK_PUBLIC_URL", "https://deck.example.org/"),
        ("QUARTERDECK_TLS_CERT", "tls.pem"),
        ("QUARTERDECK_TLS_KEY", "tls.key"),
        ("QUARTERDECK_BEHIND_TLS_PROXY", "true"),
        ("QUARTERDECK_STREAMS_PER_USER", "7"),
        ("QUARTERDECK_STREAMS_PER_ADDRESS", "8"),
        ("QUARTERDECK_CLIENT_CA", "clients.pem"),
        ("QUARTERDECK_CLIENT_NAMES", "true"),
        ("QUARTERDECK_TRUSTED_PROXIES", "10.1.0.0/16"),
        ("QUARTERDECK_USER_HEADER", "x-forwarded-user"),
        ("QUARTERDECK_GROUPS_HEADER", "x-forwarded-groups"),
        ("QUARTERDECK_HEADER_CREATE_USERS", "true"),
        ("QUARTERDECK_OIDC_ISSUER", "https://id.example.org"),
        ("QUARTERDECK_OIDC_CLIENT_ID", "deck"),
        ("QUARTERDECK_OIDC_CLIENT_SECRET_FILE", "client.secret"),
        ("QUARTERDECK_OIDC_NAME", "Example"),
        ("QUARTERDECK_OIDC_SCOPES", "profile groups"),
        ("QUARTERDECK_OIDC_USER_CLAIM", "nick"),
        ("QUARTERDECK_OIDC_GROUPS_CLAIM", "teams"),
        ("QUARTERDECK_OIDC_ADMIN_GROUP", "ops"),
        ("QUARTERDECK_OIDC_CREATE_USERS", "true"),
        ("QUARTERDECK_OIDC_CA_FILE", "id.pem"),
        ("QUARTERDECK_RECORD_DAYS", "90"),
        ("QUARTERDECK_SESSION_IDLE_MIN", "45"),
        ("QUARTERDECK_SESSION_MAX_H", "36"),
        ("QUARTERDECK_KEY_FILE", "seal.key"),
        ("QUARTERDECK_KEEP_DAYS", "11"),
        ("QUARTERDECK_KEEP_ACTIONS", "12"),
        ("QUARTERDECK_LOG", "warn"),
        ("QUARTERDECK_LOG_FORMAT", "json"),
        ("QUARTERDECK_CONTACT", "ops@example.org"),
        ("QUARTERDECK_DEMO_MACHINES", "13"),
        ("QUARTERDECK_DEMO_UNITS", "14"),
    ];
    let unsaid = SETTINGS.iter().filter(|setting| said.iter().all(|(var, _)| *var != setting.var));
    assert_eq!(
        unsaid.map(|setting| setting.var).collect::<Vec<_>>(),
        ["FLEET_ENDPOINT"],
        "the demo has none"
    );
    let sources = Sources::gather(&Flags::new(), None, &env(&said)).unwrap();
    let report = report(&Config::load(&sources).unwrap(), &sources);
    for (var, value) in said {
        let line = report.lines().find(|line| line.split_whitespace().next() == Some(var)).unwrap();
        let shown = line.strip_prefix(var).unwrap().strip_suffix("environment").unwrap().trim();
        assert_eq!(shown, value, "{var} in {report}");
    }
}

#[test]
fn secrets_of_the_endpoint_are_not_shown() {
    let env = env(&[("FLEET_ENDPOINT", "https://me:secret@fleet.example.org")]);
    let sources = Sources::gather(&Flags::new(), None, &env).unwrap();
    let config = Config::load(&sources).unwrap();
    assert!(!report(&config, &sources).contains("secret"));
    assert!(report(&config, &sources).contains("https://fleet.example.org"));
    assert!(!format!("{config:?}").contains("secret"));
}

#[test]
fn the_file_takes_settings_only() {
    let read = |text| parse_file(Path::new("q.toml"), text);
    let error = read("lisen = '127.0.0.1:1'").unwrap_err().to_string();
    assert!(error.starts_with("q.toml: there is no setting 'lisen'. There are: fleet_endpoint"), "{error}");
    assert!(read("listen = [1]").unwrap_err().to_string().contains("must be a text"));
    assert!(read("listen").unwrap_err().to_string().contains("is not TOML"));
    assert!(read("[server]\nlisten = 'x'").is_err());
    let values = read("fleet_endpoint = 'http://x'\nbehind_tls_proxy = true\ndemo_units = 5").unwrap();
    let texts: Vec<_> = values.values().map(|value| value.text.as_str()).collect();
    assert_eq!(texts, ["http://x", "true", "5"]);
    let error = Sources::gather(&Flags::new(), Some(Path::new("/nowhere.toml")), &Env::new()).unwrap_err();
    assert!(error.to_string().contains("/nowhere.toml"), "{error}");
}

#[test]
fn every_setting_has_names_of_its_own() {
    for setting in SETTINGS {
        assert_eq!(setting.flag().replace('-', "_").to_uppercase(), setting.var);
        let others = SETTINGS.iter().filter(|other| other.var != setting.var);
        for other in others {
            assert_ne!(setting.key(), other.key());
            assert_ne!(setting.short_flag().unwrap_or(setting.flag()), other.flag());
        }
    }
}

#[test]
fn what_belongs_together_is_set_together() {
    const TLS: [(&str, &str); 2] = [("QUARTERDECK_TLS_CERT", "c.pem"), ("QUARTERDECK_TLS_KEY", "k.pem")];
    const PUBLIC: (&str, &str) = ("QUARTERDECK_PUBLIC_URL", "https://deck.example.org");
    const ISSUER: (&str, &str) = ("QUARTERDECK_OIDC_ISSUER", "https://id.example.org");
    const CLIENT: (&str, &str) = ("QUARTERDECK_OIDC_CLIENT_ID", "deck");
    for (values, missing) in [
        (&[("QUARTERDECK_CLIENT_CA", "ca.pem")][..], "QUARTERDECK_TLS_CERT"),
        (&[TLS[0], TLS[1], ("QUARTERDECK_CLIENT_NAMES", "true")], "QUARTERDECK_CLIENT_CA"),
        (&[TLS[0], TLS[1], ("QUARTERDECK_PUBLIC_URL", "http://deck.example.org")], "Write https://"),
        (
            &[
                ("QUARTERDECK_BEHIND_TLS_PROXY", "true"),
                ("QUARTERDECK_PUBLIC_URL", "http://deck.example.org"),
            ],
            "Write https://",
        ),
        (&[("QUARTERDECK_USER_HEADER", "X-Forwarded-User")], "QUARTERDECK_TRUSTED_PROXIES"),
        (&[("QUARTERDECK_USER_HEADER", "Cookie"), ("QUARTERDECK_TRUSTED_PROXIES", "10.0.0.7")], "of its own"),
        (&[("QUARTERDECK_GROUPS_HEADER", "X-Groups")], "QUARTERDECK_USER_HEADER"),
        (&[ISSUER, PUBLIC], "QUARTERDECK_OIDC_CLIENT_ID"),
        (&[CLIENT, PUBLIC], "QUARTERDECK_OIDC_ISSUER"),
        (&[ISSUER, CLIENT], "QUARTERDECK_PUBLIC_URL"),
        (&[ISSUER, CLIENT, ("QUARTERDECK_PUBLIC_URL", "http://deck.example.org")], "in the clear"),
        (&[ISSUER, CLIENT, PUBLIC, ("QUARTERDECK_OIDC_ADMIN_GROUP", "ops")], "QUARTERDECK_OIDC_GROUPS_CLAIM"),
        (&[("QUARTERDECK_OIDC_ISSUER", "http://id.example.org"), CLIENT, PUBLIC], "https"),
        (&[("QUARTERDECK_OIDC_ISSUER", "https://id.example.org?x"), CLIENT, PUBLIC], "without '?'"),
        (&[("QUARTERDECK_TRUSTED_PROXIES", "10.0.0.7/8")], "digits behind its 8 bits"),
    ] {
        let error = load(values).unwrap_err().to_string();
        assert!(error.contains(missing), "{values:?}: {error}");
    }
    let oidc = load(&[ISSUER, CLIENT, PUBLIC]).unwrap().oidc.unwrap();
    assert_eq!((oidc.user_claim.as_str(), oidc.create_users), ("preferred_username", false));
    let here = load(&[("QUARTERDECK_OIDC_ISSUER", "http://127.0.0.1:4000"), CLIENT, PUBLIC]).unwrap();
    assert!(here.oidc.is_some(), "a provider on this machine needs no TLS");
}

#[test]
fn nobody_is_trusted_unless_named() {
    let config = load(&[("QUARTERDECK_BEHIND_TLS_PROXY", "true")]).unwrap();
    assert!(!config.trusted_proxies.hold("127.0.0.1".parse().unwrap()));
    assert_eq!((config.header_sign_in, config.oidc), (None, None));
}
