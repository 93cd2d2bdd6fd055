//! The `[X-Fleet]` section: what Fleet makes of it, and which combinations it refuses.

use std::collections::BTreeMap;

use fleet::{Machine, Requirements, UnitOption};

use super::pattern;

/// What a section demands. `expand` is applied to each value after it was split.
pub(crate) fn read(options: &[UnitOption], expand: impl Fn(String) -> String) -> Requirements {
    let values = |keys: &[&str]| -> Vec<String> {
        keys.iter()
            .flat_map(|key| {
                options.iter().filter(move |option| option.section == "X-Fleet" && option.name == *key)
            })
            .flat_map(|option| split(&option.value))
            .map(&expand)
            .collect()
    };
    let mut metadata = BTreeMap::new();
    for pair in values(&["X-ConditionMachineMetadata", "MachineMetadata"]) {
        let parts: Vec<&str> = pair.split('=').collect();
        if let [key, value] = parts[..]
            && !key.is_empty()
            && !value.is_empty()
        {
            let _: &mut std::collections::BTreeSet<String> = metadata.entry(key.to_owned()).or_default();
            metadata.entry(key.to_owned()).or_default().insert(value.to_owned());
        }
    }
    let conflicts = values(&["X-Conflicts", "Conflicts"]).join(" ");
    let truths = ["true", "yes", "1", "on", "t"];
    Requirements {
        machine_id: values(&["MachineID", "X-ConditionMachineID", "X-ConditionMachineBootID"])
            .into_iter()
            .next(),
        machine_of: once(values(&["X-ConditionMachineOf", "MachineOf"])),
        metadata,
        conflicts: once(
            conflicts.split(char::is_whitespace).filter(|word| !word.is_empty()).map(str::to_owned).collect(),
        ),
        replaces: once(values(&["Replaces"])),
        global: values(&["Global"])
            .last()
            .is_some_and(|value| truths.contains(&&*value.to_ascii_lowercase())),
    }
}

/// Each of the values once: to Fleet it makes no difference how often one is said.
fn once(values: Vec<String>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for value in values {
        if !kept.contains(&value) {
            kept.push(value);
        }
    }
    kept
}

/// A value in quotation marks is a list: what stands outside of them is split at blanks.
fn split(value: &str) -> Vec<String> {
    if !(value.starts_with('"') && value.ends_with('"')) {
        return vec![value.to_owned()];
    }
    let mut parts = vec![String::new()];
    for (index, piece) in value.split('"').enumerate() {
        let is_inside = index % 2 == 1;
        for (number, word) in piece.split(' ').enumerate() {
            match parts.last_mut() {
                Some(last) if number == 0 => *last += word,
                Some(last) if is_inside => *last += &format!(" {word}"),
                _ => parts.push(word.to_owned()),
            }
        }
    }
    parts
}

/// What Fleet says to these requirements when a unit is made.
pub(crate) fn complaint(asked: &Requirements) -> Option<&'static str> {
    let hits = |patterns: &[String], peer: &String| {
        patterns.iter().any(|pattern| pattern::matches(pattern, peer) == Some(true))
    };
    let (peers, conflicts) = (!asked.machine_of.is_empty(), !asked.conflicts.is_empty());
    let (id, replaces) = (asked.machine_id.is_some(), !asked.replaces.is_empty());
    let peer = asked
        .machine_of
        .iter()
        .find(|peer| hits(&asked.conflicts, peer) || hits(&asked.replaces, peer))
        .map(|peer| if hits(&asked.conflicts, peer) { "matches conflict" } else { "matches replace" });
    let rules = [
        (peer.is_some(), peer.unwrap_or_default()),
        (id && peers, "MachineID cannot be used with Peers"),
        (id && conflicts, "MachineID cannot be used with Conflicts"),
        (id && asked.global, "MachineID cannot be used with Global"),
        (id && replaces, "MachineID cannot be used with Replaces"),
        (asked.global && peers, "Global cannot be used with Peers"),
        (asked.global && replaces, "Global cannot be used with Replaces"),
        (conflicts && replaces, "Conflicts cannot be used with Replaces"),
    ];
    rules.into_iter().find(|(is_broken, _)| *is_broken).map(|(_, words)| words)
}

/// Whether a machine is one of those asked for.
pub(crate) fn fits(asked: &Requirements, machine: &Machine) -> bool {
    let id = machine.id.as_str();
    let short: String = id.chars().take(8).collect();
    let is_named =
        asked.global || asked.machine_id.as_ref().is_none_or(|wanted| wanted == id || *wanted == short);
    let has = |key: &String| machine.metadata.get(key);
    is_named
        && asked.metadata.iter().all(|(key, wanted)| has(key).is_some_and(|value| wanted.contains(value)))
}
