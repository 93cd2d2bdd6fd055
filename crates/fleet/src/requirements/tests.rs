use std::collections::BTreeMap;

use super::Requirements;
use crate::{Machine, MachineId, UnitName, UnitOption};

/// The machines of the recorded cluster.
fn machines() -> [Machine; 3] {
    [
        ("944b8b4cf411912113956567820fcb9a", "hdd", "eu"),
        ("aace2687da74b096e2c17858b628c0a6", "ssd", "us"),
        ("d70dd7c0373ca9455898f0b45c0d80f4", "ssd", "eu"),
    ]
    .map(|(id, disk, region)| Machine {
        id: MachineId::parse(id).unwrap(),
        metadata: BTreeMap::from(
            [("disk", disk), ("region", region)].map(|(k, v)| (k.to_owned(), v.to_owned())),
        ),
        primary_ip: String::new(),
    })
}

fn options(pairs: &[(&str, &str)]) -> Vec<UnitOption> {
    pairs.iter().map(|(name, value)| UnitOption::new("X-Fleet", *name, *value)).collect()
}

fn read(name: &str, pairs: &[(&str, &str)]) -> Requirements {
    Requirements::read(&UnitName::parse(name).unwrap(), &options(pairs))
}

/// The machines that fit, by the first sign of their IDs.
fn fitting(pairs: &[(&str, &str)]) -> String {
    let requirements = read("a.service", pairs);
    machines()
        .iter()
        .filter(|machine| requirements.fits_machine(machine))
        .filter_map(|machine| machine.id.as_str().chars().next())
        .collect()
}

#[test]
fn machines_fit_as_they_did_in_the_recorded_cluster() {
    for (pairs, machines) in [
        (&[][..], "9ad"),
        (&[("MachineID", "d70dd7c0")], "d"),
        (&[("MachineID", "d70dd7c0373ca9455898f0b45c0d80f4")], "d"),
        (&[("MachineID", "d70dd7c03")], ""),
        (&[("MachineID", "")], ""),
        (&[("MachineID", "944b8b4c"), ("MachineID", "d70dd7c0")], "9"),
        (&[("X-ConditionMachineBootID", "944b8b4c"), ("MachineID", "d70dd7c0")], "d"),
        (&[("MachineMetadata", "region=us")], "a"),
        (&[("MachineMetadata", "region=us"), ("MachineMetadata", "region=mars")], "a"),
        (&[("X-ConditionMachineMetadata", "region=us"), ("MachineMetadata", "region=eu")], "9ad"),
        (&[("MachineMetadata", r#""region=eu" "disk=hdd""#)], "9"),
        (&[("MachineMetadata", "region=mars disk=hdd")], "9ad"),
        (&[("MachineMetadata", "region=mars")], ""),
        (&[("MachineMetadata", "rack=1")], ""),
        (&[("MachineMetadata", "nokey"), ("MachineMetadata", "=x"), ("MachineMetadata", "a=")], "9ad"),
        (&[("Global", "true"), ("MachineMetadata", "region=eu")], "9d"),
        (&[("Global", "true"), ("MachineID", "d70dd7c0")], "9ad"),
        (&[("Global", "no"), ("MachineID", "d70dd7c0")], "d"),
    ] {
        assert_eq!(fitting(pairs), machines, "{pairs:?}");
    }
}

#[test]
fn metadata_that_is_ignored_can_be_told() {
    let options = options(&[
        ("MachineMetadata", "region=mars disk=hdd"),
        ("MachineMetadata", r#""region=eu" "nokey""#),
        ("MachineMetadata", "a="),
    ]);
    assert_eq!(Requirements::ignored_metadata(&options), ["region=mars disk=hdd", "nokey", "a="]);
}

#[test]
fn only_the_section_and_keys_as_fleet_spells_them_count() {
    let name = UnitName::parse("a.service").unwrap();
    let options = [
        UnitOption::new("x-fleet", "Global", "true"),
        UnitOption::new("X-Fleet", "global", "true"),
        UnitOption::new("X-Fleet", "X-MachineOf", "b.service"),
        UnitOption::new("Service", "MachineID", "m"),
    ];
    assert_eq!(Requirements::read(&name, &options), Requirements::default());
}

#[test]
fn old_spellings_come_first_and_lists_are_split() {
    let requirements = read(
        "web@1.service",
        &[
            ("MachineOf", r#""%p-db@%i.service" "x.service""#),
            ("X-ConditionMachineOf", "old.service"),
            ("Conflicts", "%p@*.service  a.service"),
            ("X-Conflicts", r#""b.service" "c.service""#),
            ("Replaces", "d.service e.service"),
        ],
    );
    assert_eq!(requirements.machine_of, ["old.service", "web-db@1.service", "x.service"]);
    assert_eq!(requirements.conflicts, ["b.service", "c.service", "web@*.service", "a.service"]);
    assert_eq!(requirements.replaces, ["d.service e.service"]);
}

#[test]
fn truth_is_the_last_value_in_fleets_words() {
    for value in ["true", "TRUE", "Yes", "1", "on", "T"] {
        assert!(read("a.service", &[("Global", "no"), ("Global", value)]).global, "{value}");
    }
    for value in ["", "y", "2", "enabled", " true", "false"] {
        assert!(!read("a.service", &[("Global", "true"), ("Global", value)]).global, "{value}");
    }
}

#[test]
fn conflicts_count_both_ways_but_never_with_oneself() {
    let spread = read("web@1.service", &[("Conflicts", "%p@*.service")]);
    let other = read("db@1.service", &[]);
    assert!(spread.conflicts_with("web@1.service", &other, "web@2.service"));
    assert!(other.conflicts_with("web@2.service", &spread, "web@1.service"));
    assert!(!spread.conflicts_with("web@1.service", &spread, "web@1.service"));
    assert!(!spread.conflicts_with("web@1.service", &other, "db@1.service"));
}

#[test]
fn specifiers_are_plain_text_when_a_unit_is_created() {
    // The check knows no name: the same pattern would hit once it is expanded.
    let pairs = [("MachineOf", "web@1.service"), ("Conflicts", "%p@*.service")];
    assert_eq!(Requirements::check_create(&options(&pairs)), Ok(()));
}

#[test]
fn an_empty_value_asks_for_something_except_in_conflicts() {
    let refusal =
        |pairs: &[(&str, &str)]| Requirements::check_create(&options(pairs)).map_err(|e| e.to_string());
    assert_eq!(refusal(&[("Conflicts", " "), ("Replaces", "a")]), Ok(()));
    assert_eq!(
        refusal(&[("Conflicts", "b"), ("Replaces", "")]),
        Err("Conflicts cannot be used with Replaces".to_owned())
    );
    assert_eq!(
        refusal(&[("MachineID", ""), ("MachineOf", "")]),
        Err("MachineID cannot be used with Peers".to_owned())
    );
}

#[test]
fn a_value_counts_once() {
    let many = format!("\"{}\"", ["b.service"; 1000].join("\" \""));
    let requirements = read(
        "a.service",
        &[
            ("MachineOf", &many),
            ("X-ConditionMachineOf", "c.service"),
            ("Conflicts", "d@*.service e.service d@*.service"),
            ("Replaces", "f.service"),
            ("Replaces", "f.service"),
        ],
    );
    assert_eq!(requirements.machine_of, ["c.service", "b.service"]);
    assert_eq!(requirements.conflicts, ["d@*.service", "e.service"]);
    assert_eq!(requirements.replaces, ["f.service"]);
}
