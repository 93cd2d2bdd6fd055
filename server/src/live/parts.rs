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
    naming: Vec<Naming>,
}

/// A row whose reason names other units.
struct Naming {
    row: UnitRow,
    text: Arc<str>,
    /// As it was before, if it was there, with who it named then.
    before: Option<(Arc<UnitRow>, Option<Arc<str>>)>,
}

impl Naming {
    /// As somebody with this sight is told it; nothing if they have been told just that before: only what they do not see
    /// has changed.
    fn seen_by(&self, sight: &Sight) -> Option<UnitRow> {
        let now = sights::row(&self.row, Some(&self.text), sight);
        let told = self.before.as_ref().map(|(row, text)| sights::row(row, text.as_ref(), sight));
        (told.as_ref() != Some(&now)).then_some(now)
    }
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
    /// Takes a change apart: what leads from the snapshot `before` to the one `after`.
    pub(super) fn of(change: &Change, before: &Snapshot, after: &Snapshot) -> Self {
        let mut parts = Self::default();
        for row in &change.units {
            let of_app = parts.of_app(&row.name);
            match row.why.as_ref().and_then(|_| after.naming.get(&row.name)) {
                Some(text) => {
                    let was = before.units.get(&row.name);
                    let was = was.map(|was| (Arc::clone(&was.row), before.naming.get(&row.name).cloned()));
                    of_app.naming.push(Naming { row: row.clone(), text: Arc::clone(text), before: was });
                }
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
                    let worded = of_app.naming.iter().filter_map(|naming| naming.seen_by(sight));
                    worded.for_each(|row| put(&json("unit", &row)));
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
