//! Apps: their templates as the API carries them, and units grouped by app, version and instance.

use std::collections::BTreeMap;
use std::ops::Bound;

use fleet::{AppName, AppUnit, Instance, UnitName, UnitOption, Version};
use serde::{Deserialize, Serialize};

use crate::Health;
use crate::deployment::AppSettings;
use crate::health;
use crate::spec::Spec;
use crate::view::UnitRow;

/// An app that has a template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AppView {
    /// Its name.
    pub app: AppName,
    /// The template's present revision, from 1.
    pub revision: u64,
    /// The image that fills `{image}`; empty if the template does not use it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub image: String,
    /// When the template was last written.
    pub updated_ms: u64,
    /// By whom.
    pub updated_by: String,
}

/// An app with its template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AppDetail {
    /// The app.
    #[serde(flatten)]
    pub view: AppView,
    /// The template's options.
    pub options: Vec<UnitOption>,
    /// The same as the text of a unit file.
    pub unit_file: String,
    /// How it is deployed.
    #[serde(default)]
    pub settings: AppSettings,
    /// All revisions, newest first.
    pub history: Vec<RevisionRow>,
    /// How much of the options is shown; absent: all of them.
    #[serde(default, skip_serializing_if = "Spec::is_whole")]
    pub spec: Spec,
}

/// One revision of a template, with the settings of that time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RevisionRow {
    /// From 1.
    pub revision: u64,
    /// When it was written.
    pub at_ms: u64,
    /// By whom.
    pub by: String,
    /// What it says, as the text of a unit file.
    pub unit_file: String,
    /// The image of that time.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub image: String,
    /// The settings of that time.
    #[serde(default)]
    pub settings: AppSettings,
}

/// Writes a template, and how the app is deployed: a new app, or a new revision of one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct WriteApp {
    /// A unit file, or a JSON body for Fleet (`unit.json`), as it is.
    pub source: String,
    /// Fills `{image}`; a name without a tag.
    #[serde(default)]
    pub image: String,
    /// The revision that the writer saw; 0 for a new app. Another one there is a conflict: nothing is overwritten unseen.
    pub base_revision: u64,
    /// How the app is deployed; what it does not name is as usual. Absent: as the revision before says. Written as an
    /// earlier revision had it, it is taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settings: Option<AppSettings>,
    /// The rules of the lint whose errors the writer has seen, and saves the template all the same. Errors of other
    /// rules refuse it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accepted: Vec<String>,
}

/// The units of a cluster, sorted into apps.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Grouped<'a> {
    /// By app.
    pub apps: BTreeMap<AppName, AppUnits<'a>>,
    /// Units whose names are not `app[:version]@instance.service`.
    pub others: Vec<&'a UnitRow>,
}

/// One app's units.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct AppUnits<'a> {
    /// By version; units without one under `None`.
    pub versions: BTreeMap<Option<Version>, Vec<(Instance, &'a UnitRow)>>,
}

/// Sorts units into apps.
pub fn group<'a>(units: impl IntoIterator<Item = &'a UnitRow>) -> Grouped<'a> {
    let mut grouped = Grouped::default();
    for unit in units {
        match AppUnit::parse(&unit.name) {
            Some(parsed) => grouped
                .apps
                .entry(parsed.app)
                .or_default()
                .versions
                .entry(parsed.version)
                .or_default()
                .push((parsed.instance, unit)),
            None => grouped.others.push(unit),
        }
    }
    for app in grouped.apps.values_mut() {
        for units in app.versions.values_mut() {
            units.sort_by_key(|(instance, _)| *instance);
        }
    }
    grouped
}

/// How many instances there are of the version that has the most; each instance is told by its version.
pub fn most_of_a_version(instances: impl IntoIterator<Item = Option<Version>>) -> u32 {
    let mut counts: BTreeMap<Option<Version>, u32> = BTreeMap::new();
    for version in instances {
        *counts.entry(version).or_default() += 1;
    }
    counts.into_values().max().unwrap_or(0)
}

impl AppUnits<'_> {
    /// All its units, over all versions.
    pub fn units(&self) -> impl Iterator<Item = &UnitRow> {
        self.versions.values().flatten().map(|(_, unit)| *unit)
    }

    /// How many there are of each health.
    pub fn count(&self, wanted: Health) -> usize {
        self.units().filter(|unit| health::of(unit) == wanted).count()
    }
}
/// The units of an app among all, in the order of their names. Names alike stand side by side; which are the app's own is
/// read from each: `example-b` and `example.c` are other apps.
pub fn units_of<'a, T>(
    units: &'a BTreeMap<UnitName, T>,
    app: &AppName,
) -> impl Iterator<Item = (&'a UnitName, AppUnit, &'a T)> {
    let from_app = (Bound::Included(app.as_str()), Bound::Unbounded);
    let alike = units.range::<str, _>(from_app);
    alike.take_while(|(name, _)| name.as_str().starts_with(app.as_str())).filter_map(|(name, unit)| {
        let parsed = AppUnit::parse(name).filter(|parsed| parsed.app == *app)?;
        Some((name, parsed, unit))
    })
}
