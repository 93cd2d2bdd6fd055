//! What `check-config` prints: every setting, what is in force, and who said so. No secrets.

use std::fmt::Write;

use super::setting::{self, SETTINGS, Setting};
use super::{Config, Database, LogFormat, Origin, Sources, Target};

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
        var if var == setting::LOG.var => config.log.clone(),
        var if var == setting::LOG_FORMAT.var => match config.log_format {
            LogFormat::Text => "text".to_owned(),
            LogFormat::Json => "json".to_owned(),
        },
        var if var == setting::CONTACT.var => config.contact.clone(),
        var if var == setting::DEMO_MACHINES.var => or_default(machines.map(|number| number.to_string())),
        var if var == setting::DEMO_UNITS.var => or_default(units.map(|number| number.to_string())),
        _ => String::new(),
    }
}
