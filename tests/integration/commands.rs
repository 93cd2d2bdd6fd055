//! What people type: the shell lines of the article that Quarterdeck grew from (corrected), and the page's own "as
//! curl", run by bash as they stand, with curl and jq, against the proxy.

use std::path::Path;
use std::process::{Output, Stdio};

use shared::Health;
use shared::action::{ActionState, ActionView};
use shared::curl;
use tokio::process::Command;

use crate::harness::{
    CLUSTER, Client, ONE_A_MACHINE, Setup, TestApp, launch, names, quick, remove_version, running, written,
};

/// The article's template, as it stands there.
const UNIT_JSON: &str = include_str!("commands/unit.json");

const OLD: &str = "example:1.0.0@1.service";
const NEW: [&str; 2] = ["example:2.0.0@1.service", "example:2.0.0@2.service"];

/// A shell in a folder with the article's `unit.json`.
struct Shell {
    folder: tempfile::TempDir,
    /// The proxy, with the token in the address: the article's commands then need no other change.
    endpoint: String,
    url: String,
    token: String,
}

impl Shell {
    fn new(app: &TestApp, script: &Client) -> Self {
        for program in ["bash", "curl", "jq", "xargs"] {
            let found = std::process::Command::new(program).arg("--version").stdout(Stdio::null()).status();
            assert!(
                found.is_ok_and(|status| status.success()),
                "{program} is not installed, and this test runs it (on Debian: apt-get install curl jq findutils)"
            );
        }
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("unit.json"), UNIT_JSON).unwrap();
        let token = script.bearer();
        Self {
            folder,
            endpoint: app.url.replace("://", &format!("://script:{token}@")),
            url: app.url.clone(),
            token,
        }
    }

    fn command(&self, lines: &str) -> Command {
        let mut command = Command::new("bash");
        command
            .args(["-c", lines])
            .current_dir(self.folder.path())
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap())
            // Nothing of whoever runs the tests: no ~/.curlrc, no proxy.
            .env("HOME", self.folder.path())
            .env("FLEET_ENDPOINT", &self.endpoint)
            .env("QUARTERDECK", &self.url)
            .env("QUARTERDECK_TOKEN", &self.token)
            .kill_on_drop(true);
        command
    }

    /// Runs lines that must succeed, and gives what they print.
    async fn run(&self, lines: &str) -> String {
        let output = self.command(lines).output().await.unwrap();
        assert!(output.status.success(), "{lines}\n{}", said(&output));
        String::from_utf8(output.stdout).unwrap()
    }
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

async fn all_run(app: &TestApp, units: &[&str]) {
    for unit in units {
        app.shows(unit, Health::Running).await;
    }
}

