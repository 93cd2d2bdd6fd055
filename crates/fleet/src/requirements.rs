//! What a unit asks of its machine: the `[X-Fleet]` section.
//!
//! Owns how Fleet reads the section, which combinations it refuses, and whether a machine or a neighbour fits. Does
//! not place units: who goes where, and when, is the scheduler's.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use crate::{Machine, UnitName, UnitOption, glob, specifier};

mod check;
mod values;

pub use check::RequirementError;
use values::Values;
pub(crate) use values::split as split_list;

/// The requirements of a unit, specifiers expanded.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Requirements {
    /// Only the machine with this ID, whole or its first eight signs. An empty one was asked for too, and fits none.
    pub machine_id: Option<String>,
    /// Only the machine that runs all these units.
    pub machine_of: Vec<String>,
    /// Only machines with one of the values, for each key.
    pub metadata: BTreeMap<String, BTreeSet<String>>,
    /// Not beside units that match one of these patterns.
    pub conflicts: Vec<String>,
    /// Units that match one of these patterns move to another machine.
    pub replaces: Vec<String>,
    /// On every machine that fits.
    pub global: bool,
}

impl Requirements {
    /// Reads the requirements as Fleet does when it schedules. Unknown keys are ignored, and so is metadata that is
    /// not `key=value`: a unit with a malformed demand runs anywhere.
    pub fn read(name: &UnitName, options: &[UnitOption]) -> Self {
        Self::from_values(&Values::read(options, |value| specifier::expand(value, name)))
    }

    /// The values of `MachineMetadata` that are not `key=value`, as they are written. Fleet ignores them without a
    /// word.
    pub fn ignored_metadata(options: &[UnitOption]) -> Vec<String> {
        let values = Values::read(options, str::to_owned);
        let pairs = values.of_both("X-ConditionMachineMetadata", "MachineMetadata");
        pairs.filter(|pair| read_pair(pair).is_none()).map(str::to_owned).collect()
    }

    /// Refuses what Fleet refuses when a unit is created, with Fleet's message. Fleet expands no specifier here
    /// and does not check at all when the options of an existing unit are replaced.
    pub fn check_create(options: &[UnitOption]) -> Result<(), RequirementError> {
        check::check(&Self::from_values(&Values::read(options, str::to_owned)))
    }

    /// The key with the most values, and how many: each list counts as what it holds.
    pub(crate) fn most_values(options: &[UnitOption]) -> Option<(&str, usize)> {
        let values = Values::read(options, str::to_owned);
        values
            .keys()
            .map(|key| {
                let is_pattern = matches!(key, "Conflicts" | "X-Conflicts");
                let of = |value: &str| if is_pattern { value.split_whitespace().count() } else { 1 };
                (key, values.of(key).map(of).sum::<usize>())
            })
            // Of equals the first by name, so that the answer is the same each time.
            .max_by(|(one, few), (other, many)| few.cmp(many).then(other.cmp(one)))
    }

    /// Whether two units must not share a machine: a pattern of either that hits the other is enough. A unit never
    /// conflicts with itself.
    pub fn conflicts_with(&self, own: &str, other: &Requirements, other_name: &str) -> bool {
        let hits =
            |patterns: &[String], name: &str| patterns.iter().any(|pattern| glob::matches(pattern, name));
        own != other_name && (hits(&self.conflicts, other_name) || hits(&other.conflicts, own))
    }

    /// Whether the machine has the ID and the metadata that are asked for. Of a global unit Fleet looks at the
    /// metadata only.
    pub fn fits_machine(&self, machine: &Machine) -> bool {
        let has_id = match &self.machine_id {
            Some(id) if !self.global => id == machine.id.as_str() || id == machine.id.short(),
            _ => true,
        };
        has_id
            && self
                .metadata
                .iter()
                .all(|(key, wanted)| machine.metadata.get(key).is_some_and(|value| wanted.contains(value)))
    }

    fn from_values(values: &Values) -> Self {
        Self {
            machine_id: ["MachineID", "X-ConditionMachineID", "X-ConditionMachineBootID"]
                .iter()
                .find_map(|key| values.of(key).next().map(str::to_owned)),
            machine_of: once(values.of_both("X-ConditionMachineOf", "MachineOf")),
            metadata: read_metadata(values.of_both("X-ConditionMachineMetadata", "MachineMetadata")),
            conflicts: once(values.of_both("X-Conflicts", "Conflicts").flat_map(str::split_whitespace)),
            replaces: once(values.of("Replaces")),
            global: values.of("Global").last().is_some_and(is_truthy),
        }
    }
}

/// In the order of the file, without the second of two that are the same: it asks for nothing more.
fn once<'a>(values: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut seen = HashSet::new();
    values.filter(|value| seen.insert(*value)).map(str::to_owned).collect()
}

/// Groups `key=value` pairs by key; drops what is none.
fn read_metadata<'a>(pairs: impl Iterator<Item = &'a str>) -> BTreeMap<String, BTreeSet<String>> {
    let mut metadata = BTreeMap::<String, BTreeSet<String>>::new();
    for (key, value) in pairs.filter_map(read_pair) {
        metadata.entry(key.to_owned()).or_default().insert(value.to_owned());
    }
    metadata
}

/// Key and value; nothing if there is no key, no value, or a second sign of equality.
fn read_pair(pair: &str) -> Option<(&str, &str)> {
    let (key, value) = pair.split_once('=')?;
    (!key.is_empty() && !value.is_empty() && !value.contains('=')).then_some((key, value))
}

/// Whether Fleet takes a value of `Global` for yes. It trims nothing.
pub(crate) fn is_truthy(value: &str) -> bool {
    ["true", "yes", "1", "on", "t"].iter().any(|word| value.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests;
