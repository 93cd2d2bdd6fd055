use std::process::Command;

use fleet::{DesiredState, UnitOption};

use super::lines;
use crate::deployment::Strategy;
use crate::id::PlanHash;
use crate::plan::{Confirm, Plan, PlanRequest, Step, Warning, plan};
use crate::testing::{EXCLUSIVE, Fares, World, app, name, version};

/// Runs the lines in bash with `curl` and `jq` replaced: curl writes its arguments, each ended by NUL, to the error
/// output and answers what `answer` prints.
fn run(script: &str, answer: &str) -> (bool, Vec<Vec<String>>) {
    let stubs = format!(
        "sleep() {{ :; }}\ncurl() {{ printf '%s\\0' \"$@\" END >&2; {answer}; }}\njq() {{ grep -q ok && echo true; }}\n"
    );
    let output = Command::new("bash")
        .arg("-c")
        .arg(stubs + script)
        .env("QUARTERDECK_TOKEN", "t0ken $x")
        .output()
        .unwrap();
    let text = String::from_utf8(output.stderr).unwrap();
    let mut calls = vec![Vec::new()];
    for word in text.split_terminator('\0') {
        match word {
            "END" => calls.push(Vec::new()),
            _ => calls.last_mut().unwrap().push(word.to_owned()),
        }
    }
    calls.pop();
    (output.status.success(), calls)
}

fn parses(script: &str) {
    let output = Command::new("bash").arg("-n").arg("-c").arg(script).output().unwrap();
    assert!(output.status.success(), "{script}\n{}", String::from_utf8_lossy(&output.stderr));
}

fn plan_of(steps: Vec<Step>) -> Plan {
    Plan {
        hash: PlanHash::parse("00").unwrap(),
        request: PlanRequest::RemoveApp { app: app("a") },
        summary: "Do it".to_owned(),
        stages: Vec::new(),
        deployment: None,
        steps,
        warnings: Vec::new(),
        confirm: Confirm::None,
        undo_s: 0,
        waits: Vec::new(),
        spec: Default::default(),
        extent: crate::policy::Extent::default(),
        beside: Default::default(),
    }
}

#[test]
fn options_that_are_not_shown_whole_are_never_sent() {
    let world = World::with_machines(1).template("example", EXCLUSIVE);
    let request = PlanRequest::Launch { app: app("example"), version: version("1.0.0"), count: 1 };
    for spec in [crate::spec::Spec::Hidden, crate::spec::Spec::Masked] {
        let script =
            lines(&plan(&request, &world.0).unwrap().shown(|_| spec, |_| true), "https://deck.example/");
        assert!(!script.contains("curl") && script.ends_with("(exit 1)\n"), "{script}");
    }
}