#[tokio::test]
async fn the_articles_commands_deploy_a_new_version() {
    let app = Setup::new().fleet(quick()).start().await;
    let script = app.token().await;
    let shell = Shell::new(&app, &script);
    let put = |unit: &str| {
        format!(
            "curl -sS -X PUT -d @unit.json -w '%{{http_code}}' -H 'Content-Type: application/json' \
             $FLEET_ENDPOINT/fleet/v1/units/{unit}"
        )
    };
    assert_eq!(shell.run(&put(OLD)).await, "201");
    all_run(&app, &[OLD]).await;
    for unit in NEW {
        assert_eq!(shell.run(&put(unit)).await, "201");
    }
    all_run(&app, &NEW).await;
    let list = shell
        .run("curl -sS $FLEET_ENDPOINT/fleet/v1/units | jq -c '.units[] | { name: .name, currentState: .currentState}'")
        .await;
    assert_eq!(
        list.lines().collect::<Vec<_>>(),
        [OLD, NEW[0], NEW[1]].map(|unit| format!(r#"{{"name":"{unit}","currentState":"launched"}}"#))
    );
    let options: serde_json::Value = serde_json::from_str(UNIT_JSON).unwrap();
    assert_eq!(serde_json::to_value(&app.fleet.units()[0].options).unwrap(), options["options"]);

    // In place of `jq | xargs`: one call, which stops before it destroys, and can be taken back.
    let answer = shell
        .run("curl -fsS -X DELETE $FLEET_ENDPOINT/api/v1/clusters/default/apps/example/versions/1.0.0")
        .await;
    let action: ActionView = serde_json::from_str(&answer).unwrap();
    assert_eq!(action.summary, "Remove 1 unit of example 1.0.0");
    app.skip_undo();
    assert_eq!(script.ended(&action.id).await.view.state, ActionState::Done);
    assert_eq!(names(&app.fleet), NEW);
    assert_eq!(written(&app.fleet)[3..], [format!("PUT {OLD} loaded"), format!("DELETE {OLD}")]);
}

#[tokio::test]
async fn the_one_call_does_not_take_the_last_ones_unasked() {
    let app = Setup::new().over(running(quick(), ONE_A_MACHINE, &NEW)).start().await;
    let script = app.token().await;
    let shell = Shell::new(&app, &script);
    let delete = |rest: &str| {
        format!(
            "curl -sS -X DELETE -w '\\n%{{http_code}}' -H \"Authorization: Bearer $QUARTERDECK_TOKEN\" \
             \"$QUARTERDECK{CLUSTER}/apps/example/versions/{rest}\""
        )
    };
    for (rest, status, part) in [
        ("2.0.0", "422", "needs the name"),
        ("2.0.0?confirm=exampl", "422", "needs the name"),
        ("2.0", "404", "is not there"),
        ("2.0.0%2F..", "400", "path is wrong"),
        ("2.0.0;rm", "400", "path is wrong"),
        ("2.0.0?confrim=example", "400", "unknown field"),
    ] {
        let answer = shell.run(&delete(rest)).await;
        let (body, code) = answer.rsplit_once('\n').unwrap();
        assert_eq!(code, status, "{rest}: {body}");
        assert!(body.contains(part), "{rest}: {body}");
    }
    assert!(written(&app.fleet).is_empty());
    let answer = shell.run(&delete("2.0.0?confirm=example")).await;
    let (body, code) = answer.rsplit_once('\n').unwrap();
    assert_eq!(code, "202", "{body}");
    app.skip_undo();
    let action: ActionView = serde_json::from_str(body).unwrap();
    assert_eq!(script.ended(&action.id).await.view.state, ActionState::Done);
    assert!(names(&app.fleet).is_empty());
}

#[tokio::test]
async fn a_list_fed_to_xargs_still_works() {
    let app = Setup::new().over(running(quick(), ONE_A_MACHINE, &[OLD, NEW[0]])).start().await;
    let shell = Shell::new(&app, &app.token().await);
    let codes = shell
        .run(
            "curl -sS $FLEET_ENDPOINT/fleet/v1/units | jq -r '.units[] | .name | select(startswith(\"example:1.0.0@\"))' \
             | xargs -I{} curl -sS -X DELETE -w '%{http_code}' $FLEET_ENDPOINT/fleet/v1/units/{}",
        )
        .await;
    assert_eq!(codes, "204");
    assert_eq!(names(&app.fleet), [NEW[0]]);
}

#[tokio::test]
async fn a_launch_as_curl_works_as_it_stands() {
    let app = Setup::new().fleet(quick()).start().await;
    let script = app.token().await;
    script.write_app("example", UNIT_JSON).await;
    let plan = script.plan(&launch("example", "2.0.0", 2)).await;
    let lines = curl::lines(&plan, &app.url);
    let shell = Shell::new(&app, &script);
    shell.run(&lines).await;
    // The lines wait for the end themselves: nothing is left to wait for.
    assert_eq!(names(&app.fleet), NEW);
    assert!(app.fleet.states().iter().all(|state| state.active == "active"), "{:?}", app.fleet.states());
    // They do what a click does, to the letter.
    let of_lines = app.fleet.units();
    for unit in NEW {
        app.fleet.delete_unit(unit).unwrap();
    }
    eventually_empty(&app).await;
    app.carry_out(&script, &launch("example", "2.0.0", 2)).await;
    let of_click = app.fleet.units();
    assert!(of_lines.iter().zip(&of_click).all(|(line, click)| line.options == click.options));
}

async fn eventually_empty(app: &TestApp) {
    crate::harness::eventually("the units are gone", async || {
        app.server.clusters.default_cluster().snapshot().units.is_empty().then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_removal_as_curl_works_as_it_stands() {
    let app = Setup::new().over(running(quick(), ONE_A_MACHINE, &[OLD, NEW[0], NEW[1]])).start().await;
    let script = app.token().await;
    let plan = script.plan(&remove_version("example", "2.0.0")).await;
    Shell::new(&app, &script).run(&curl::lines(&plan, &app.url)).await;
    assert_eq!(names(&app.fleet), [OLD]);
    let mut sent = written(&app.fleet);
    assert!(sent[..2].iter().all(|write| write.ends_with("loaded")), "{sent:?}");
    sent.sort();
    assert_eq!(
        sent,
        [
            format!("DELETE {}", NEW[0]),
            format!("DELETE {}", NEW[1]),
            format!("PUT {} loaded", NEW[0]),
            format!("PUT {} loaded", NEW[1]),
        ]
    );
}

#[tokio::test]
async fn the_lines_end_where_something_fails() {
    let app = Setup::new().over(running(quick(), ONE_A_MACHINE, &[OLD, NEW[0]])).start().await;
    let script = app.token().await;
    let plan = script.plan(&remove_version("example", "1.0.0")).await;
    let lines = curl::lines(&plan, &app.url);
    let shell = Shell::new(&app, &script);
    let without = shell.command(&lines).env_remove("QUARTERDECK_TOKEN").output().await.unwrap();
    assert!(!without.status.success());
    assert!(
        said(&without).contains("Put an API token into the variable QUARTERDECK_TOKEN"),
        "{}",
        said(&without)
    );
    let wrong = shell.command(&lines).env("QUARTERDECK_TOKEN", "nonsense").output().await.unwrap();
    assert!(!wrong.status.success());
    assert!(said(&wrong).contains("401"), "{}", said(&wrong));
    assert!(!said(&wrong).contains("nonsense"));
    assert!(written(&app.fleet).is_empty());
    assert!(Path::new(shell.folder.path()).join("unit.json").exists(), "nothing else was touched");
}
