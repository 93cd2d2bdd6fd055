//! What `check-config` prints: every setting, what is in force, and who said so. No secrets.

use std::fmt::Write;

use super::setting::{self, SETTINGS, Setting};
use super::{Config, Database, LogFormat, Origin, Sources, Target};
use crate::auth::session::{HOUR_MS, MINUTE_MS};

/// A table, one setting a line.
pub fn report(config: &Config, sources: &Sources) -> String {
    let rows: Vec<(&str, String, String)> = SETTINGS
        .iter()
        .map(|setting| {
            let origin = sources.get(setting).map_or(Origin::Default, |value| value.origin.clone());
            (setting.var, in_force(config, setting), origin.to_string())
        })
        .collect();
    let width = |column: fn(&(&str, String, String)) -> usize| rows.iter().map(column).max().unwrap_or(0);
    let (first, second) = (width(|row| row.0.len()), width(|row| row.1.chars().count()));
    let mut table = String::new();
    for (var, value, origin) in &rows {
        // Writing to a String can't fail.
        let _ = writeln!(table, "{var:first$}  {value:second$}  {origin}");
    }
    table
}

fn in_force(config: &Config, setting: &Setting) -> String {
    let or_default = |value: Option<String>| value.unwrap_or_else(|| format!("({})", setting.default));
    let path = |path: Option<&std::path::PathBuf>| or_default(path.map(|path| path.display().to_string()));
    let fleet = &config.fleet;
    let header = config.header_sign_in.as_ref();
    let (machines, units) = match fleet.target {
        Target::Demo { machines, units } => (machines, units),
        Target::Endpoint(_) => (None, None),
    };
    match setting.var {
        // Displayed without its user info.
        var if var == setting::FLEET_ENDPOINT.var => match &fleet.target {
            Target::Endpoint(endpoint) => endpoint.to_string(),
            Target::Demo { .. } => or_default(None),
        },
        var if var == setting::FLEET_CA_FILE.var => path(fleet.ca_file.as_ref()),
        var if var == setting::FLEET_CERT_FILE.var => path(fleet.identity.as_ref().map(|(cert, _)| cert)),
        var if var == setting::FLEET_KEY_FILE.var => path(fleet.identity.as_ref().map(|(_, key)| key)),
        var if var == setting::LISTEN.var => config.listen.to_string(),
        var if var == setting::DATA_DIR.var => config.data_dir.display().to_string(),
        var if var == setting::DATABASE_URL.var => match &config.database {
            Database::Sqlite(file) => format!("sqlite://{}", file.display()),
        },
        var if var == setting::PUBLIC_URL.var => {
            or_default(config.public_url.as_ref().map(ToString::to_string))
        }
        var if var == setting::TLS_CERT.var => path(config.tls.as_ref().map(|tls| &tls.cert)),
        var if var == setting::TLS_KEY.var => path(config.tls.as_ref().map(|tls| &tls.key)),
        var if var == setting::BEHIND_TLS_PROXY.var => config.behind_tls_proxy.to_string(),
        var if var == setting::STREAMS_PER_USER.var => config.streams.per_user.to_string(),
        var if var == setting::STREAMS_PER_ADDRESS.var => config.streams.per_address.to_string(),
        var if var == setting::CLIENT_CA.var => {
            path(config.tls.as_ref().and_then(|tls| tls.client_ca.as_ref()))
        }
        var if var == setting::CLIENT_NAMES.var => config.client_names.to_string(),
        var if var == setting::TRUSTED_PROXIES.var => {
            let proxies = &config.trusted_proxies;
            or_default((!proxies.is_empty()).then(|| proxies.to_string()))
        }
        var if var.starts_with("QUARTERDECK_OIDC_") => or_default(oidc(config, setting)),
        var if var == setting::USER_HEADER.var => or_default(header.map(|header| header.user.to_string())),
        var if var == setting::GROUPS_HEADER.var => {
            or_default(header.and_then(|header| header.groups.as_ref()).map(ToString::to_string))
        }
        var if var == setting::HEADER_CREATE_USERS.var => {
            header.is_some_and(|header| header.create_users).to_string()
        }
        var if var == setting::RECORD_DAYS.var => or_default(config.record_days.map(|days| days.to_string())),
        var if var == setting::KEEP_DAYS.var => config.history.days.to_string(),
        var if var == setting::KEEP_ACTIONS.var => config.history.actions.to_string(),
        var if var == setting::LOG.var => config.log.clone(),
        var if var == setting::LOG_FORMAT.var => match config.log_format {
            LogFormat::Text => "text".to_owned(),
            LogFormat::Json => "json".to_owned(),
        },
        var if var == setting::SESSION_IDLE_MIN.var => (config.sessions.idle_ms / MINUTE_MS).to_string(),
        var if var == setting::SESSION_MAX_H.var => (config.sessions.absolute_ms / HOUR_MS).to_string(),
        var if var == setting::KEY_FILE.var => path(config.key_file.as_ref()),
        var if var == setting::CONTACT.var => config.contact.clone(),
        var if var == setting::DEMO_MACHINES.var => or_default(machines.map(|number| number.to_string())),
        var if var == setting::DEMO_UNITS.var => or_default(units.map(|number| number.to_string())),
        _ => String::new(),
    }
}

/// Paths of secrets, never the secrets.
fn oidc(config: &Config, setting: &Setting) -> Option<String> {
    let oidc = config.oidc.as_ref()?;
    let path = |path: &Option<std::path::PathBuf>| path.as_ref().map(|path| path.display().to_string());
    match setting.var {
        var if var == setting::OIDC_ISSUER.var => Some(oidc.issuer.clone()),
        var if var == setting::OIDC_CLIENT_ID.var => Some(oidc.client_id.clone()),
        var if var == setting::OIDC_CLIENT_SECRET_FILE.var => path(&oidc.client_secret_file),
        var if var == setting::OIDC_NAME.var => Some(oidc.name.clone()),
        var if var == setting::OIDC_SCOPES.var => Some(oidc.scopes.join(" ")),
        var if var == setting::OIDC_USER_CLAIM.var => Some(oidc.user_claim.clone()),
        var if var == setting::OIDC_GROUPS_CLAIM.var => oidc.groups_claim.clone(),
        var if var == setting::OIDC_ADMIN_GROUP.var => oidc.admin_group.as_ref().map(ToString::to_string),
        var if var == setting::OIDC_CREATE_USERS.var => Some(oidc.create_users.to_string()),
        var if var == setting::OIDC_CA_FILE.var => path(&oidc.ca_file),
        _ => None,
    }
}