#[test]
fn a_launch_reads_like_this() {
    let world = World::with_machines(1).template("example", EXCLUSIVE);
    let request = PlanRequest::Launch { app: app("example"), version: version("1.0.0"), count: 2 };
    let script = lines(&plan(&request, &world.0).unwrap(), "https://deck.example/");
    insta::assert_snapshot!(script, @r#"
    # Launch 2 instances of example 1.0.0
    # 1 of 2 will stay unplaced: needs 2 machines, the cluster has 1
    (
    set -eu
    [ -n "${QUARTERDECK_TOKEN:-}" ] || { echo 'Put an API token into the variable QUARTERDECK_TOKEN first' >&2; exit 1; }
    curl -fsS -X PUT -H "Authorization: Bearer $QUARTERDECK_TOKEN" -H 'Content-Type: application/json' -d '{"desiredState":"launched","options":[{"name":"ExecStart","section":"Service","value":"/usr/bin/docker run --name example-1.0.0-1 coreos/example:1.0.0"},{"name":"Conflicts","section":"X-Fleet","value":"%p@*.service"}]}' 'https://deck.example/fleet/v1/units/example:1.0.0@1.service'
    curl -fsS -X PUT -H "Authorization: Bearer $QUARTERDECK_TOKEN" -H 'Content-Type: application/json' -d '{"desiredState":"launched","options":[{"name":"ExecStart","section":"Service","value":"/usr/bin/docker run --name example-1.0.0-2 coreos/example:1.0.0"},{"name":"Conflicts","section":"X-Fleet","value":"%p@*.service"}]}' 'https://deck.example/fleet/v1/units/example:1.0.0@2.service'
    tries=0; until [ "$(curl -fsS -H "Authorization: Bearer $QUARTERDECK_TOKEN" 'https://deck.example/fleet/v1/state?unitName=example%3A1.0.0%401.service' | jq '[.states[]?] | length > 0 and all(.systemdActiveState == "active")')" = true ]; do [ $((tries += 1)) -lt 600 ] || { echo 'Gave up: Wait until example:1.0.0@1.service runs' >&2; exit 1; }; sleep 1; done
    tries=0; until [ "$(curl -fsS -H "Authorization: Bearer $QUARTERDECK_TOKEN" 'https://deck.example/fleet/v1/state?unitName=example%3A1.0.0%402.service' | jq '[.states[]?] | length > 0 and all(.systemdActiveState == "active")')" = true ]; do [ $((tries += 1)) -lt 600 ] || { echo 'Gave up: Wait until example:1.0.0@2.service runs' >&2; exit 1; }; sleep 1; done
    )
    "#);
    parses(&script);
}

#[test]
fn a_removal_calls_in_order() {
    let world = World::with_machines(1).units(&["a:1@1.service", "a:1@2.service"], Fares::Running);
    let request = PlanRequest::RemoveVersion { app: app("a"), version: Some(version("1")) };
    let script = lines(&plan(&request, &world.0).unwrap(), "http://127.0.0.1:8080");
    parses(&script);
    let (success, calls) = run(&script, "case \"$*\" in *http_code*) printf 404;; *) echo ok;; esac");
    assert!(success);
    let what: Vec<String> = calls
        .iter()
        .map(|call| {
            let method = call.iter().position(|word| word == "-X").map_or("GET", |at| call[at + 1].as_str());
            format!("{method} {}", call.last().unwrap().replace("http://127.0.0.1:8080", ""))
        })
        .collect();
    assert_eq!(
        what,
        [
            "PUT /fleet/v1/units/a:1@1.service",
            "PUT /fleet/v1/units/a:1@2.service",
            "GET /fleet/v1/state?unitName=a%3A1%401.service",
            "GET /fleet/v1/state?unitName=a%3A1%402.service",
            "DELETE /fleet/v1/units/a:1@1.service",
            "DELETE /fleet/v1/units/a:1@2.service",
            "GET /fleet/v1/units/a%3A1%401.service",
            "GET /fleet/v1/units/a%3A1%402.service",
        ]
    );
    assert!(calls.iter().all(|call| call.contains(&"Authorization: Bearer t0ken $x".to_owned())));
}

#[test]
fn a_deployment_goes_stage_by_stage() {
    let world = World::with_machines(2)
        .template("a", EXCLUSIVE)
        .units(&["a:1@1.service", "a:1@2.service"], Fares::Running)
        .settings(|settings| {
            settings.strategy = Strategy::Canary { count: 1, bake_s: Some(60), batch: 1, surge: 1 };
        });
    let request =
        PlanRequest::Deploy { app: app("a"), version: version("2"), count: Some(2), strategy: None };
    let script = lines(&plan(&request, &world.0).unwrap(), "http://127.0.0.1:8080");
    parses(&script);
    assert!(script.contains("\n# Watch 1 of a 2\nsleep 60\n"), "{script}");
    let (success, calls) = run(&script, "case \"$*\" in *http_code*) printf 404;; *) echo ok;; esac");
    assert!(success);
    let writes: Vec<String> = calls
        .iter()
        .filter_map(|call| {
            let method = call.iter().position(|word| word == "-X").map(|at| call[at + 1].as_str())?;
            Some(format!(
                "{method} {}",
                call.last().unwrap().replace("http://127.0.0.1:8080/fleet/v1/units/", "")
            ))
        })
        .collect();
    assert_eq!(
        writes,
        [
            "PUT a:2@1.service",
            "PUT a:1@2.service",
            "DELETE a:1@2.service",
            "PUT a:2@2.service",
            "PUT a:1@1.service",
            "DELETE a:1@1.service",
        ]
    );
    // Each gate looks once more after its time.
    let looks = calls.iter().filter(|call| call.last().unwrap().contains("unitName=a%3A2%401.service"));
    assert_eq!(looks.count(), 2);
    // One that waits for a person reads a line.
    let by_hand = world.settings(|settings| {
        settings.strategy = Strategy::Canary { count: 1, bake_s: None, batch: 1, surge: 1 };
    });
    let script = lines(&plan(&request, &by_hand.0).unwrap(), "http://x");
    parses(&script);
    assert!(script.contains("\nread -r go_on\n"), "{script}");
}

#[test]
fn nothing_goes_on_after_a_failure_or_without_end() {
    let world = World::with_machines(1).units(&["a:1@1.service", "a:2@1.service"], Fares::Running);
    let request = PlanRequest::RemoveUnit { unit: name("a:1@1.service") };
    let script = lines(&plan(&request, &world.0).unwrap(), "http://x");
    let (success, calls) = run(&script, "return 22");
    assert_eq!((success, calls.len()), (false, 1));
    // The wait never sees what it waits for: it gives up, and nothing is destroyed.
    let (success, calls) = run(&script.replace("600", "3"), "echo no");
    assert_eq!((success, calls.len()), (false, 1 + 3));
    // Nor without a token.
    let bare = Command::new("bash").arg("-c").arg(&script).env_remove("QUARTERDECK_TOKEN").output().unwrap();
    assert!(String::from_utf8_lossy(&bare.stderr).contains("Put an API token into the variable"));
}

#[test]
fn nothing_in_a_value_reaches_the_shell() {
    for nasty in [
        "it's",
        "'; touch /tmp/x; '",
        "$(id) `id` $HOME ${HOME}",
        r#"back\slash \" \\ \n"#,
        "\"double\" 'single' '\\''",
        "! # & | ; < > * ? [ ] { } ~ \u{e4}\u{1f980}",
        "new\nline and\rreturn",
        "-d @/etc/passwd",
    ] {
        let options = vec![UnitOption::new("Service", "ExecStart", nasty)];
        let unit = name(r"a\x2d:1@1.service");
        let step = Step::Create { unit, options: options.clone(), desired: DesiredState::Inactive };
        let mut plan = plan_of(vec![step]);
        plan.summary = nasty.to_owned();
        plan.warnings = vec![Warning::Note { text: nasty.to_owned() }];
        let script = lines(&plan, "http://x/it's");
        parses(&script);
        let (success, calls) = run(&script, ":");
        assert!(success, "{script}");
        let [call] = calls.as_slice() else { panic!("{calls:?}") };
        let body = &call[call.iter().position(|word| word == "-d").unwrap() + 1];
        let sent: serde_json::Value = serde_json::from_str(body).unwrap();
        assert_eq!(sent, serde_json::json!({ "desiredState": "inactive", "options": options }));
        assert_eq!(call.last().unwrap(), r"http://x/it's/fleet/v1/units/a%5Cx2d:1@1.service");
    }
}

/// The conditions mean what the steps say, to the real jq.
#[test]
fn the_conditions_hold_when_they_should() {
    let script = lines(
        &plan_of(vec![
            Step::WaitRunning { unit: name("a.service") },
            Step::WaitStopped { unit: name("b.service") },
        ]),
        "http://x",
    );
    let filters: Vec<&str> = script
        .lines()
        .filter_map(|line| line.split_once("| jq '")?.1.split_once('\''))
        .map(|(f, _)| f)
        .collect();
    let [running, stopped] = filters.as_slice() else { panic!("{script}") };
    let table = [
        (r#"{"states":[{"systemdActiveState":"active"}]}"#, true, false),
        (r#"{"states":[{"systemdActiveState":"active"},{"systemdActiveState":"failed"}]}"#, false, false),
        (r#"{"states":[{"systemdActiveState":"inactive"},{"systemdActiveState":"failed"}]}"#, false, true),
        (r#"{"states":[{"systemdActiveState":"deactivating"}]}"#, false, false),
        ("{}", false, true),
        ("", false, false),
    ];
    for (answer, is_running, is_stopped) in table {
        for (filter, expected) in [(running, is_running), (stopped, is_stopped)] {
            assert_eq!(jq(filter, answer), expected, "{filter} on {answer}");
        }
    }
}

fn jq(filter: &str, input: &str) -> bool {
    let script = "command -v jq >/dev/null || exit 3; [ \"$(printf '%s' \"$2\" | jq \"$1\")\" = true ]";
    let status = Command::new("bash").args(["-c", script, "bash", filter, input]).output().unwrap().status;
    assert_ne!(status.code(), Some(3), "this test needs jq: apt-get install jq");
    status.success()
}
