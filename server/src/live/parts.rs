//! A change taken apart, so that it can be put together again for each sight: rows are serialised once, whoever sees them.
//! Pure.

use std::collections::BTreeMap;
use std::sync::Arc;

use fleet::{AppName, UnitName};
use shared::event::Change;
use shared::policy::Sight;
use shared::spec::app_of;
use shared::view::UnitRow;

use super::hub::json;
use super::sights;
use super::snapshot::Snapshot;

/// The members of a change with something of units in them, in its order; machines are everybody's.
const MEMBERS: [&str; 4] = ["units", "units_gone", "leftovers", "leftovers_gone"];

/// A change in parts.
#[derive(Default)]
pub(super) struct Parts {
    apps: BTreeMap<Option<AppName>, OfApp>,
    /// The members with machines in them, as JSON with a comma behind each.
    machines: String,
}

/// What of it is of one app, or of none: rows and names as JSON.
#[derive(Default)]
struct OfApp {
    units: Vec<String>,
    units_gone: Vec<String>,
    leftovers: Vec<String>,
    leftovers_gone: Vec<String>,
    /// Rows whose reason names other units: worded for each sight.
    naming: Vec<(UnitRow, Arc<str>)>,
}

impl OfApp {
    fn member(&self, name: &str) -> &[String] {
        match name {
            "units" => &self.units,
            "units_gone" => &self.units_gone,
            "leftovers" => &self.leftovers,
            _ => &self.leftovers_gone,
        }
    }
}

impl Parts {
    /// Takes a change apart. `after` is the snapshot that it leads to.
    pub(super) fn of(change: &Change, after: &Snapshot) -> Self {
        let mut parts = Self::default();
        for row in &change.units {
            let of_app = parts.of_app(&row.name);
            match row.why.as_ref().and_then(|_| after.naming.get(&row.name)) {
                Some(naming) => of_app.naming.push((row.clone(), Arc::clone(naming))),
                None => of_app.units.push(json("unit", row)),
            }
        }
        for name in &change.units_gone {
            parts.of_app(name).units_gone.push(json("unit", name));
        }
        for row in &change.leftovers {
            parts.of_app(&row.name).leftovers.push(json("leftover", row));
        }
        for name in &change.leftovers_gone {
            parts.of_app(name).leftovers_gone.push(json("leftover", name));
        }
        if !change.machines.is_empty() {
            parts.machines += &format!("\"machines\":{},", json("machines", &change.machines));
        }
        if !change.machines_gone.is_empty() {
            parts.machines += &format!("\"machines_gone\":{},", json("machines", &change.machines_gone));
        }
        parts
    }

    /// The change as those see it who have this sight, as JSON; `None` if nothing of it is theirs.
    pub(super) fn seen_by(&self, sight: &Sight) -> Option<String> {
        let seen: Vec<&OfApp> =
            self.apps.iter().filter(|(app, _)| sight.sees(app.as_ref())).map(|(_, of_app)| of_app).collect();
        let mut change = format!("{{{}", self.machines);
        for name in MEMBERS {
            let start = change.len();
            let mut put = |row: &str| {
                if change.len() == start {
                    change.extend(["\"", name, "\":["]);
                } else {
                    change.push(',');
                }
                change.push_str(row);
            };
            for of_app in &seen {
                of_app.member(name).iter().for_each(|row| put(row));
                if name == "units" {
                    let worded = |(row, naming): &(UnitRow, Arc<str>)| sights::row(row, Some(naming), sight);
                    of_app.naming.iter().for_each(|naming| put(&json("unit", &worded(naming))));
                }
            }
            if change.len() > start {
                change.push_str("],");
            }
        }
        // The comma behind the last member.
        change.pop().filter(|sign| *sign == ',')?;
        change.push('}');
        Some(change)
    }

    fn of_app(&mut self, unit: &UnitName) -> &mut OfApp {
        self.apps.entry(app_of(unit)).or_default()
    }
}

#[cfg(test)]
mod tests;
