//! What must hold for any options.

use proptest::collection::vec;
use proptest::prelude::*;

use super::*;

/// Options made of what the rules look for, so that fixes meet each other.
fn option() -> impl Strategy<Value = UnitOption> {
    let section = prop_oneof![8 => Just("Service"), 1 => Just("Unit"), 2 => Just("X-Fleet"), 1 => Just("service"), 1 => Just("Install")];
    let name = prop::sample::select(vec![
        "ExecStart",
        "ExecStartPre",
        "ExecStop",
        "ExecStrat",
        "TimeoutStartSec",
        "Type",
        "Restart",
        "After",
        "Conflicts",
        "MachineOf",
        "MachineMetadata",
        "Global",
        "X-Conflicts",
        "MemoryLimit",
        " Type",
        "Replaces",
    ]);
    (section, name, value()).prop_map(|(section, name, value)| UnitOption::new(section, name, value))
}

fn value() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "/usr/bin/docker",
        "docker",
        "run",
        "stop",
        "rm",
        "kill",
        "pull",
        "--name",
        "--name=%p-%i",
        "%p-i%",
        "%p-%i",
        "-d",
        "-dit",
        "--rm",
        "a.service",
        "a@*",
        "k=v",
        "\"",
        "'",
        "`",
        "$APP",
        "APP=`echo %p`;",
        "/bin/sh",
        "-c",
        "%",
        "coreos/%p",
        "a:latest",
        "{app}-{version}-{instance}",
        "|",
        ";",
        "\\",
        "\n",
        "oneshot",
        "ä",
        "{",
        "}",
        "[",
        "enabled",
        "-p",
        "80",
        "\"--name=x\"",
    ]);
    ("-?", vec(piece, 0..7), prop_oneof![Just(" "), Just("")])
        .prop_map(|(flag, pieces, by)| flag + &pieces.join(by))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn nothing_panics_and_places_are_in_the_options(options in vec(option(), 0..8)) {
        for finding in found(&options) {
            if let Place::Option { index, span } = &finding.place {
                let value = &options[*index].value;
                prop_assert!(span.as_ref().is_none_or(|span| value.get(span.clone()).is_some()), "{:?}", finding);
            }
            if let Some(fix) = &finding.fix {
                apply(&options, fix);
            }
        }
    }

    #[test]
    fn made_right_stays_right(options in vec(option(), 0..8)) {
        let unit = name("example:1.0.0@1.service");
        let once = make_right(&template(&options, &unit)).options;
        let twice = make_right(&template(&once, &unit));
        prop_assert_eq!(&twice.options, &once, "{:?}", twice.done);
        let left = found(&once);
        let open: Vec<_> = left.iter().filter(|finding| finding.rule.severity() != Severity::Hint && finding.fix.as_ref().is_some_and(|fix| !fix.is_choice)).collect();
        prop_assert!(open.is_empty(), "{:?}", open);
    }

    #[test]
    fn any_text_can_be_linted(values in vec(".{0,40}", 1..4)) {
        let options: Vec<_> = values.iter().map(|value| UnitOption::new("Service", "ExecStart", value)).collect();
        let unit = name("example:1.0.0@1.service");
        make_right(&template(&options, &unit));
    }
}
