//! Drift: where an app's units are not what was deployed.
//!
//! Owns which units differ from their template and in which options, which versions are left over beside the deployed
//! one, and which units nobody deployed here. Pure: what was deployed is told by who knows the history.

use std::collections::{BTreeMap, BTreeSet};

use fleet::{AppName, AppUnit, DesiredState, UnitName, UnitOption, Version};
use serde::{Deserialize, Serialize};

use crate::plan::{PlanUnit, words};
use crate::template::{Template, join_lines, same_options};

/// Where an app's units are not what was deployed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Drift {
    /// Units whose options differ from their template.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub differing: Vec<Differing>,
    /// Versions that have units and are not the deployed one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left_over: Vec<LeftOver>,
    /// Units that nobody deployed here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub foreign: Vec<UnitName>,
    /// Fewer instances are wanted of Fleet than its settings want; absent if they are not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub short: Option<Short>,
    /// The same in sentences; none if there is no drift.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<String>,
}

/// The drift of one app.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AppDrift {
    /// The app.
    pub app: AppName,
    /// Where its units are not what was deployed.
    #[serde(flatten)]
    pub drift: Drift,
}

/// A unit whose options differ from its template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Differing {
    /// The unit.
    pub unit: UnitName,
    /// The options that differ, each once, as `Section/Name`; never their values, which can be secret.
    pub options: Vec<String>,
    /// Whether only their order differs.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub only_order: bool,
}

/// Too few instances.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Short {
    /// So many are set to run.
    pub there: u32,
    /// So many the settings want.
    pub wanted: u32,
}

/// A version that is left over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LeftOver {
    /// The version; absent for units named without one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<Version>,
    /// Its units.
    pub units: Vec<UnitName>,
}

/// What is known of an app besides its units.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// Its template, if it has one.
    pub template: Option<&'a Template>,
    /// The version that the last deployment led to; absent if there was none. Within: absent for units without one.
    pub deployed: Option<Option<&'a Version>>,
    /// The units that an action here has created.
    pub created: &'a BTreeSet<UnitName>,
    /// How many instances the settings want; absent where nobody misses any: it was never started here, or was removed,
    /// or is about to change.
    pub wanted: Option<u32>,
    /// How many the last deployment left, as somebody chose; absent if that is not known.
    pub left_with: Option<u32>,
    /// Units that are kept stopped for a while after a deployment, or that an action at work is about: no drift.
    pub excused: &'a BTreeSet<UnitName>,
}

/// Looks through an app's units. Other units among those given, and those that are leaving, are passed over.
pub fn drift<'a>(
    app: &AppName,
    units: impl IntoIterator<Item = (&'a UnitName, &'a PlanUnit)>,
    known: Known<'_>,
) -> Drift {
    let mut drift = Drift::default();
    let mut left_over: BTreeMap<Option<Version>, Vec<UnitName>> = BTreeMap::new();
    let mut there = 0;
    for (name, unit) in units {
        let Some(parsed) = AppUnit::parse(name).filter(|parsed| parsed.app == *app) else { continue };
        there += u32::from(unit.row.desired == DesiredState::Launched && unit.row.leaving.is_none());
        if unit.row.leaving.is_some() || known.excused.contains(name) {
            continue;
        }
        if !known.created.contains(name) {
            drift.foreign.push(name.clone());
        }
        if known.deployed.is_some_and(|deployed| deployed != parsed.version.as_ref()) {
            left_over.entry(parsed.version.clone()).or_default().push(name.clone());
        } else if let Some(template) = known.template
            && let Ok(filled) = template.fill(parsed.version.as_ref(), parsed.instance)
        {
            // Of versions that are left over the template of their time is not the present one.
            drift.differing.extend(differing(name, &filled, &unit.options));
        }
    }
    drift.left_over = left_over.into_iter().map(|(version, units)| LeftOver { version, units }).collect();
    // Fewer than the settings want may be what somebody chose; none at all is worth a word.
    let is_missed =
        |wanted: &u32| there < *wanted && (there == 0 || known.left_with.is_some_and(|left| there < left));
    drift.short = known.wanted.filter(is_missed).map(|wanted| Short { there, wanted });
    drift.words = sentences(app, known.deployed.flatten(), &drift);
    drift
}

fn differing(name: &UnitName, template: &[UnitOption], unit: &[UnitOption]) -> Option<Differing> {
    if same_options(template, unit) {
        return None;
    }
    let by_option = |options: &[UnitOption]| {
        let mut values: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for option in options {
            let label = format!("{}/{}", option.section, option.name);
            values.entry(label).or_default().push(join_lines(&option.value));
        }
        values
    };
    let (template, unit) = (by_option(template), by_option(unit));
    let labels: BTreeSet<&String> = template.keys().chain(unit.keys()).collect();
    let options: Vec<String> =
        labels.into_iter().filter(|label| template.get(*label) != unit.get(*label)).cloned().collect();
    Some(Differing { unit: name.clone(), only_order: options.is_empty(), options })
}

fn sentences(app: &AppName, deployed: Option<&Version>, drift: &Drift) -> Vec<String> {
    let short = drift.short.map(|Short { there, wanted }| match there {
        0 => say::server::drift::none_there(&wanted),
        1 => say::server::drift::one_there(&wanted),
        _ => say::server::drift::some_there(&there, &wanted),
    });
    let differing = drift.differing.iter().map(|Differing { unit, options, only_order }| {
        if *only_order {
            say::server::drift::other_order(&unit)
        } else {
            say::server::drift::differs(&unit, &words::list(options, 5))
        }
    });
    let left_over = drift.left_over.iter().map(|LeftOver { version, units }| {
        let (label, deployed) = (words::label(app, version.as_ref()), words::label(app, deployed));
        say::server::drift::left_over(units.len(), &label, &deployed)
    });
    let foreign = (!drift.foreign.is_empty())
        .then(|| say::server::drift::foreign(drift.foreign.len(), &words::list(&drift.foreign, 5)));
    short.into_iter().chain(differing).chain(left_over).chain(foreign).collect()
}

#[cfg(test)]
mod tests;
