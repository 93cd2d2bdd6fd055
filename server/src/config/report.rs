//! What `check-config` prints: every setting, what is in force, and who said so. No secrets.

use std::fmt::Write;

use super::setting::SETTINGS;
use super::{Config, Origin, Sources};

/// A table, one setting a line.
pub fn report(config: &Config, sources: &Sources) -> String {
    let rows: Vec<(&str, String, String)> = SETTINGS
        .iter()
        .map(|setting| {
            let origin = sources.get(setting).map_or(Origin::Default, |value| value.origin.clone());
            let in_force = (setting.in_force)(config).unwrap_or_else(|| format!("({})", setting.default));
            (setting.var, in_force, origin.to_string())
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
