//! The `[X-Fleet]` section. The input is a unit's name and its options.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use anyhow::{Result, ensure};
use fleet::{Machine, MachineId, Requirements, UnitName, UnitOption};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::write;
use crate::model::requirements as model;
use crate::{Target, Verdict, case};

const WORDS: &[&str] = &[
    "\"",
    " ",
    "=",
    "a.service",
    "b@1.service",
    "example@*.service",
    "*",
    "?",
    "[a-z]",
    "[",
    "\\",
    "/",
    "%n",
    "%N",
    "%p",
    "%i",
    "%%",
    "%H",
    "region=eu",
    "disk=ssd",
    "region=",
    "=eu",
    "a=b=c",
    "true",
    "True",
    "0",
    "yes",
    "on",
    "t",
    "944b8b4c",
    "944b8b4cf411912113956567820fcb9a",
    "\t",
    "\u{85}",
    "é",
];

pub(crate) const TARGET: Target = Target {
    name: "requirements",
    about: "[X-Fleet]: demands, and what fits them",
    most_cases: u64::MAX,
    seeds: || {
        let texts = super::recorded::options().into_iter().map(|options| case::options_text(&options));
        texts.map(|text| format!("example:1.0.0@1.service\x1e{text}").into_bytes()).collect()
    },
    words: WORDS,
    grammar,
    check,
};

static MACHINES: LazyLock<Vec<Machine>> = LazyLock::new(|| {
    let machine = |(id, disk, region): (&str, &str, &str)| {
        let metadata =
            [("disk", disk), ("region", region)].map(|(key, value)| (key.to_owned(), value.to_owned()));
        let id = MachineId::parse(id).ok()?;
        Some(Machine { id, metadata: BTreeMap::from(metadata), primary_ip: String::new() })
    };
    let machines = [
        ("944b8b4cf411912113956567820fcb9a", "hdd", "eu"),
        ("aace2687da74b096e2c17858b628c0a6", "ssd", "us"),
        ("d70dd7c0373ca9455898f0b45c0d80f4", "ssd", "eu"),
    ];
    machines.into_iter().filter_map(machine).collect()
});

fn grammar() -> BoxedStrategy<Vec<u8>> {
    const KEYS: &[&str] = &[
        "MachineID",
        "X-ConditionMachineID",
        "X-ConditionMachineBootID",
        "MachineOf",
        "X-ConditionMachineOf",
        "MachineMetadata",
        "X-ConditionMachineMetadata",
        "Conflicts",
        "X-Conflicts",
        "Replaces",
        "Global",
        "global",
        "Description",
    ];
    const NAMES: &[&str] =
        &["example:1.0.0@1.service", "a.service", "x@.service", "%p@%i.service", "a@b@c.timer"];
    let list = vec(write::sentence(WORDS, 3), 1..4)
        .prop_map(|words| words.iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(" "));
    let value = prop_oneof![2 => write::sentence(WORDS, 3), 1 => list];
    let section = prop_oneof![9 => Just("X-Fleet"), 1 => select(&["x-fleet", "Unit", ""][..])];
    let option =
        (section, select(KEYS), value).prop_map(|(section, key, value)| UnitOption::new(section, key, value));
    let case = (select(NAMES), vec(option, 0..5));
    write::bytes(case.prop_map(|(name, options)| format!("{name}\x1e{}", case::options_text(&options))))
}

fn check(input: &[u8]) -> Result<Verdict> {
    let text = case::text(input);
    let (name, options) = text.split_once(case::RECORD).unwrap_or((&text, ""));
    let options = case::options(options);
    let unexpanded = model::read(&options, |value| value);
    let refusal = Requirements::check_create(&options).err().map(|error| error.to_string());
    match (&refusal, model::complaint(&unexpanded)) {
        (None, None) => {}
        (Some(refusal), Some(words)) => ensure!(refusal.contains(words), "Fleet says {words}, not {refusal}"),
        (refusal, words) => anyhow::bail!("{refusal:?}, and Fleet says {words:?}"),
    }
    let Ok(name) = UnitName::parse(name) else { return Ok(Verdict::Refused) };
    let asked = Requirements::read(&name, &options);
    let modelled = model::read(&options, |value| expand(&value, name.as_str()));
    ensure!(asked == modelled, "Fleet reads {modelled:?}, not {asked:?}");
    for machine in MACHINES.iter() {
        let fits = asked.fits_machine(machine);
        ensure!(fits == model::fits(&asked, machine), "on {} it is {fits}", machine.id);
    }
    let other = Requirements::default();
    let conflicts = asked.conflicts_with(name.as_str(), &other, "a.service");
    ensure!(
        conflicts == other.conflicts_with("a.service", &asked, name.as_str()),
        "a conflict goes one way only"
    );
    ensure!(!asked.conflicts_with(name.as_str(), &asked, name.as_str()), "it conflicts with itself");
    Ok(Verdict::of(refusal.is_none()))
}

/// Fleet's four specifiers, one after the other.
fn expand(value: &str, name: &str) -> String {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let (prefix, instance) = stem.split_once('@').unwrap_or((stem, ""));
    let steps = [("%n", name), ("%N", stem), ("%p", prefix), ("%i", instance)];
    steps.into_iter().fold(value.to_owned(), |text, (sign, by)| text.split(sign).collect::<Vec<_>>().join(by))
}
