//! The binary as people and scripts use it: what stands on stdout, and what does not.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail as loudly as the tests themselves")]

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use sqlx::Connection;
use tempfile::TempDir;

fn quarterdeck(data_dir: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_quarterdeck"));
    // Nothing of the environment of whoever runs the tests.
    command.env_clear().env("QUARTERDECK_DATA_DIR", data_dir).env("QUARTERDECK_LISTEN", "127.0.0.1:0");
    command
}

fn run(data_dir: &Path, arguments: &[&str], stdin: &str) -> Output {
    let mut child = quarterdeck(data_dir)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A command that does not read may have ended already.
    let _ = child.stdin.take().unwrap().write_all(stdin.as_bytes());
    child.wait_with_output().unwrap()
}

fn texts(output: &Output) -> (bool, String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (output.status.success(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn a_token_is_all_that_is_printed() {
    let folder = TempDir::new().unwrap();
    let arguments = ["token", "create", "--name", "ci", "--role", "admin", "--days", "30"];
    let (done, stdout, stderr) = texts(&run(folder.path(), &arguments, ""));
    assert!(done, "{stderr}");
    assert_eq!(stderr, "");
    let token = stdout.strip_suffix('\n').unwrap();
    assert_eq!((token.len(), &token[..3]), (75, "qd_"));
    assert!(token[3..].bytes().all(|sign| sign.is_ascii_hexdigit()));
}

#[test]
fn a_users_password_comes_from_stdin() {
    let folder = TempDir::new().unwrap();
    let arguments = ["user", "create", "--name", "ada", "--role", "admin"];
    let (done, stdout, stderr) = texts(&run(folder.path(), &arguments, "short\n"));
    assert_eq!((done, stdout.as_str()), (false, ""));
    assert!(stderr.contains("12 to 128 characters"), "{stderr}");
    let (done, stdout, stderr) = texts(&run(folder.path(), &arguments, "a long password\n"));
    assert_eq!((done, stdout.as_str(), stderr.as_str()), (true, "", ""));
    let (done, _, stderr) = texts(&run(folder.path(), &arguments, "a long password\n"));
    assert!(!done && stderr.contains("There is a user ada already"), "{stderr}");
}

#[test]
fn grants_are_given_listed_and_taken_back() {
    let folder = TempDir::new().unwrap();
    let grant = |arguments: &[&str]| texts(&run(folder.path(), &[&["grant"], arguments].concat(), ""));
    let add = ["add", "--user", "ada", "--role", "deployer", "--apps", "web-*", "--max-instances", "10"];
    let (done, _, stderr) = grant(&add);
    assert!(!done && stderr.contains("There is no user ada"), "{stderr}");
    run(folder.path(), &["user", "create", "--name", "ada", "--role", "admin"], "a long password\n");
    let (done, id, stderr) = grant(&add);
    assert_eq!((done, stderr.as_str()), (true, ""));
    let (_, list, _) = grant(&["list"]);
    let row = list.lines().find(|line| line.starts_with(id.trim())).unwrap();
    let words: Vec<&str> = row.split_whitespace().skip(1).collect();
    assert_eq!(words.join(" "), "ada deployer * web-* at most 10 instances");
    assert!(grant(&["remove", "--id", id.trim()]).0);
    let (done, _, stderr) = grant(&["remove", "--id", id.trim()]);
    assert!(!done && stderr.contains("This grant is not there"), "{stderr}");

    // Somebody stays who may do everything.
    let (_, list, _) = grant(&["list"]);
    let last = list.lines().nth(1).unwrap().split_whitespace().next().unwrap();
    let (done, _, stderr) = grant(&["remove", "--id", last]);
    assert!(!done && stderr.contains("nobody would be left with the role admin"), "{stderr}");

    for wrong in [
        &["add", "--role", "viewer"][..],
        &["add", "--user", "ada", "--group", "web", "--role", "viewer"],
        &["add", "--user", "ada", "--role", "root"],
        &["add", "--group", "nobody", "--role", "viewer"],
        &["add", "--user", "ada", "--role", "viewer", "--apps", "a b"],
    ] {
        let (done, stdout, stderr) = grant(wrong);
        assert!(!done && stdout.is_empty() && !stderr.is_empty(), "{wrong:?}: {stdout}");
    }
    let (_, record, _) = texts(&run(folder.path(), &["audit", "export"], ""));
    let lines = ["Give deployer on web-*, at most 10 instances to ada", "Take back deployer on web-*"];
    assert!(lines.iter().all(|line| record.contains(line)), "{record}");
}

#[test]
fn the_record_is_narrowed_as_on_the_page() {
    let folder = TempDir::new().unwrap();
    run(folder.path(), &["user", "create", "--name", "ada", "--role", "admin"], "a long password\n");
    run(folder.path(), &["token", "create", "--name", "ci", "--role", "viewer"], "");
    let lines = |more: &[&str]| {
        let (done, record, stderr) = texts(&run(folder.path(), &[&["audit", "export"], more].concat(), ""));
        assert!(done, "{more:?}: {stderr}");
        record.lines().count()
    };
    let all = lines(&[]);
    assert!(all >= 2);
    assert_eq!(lines(&["--text", "TOKEN CI"]), 1);
    assert_eq!((lines(&["--outcome", "done"]), lines(&["--outcome", "refused"])), (all, 0));
    assert_eq!((lines(&["--verb", "users"]), lines(&["--verb", "view"])), (all, 0));
    assert_eq!((lines(&["--from", "2020-01-01"]), lines(&["--from", "9000-01-01T00:00:00Z"])), (all, 0));
    assert_eq!((lines(&["--to", "1577836800000"]), lines(&["--to", "9000-01-01"])), (0, all));
    for wrong in [["--outcome", "maybe"], ["--from", "yesterday"], ["--to", "2026-02-30"]] {
        let (done, _, stderr) = texts(&run(folder.path(), &[&["audit", "export"], &wrong[..]].concat(), ""));
        assert!(!done && stderr.contains("write "), "{wrong:?}: {stderr}");
    }
}

#[test]
fn the_record_is_checked_and_a_copy_is_put_back() {
    let folder = TempDir::new().unwrap();
    let data = folder.path().join("data");
    let deck = |arguments: &[&str]| texts(&run(&data, arguments, "a long password\n"));
    for name in ["ada", "bob"] {
        assert!(deck(&["user", "create", "--name", name, "--role", "admin"]).0);
    }
    let (done, words, stderr) = deck(&["audit", "verify"]);
    assert!(done && words.starts_with("All 2 lines are as they were written."), "{words}{stderr}");
    let copy = folder.path().join("copy").display().to_string();
    let (done, _, stderr) = deck(&["backup", &copy]);
    assert!(done, "{stderr}");

    tokio::runtime::Runtime::new().unwrap().block_on(async {
        sqlx::any::install_default_drivers();
        let database = format!("sqlite://{}", data.join("quarterdeck.db").display());
        let mut connection = sqlx::AnyConnection::connect(&database).await.unwrap();
        sqlx::query("UPDATE audit SET actor = 'eve' WHERE id = 2").execute(&mut connection).await.unwrap();
        connection.close().await.unwrap();
    });
    let (done, stdout, stderr) = deck(&["audit", "verify"]);
    assert_eq!((done, stdout.as_str()), (false, ""));
    assert!(stderr.contains("Line 2 is not as it was written"), "{stderr}");

    let (done, words, stderr) = deck(&["restore", &copy]);
    assert!(done && words.contains(".before-restore-"), "{words}{stderr}");
    let (done, words, stderr) = deck(&["audit", "verify"]);
    assert!(done && words.starts_with("All 4 lines"), "{words}{stderr}");
}

#[test]
fn a_link_is_for_users_that_are_there() {
    let folder = TempDir::new().unwrap();
    let (done, stdout, stderr) = texts(&run(
        folder.path(),
        &["user", "link", "--name", "ada", "--public-url", "https://deck.example.org"],
        "",
    ));
    assert_eq!((done, stdout.as_str()), (false, ""));
    assert!(stderr.contains("User ada is not there"), "{stderr}");
    run(folder.path(), &["user", "create", "--name", "ada", "--role", "admin"], "a long password\n");
    let (done, stdout, stderr) = texts(&run(folder.path(), &["user", "link", "--name", "ada"], ""));
    assert_eq!((done, stdout.as_str()), (false, ""), "which port it will have is not known");
    assert!(stderr.contains("start it first, or set QUARTERDECK_PUBLIC_URL"), "{stderr}");
    let arguments = ["user", "link", "--name", "ada", "--public-url", "https://deck.example.org"];
    let (done, stdout, stderr) = texts(&run(folder.path(), &arguments, ""));
    assert!(done, "{stderr}");
    assert!(stdout.starts_with("https://deck.example.org/sign-in#code="), "{stdout}");
}

#[test]
fn wrong_words_are_explained() {
    let folder = TempDir::new().unwrap();
    for (arguments, words) in [
        (vec!["token", "create", "--name", "c i", "--role", "admin"], "a user's name must be"),
        (
            vec!["token", "create", "--name", "ci", "--role", "root"],
            "There is no role root. There are: viewer, deployer, operator, admin",
        ),
        (vec!["token", "create", "--name", "ci", "--role", "admin", "--days", "0"], "1 to 366 days"),
        (vec!["check-config", "--listen", "0.0.0.0:80"], "QUARTERDECK_TLS_CERT"),
        (vec!["check-config", "--config", "/nowhere.toml"], "/nowhere.toml"),
        (vec!["serve", "--listen", "192.0.2.1:1", "--behind-tls-proxy", "true"], "QUARTERDECK_LISTEN"),
    ] {
        let (done, stdout, stderr) = texts(&run(folder.path(), &arguments, ""));
        assert!(!done && stdout.is_empty(), "{arguments:?}: {stdout}");
        assert!(stderr.contains(words), "{arguments:?}: {stderr}");
        assert!(!stderr.contains("panicked"), "{stderr}");
    }
}

#[test]
fn what_is_in_force_is_printed() {
    let folder = TempDir::new().unwrap();
    let (done, stdout, _) = texts(&run(folder.path(), &["check-config", "--log", "debug"], ""));
    assert!(done);
    let line = |var: &str| stdout.lines().find(|line| line.starts_with(var)).unwrap();
    assert!(line("QUARTERDECK_DATA_DIR").contains(folder.path().to_str().unwrap()));
    assert!(line("QUARTERDECK_LOG ").ends_with("command line"));
    assert!(line("QUARTERDECK_LISTEN").ends_with("environment"));
}

/// A server that ends with the test, however that ends.
struct Serving(Child);

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn serve_says_where_it_is_signs_in_the_first_admin_and_ends_when_told() {
    let folder = TempDir::new().unwrap();
    let child = quarterdeck(folder.path())
        .args(["serve", "--sign-in-link"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut serving = Serving(child);
    let mut lines = BufReader::new(serving.0.stdout.take().unwrap()).lines();
    let greeting = lines.next().unwrap().unwrap();
    assert!(greeting.starts_with("Quarterdeck runs at http://127.0.0.1:"), "{greeting}");
    assert!(greeting.contains("over the built-in demo") && greeting.contains("Ctrl-C"), "{greeting}");
    let link = lines.next().unwrap().unwrap();
    assert!(
        link.starts_with(
            "Open this link to sign in as admin (works once, for 15 minutes): http://127.0.0.1:"
        )
    );
    let code = link.split_once("/sign-in#code=").unwrap().1;
    assert_eq!(code.len(), 64);

    // The command line works on the same store meanwhile, and makes links to this very server.
    let (done, second, stderr) = texts(&run(folder.path(), &["user", "link", "--name", "admin"], ""));
    assert!(done, "{stderr}");
    let url = greeting.trim_start_matches("Quarterdeck runs at ").split(',').next().unwrap();
    assert!(!url.ends_with(":0") && second.starts_with(&format!("{url}/sign-in#code=")), "{second}");
    let (done, _, stderr) =
        texts(&run(folder.path(), &["token", "create", "--name", "ci", "--role", "admin"], ""));
    assert!(done, "{stderr}");

    let id = serving.0.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
    assert!(serving.0.wait().unwrap().success(), "it ends in order");
    let mut log = String::new();
    std::io::Read::read_to_string(&mut serving.0.stderr.take().unwrap(), &mut log).unwrap();
    assert!(!log.contains(code), "the code is in no log");
}

#[test]
fn serve_says_that_fleet_is_reached_in_the_clear_and_that_alone() {
    // Nobody can be reached there, and the system knows it without asking.
    for (endpoint, expected) in [("http://255.255.255.255:49153", true), ("http://127.0.0.1:1", false)] {
        let folder = TempDir::new().unwrap();
        let mut command = quarterdeck(folder.path());
        command.args(["serve", "--sign-in-link", "--fleet-endpoint", endpoint]);
        let mut serving = Serving(command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap());
        // The link comes last: what is said of the Fleet was said before.
        let mut lines = BufReader::new(serving.0.stdout.take().unwrap()).lines();
        assert!(lines.find(|line| line.as_ref().is_ok_and(|line| line.contains("#code="))).is_some());
        serving.0.kill().unwrap();
        let mut log = String::new();
        std::io::Read::read_to_string(&mut serving.0.stderr.take().unwrap(), &mut log).unwrap();
        let warning = log.lines().find(|line| line.contains("without TLS"));
        assert_eq!(warning.is_some(), expected, "{log}");
        assert!(warning.is_none_or(|line| line.contains("WARN") && line.contains(endpoint)), "{log}");
    }
}

#[test]
fn lint_ends_as_it_would_have_if_nobody_reads_what_it_says() {
    let folder = TempDir::new().unwrap();
    let mut child = quarterdeck(folder.path())
        .args(["lint", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    child.stdin.take().unwrap().write_all(b"[Service]\nRestart=no\nExecStart=/bin/echo %p-i%\n").unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), texts(&output).2.as_str()), (Some(1), ""));
}

#[test]
fn lint_says_where_what_is_wrong_and_how_to_mend_it() {
    let folder = TempDir::new().unwrap();
    let lint = |arguments: &[&str], stdin: &str| {
        let arguments = [&["lint"], arguments].concat();
        let output = run(&folder.path().join("none"), &arguments, stdin);
        let (_, stdout, stderr) = texts(&output);
        (output.status.code(), stdout, stderr)
    };
    let faulty = "[Service]\nRestart=no\nExecStart=/bin/echo %p-i%\n";
    let (code, stdout, stderr) = lint(&["-"], faulty);
    assert_eq!((code, stderr.as_str()), (Some(1), ""));
    assert!(stdout.starts_with("stdin:3:24: warning [bad-specifier] "), "{stdout}");
    assert!(stdout.ends_with("\n  fix: Write %i\n"), "{stdout}");

    let (code, stdout, stderr) = lint(&["--fix", "-"], faulty);
    assert_eq!((code, stdout.as_str()), (Some(1), faulty.replace("%p-i%", "%p-%i").as_str()));
    assert!(stderr.contains("[bad-specifier]"), "{stderr}");
    assert_eq!(lint(&["-"], &stdout), (Some(0), String::new(), String::new()));

    let unit = folder.path().join("web@1.service");
    std::fs::write(&unit, "[Service]\nExecStart=/opt/web\n").unwrap();
    let (code, stdout, _) = lint(&["--json", unit.to_str().unwrap()], "");
    assert_eq!(code, Some(0), "hints only: {stdout}");
    assert!(stdout.contains(r#""rule": "no-restart""#), "{stdout}");

    assert_eq!(lint(&["-"], "nonsense").0, Some(2));
    let json = r#"{"options":[{"section":"Service","name":"ExecStart","value":"/bin/echo %p-i%"}]}"#;
    assert_eq!(lint(&["-"], json).0, Some(1));
    let (code, stdout, stderr) = lint(&["--fix", "-"], json);
    assert_eq!((code, stdout.as_str()), (Some(2), ""), "a unit file would take the place of JSON");
    assert!(stderr.starts_with("stdin is JSON, and --fix writes unit files"), "{stderr}");
    // The last byte that is read stands in the middle of a sign.
    let (code, _, stderr) = lint(&["-"], &format!("#{}", "ä".repeat(200_000)));
    assert_eq!(code, Some(2));
    assert!(stderr.contains("has more than 262144 bytes"), "{stderr}");
    let (code, stdout, stderr) = lint(&["not-there.json"], "");
    assert_eq!((code, stdout.as_str()), (Some(2), ""));
    assert!(stderr.starts_with("not-there.json can't be read: "), "{stderr}");
    assert!(!folder.path().join("none").exists(), "no data folder is made");
}
