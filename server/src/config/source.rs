//! Where values come from, and which one counts.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use super::ConfigError;
use super::setting::{CONFIG_FILE, SETTINGS, Setting};

/// The environment, so that tests bring their own.
pub trait Environment {
    /// The variable's value; nothing if it is unset or not text.
    fn get(&self, var: &str) -> Option<String>;
}

/// The process's environment.
#[derive(Debug, Clone, Copy)]
pub struct SystemEnvironment;

impl Environment for SystemEnvironment {
    fn get(&self, var: &str) -> Option<String> {
        std::env::var(var).ok()
    }
}

impl Environment for BTreeMap<&str, String> {
    fn get(&self, var: &str) -> Option<String> {
        BTreeMap::get(self, var).cloned()
    }
}

/// The flags of the command line, by variable.
pub type Flags = BTreeMap<&'static str, String>;

/// Where a value came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// The command line.
    Flag,
    /// The environment.
    Environment,
    /// The TOML file.
    File(PathBuf),
    /// Nobody said anything.
    Default,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag => f.write_str("command line"),
            Self::Environment => f.write_str("environment"),
            Self::File(path) => write!(f, "{}", path.display()),
            Self::Default => f.write_str("default"),
        }
    }
}

/// A value that somebody wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value {
    /// As it was written.
    pub text: String,
    /// Where.
    pub origin: Origin,
}

/// All values, each from the source that counts.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    values: BTreeMap<&'static str, Value>,
    /// Where the data folder is if nobody names one.
    pub(super) default_data_dir: Option<PathBuf>,
}

impl Sources {
    /// Gathers them: flags, then the environment, then the file (of `--config` or `QUARTERDECK_CONFIG`).
    pub fn gather(
        flags: &Flags,
        config_file: Option<&Path>,
        environment: &impl Environment,
    ) -> Result<Self, ConfigError> {
        let said = |var| environment.get(var).filter(|text| !text.trim().is_empty());
        let path = config_file.map(Path::to_owned).or_else(|| said(CONFIG_FILE).map(PathBuf::from));
        let mut values = match path {
            Some(path) => read_file(&path)?,
            None => BTreeMap::new(),
        };
        for setting in SETTINGS {
            if let Some(text) = flags.get(setting.var) {
                values.insert(setting.var, Value { text: text.clone(), origin: Origin::Flag });
            } else if let Some(text) = said(setting.var) {
                values.insert(setting.var, Value { text, origin: Origin::Environment });
            }
        }
        let default_data_dir = said("XDG_DATA_HOME")
            .map(PathBuf::from)
            .filter(|path| path.is_absolute())
            .or_else(|| said("HOME").map(|home| Path::new(&home).join(".local/share")))
            .map(|base| base.join("quarterdeck"));
        Ok(Self { values, default_data_dir })
    }

    /// What was said of a setting.
    pub fn get(&self, setting: &Setting) -> Option<&Value> {
        self.values.get(setting.var)
    }
}

fn read_file(path: &Path) -> Result<BTreeMap<&'static str, Value>, ConfigError> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| one(format!("The configuration file {} can't be read: {error}.", path.display())))?;
    parse_file(path, &text)
}

pub(super) fn parse_file(path: &Path, text: &str) -> Result<BTreeMap<&'static str, Value>, ConfigError> {
    let shown = path.display();
    let table: toml::Table = text.parse().map_err(|error| one(format!("{shown} is not TOML: {error}")))?;
    let mut values = BTreeMap::new();
    let mut wrong = Vec::new();
    for (key, value) in table {
        let Some(setting) = SETTINGS.iter().find(|setting| setting.key() == key) else {
            let known: Vec<_> = SETTINGS.iter().map(|setting| setting.key()).collect();
            wrong.push(format!("{shown}: there is no setting '{key}'. There are: {}.", known.join(", ")));
            continue;
        };
        let text = match value {
            toml::Value::String(text) => text,
            toml::Value::Integer(number) => number.to_string(),
            toml::Value::Boolean(truth) => truth.to_string(),
            _ => {
                wrong.push(format!("{shown}: '{key}' must be a text, a number, true or false."));
                continue;
            }
        };
        values.insert(setting.var, Value { text, origin: Origin::File(path.to_owned()) });
    }
    if wrong.is_empty() { Ok(values) } else { Err(ConfigError(wrong)) }
}

fn one(message: String) -> ConfigError {
    ConfigError(vec![message])
}
