//! That its clock is what the file says.

use std::process::Command;
use std::time::{SystemTime, UNIX_EPOCH};

const WEEK_MS: i64 = 7 * 24 * 3_600 * 1_000;

#[test]
fn what_is_done_under_a_clock_of_last_week_was_done_last_week() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("clock");
    let run = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_quarterdeck-clocked"));
        let command = command.args(arguments).env_clear().env("QUARTERDECK_DATA_DIR", folder.path());
        let output = command.env("CLOCK_FILE", &file).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    for apart_ms in [-WEEK_MS, 0] {
        std::fs::write(&file, apart_ms.to_string()).unwrap();
        run(&["token", "create", "--name", &format!("of-{apart_ms}"), "--role", "viewer", "--days", "30"]);
    }
    let record = run(&["audit", "export"]);
    let times: Vec<i64> = record
        .lines()
        .filter(|line| line.contains("API token of-"))
        .map(|line| line.split_once("\"at_ms\":").unwrap().1.split(',').next().unwrap().parse().unwrap())
        .collect();
    let now_ms = i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis()).unwrap();
    let of_last_week = now_ms - WEEK_MS - 60_000..=now_ms - WEEK_MS;
    let of_now = now_ms - 60_000..=now_ms;
    assert!(
        matches!(times[..], [before, after] if of_last_week.contains(&before) && of_now.contains(&after)),
        "{times:?}, and it is {now_ms}"
    );
}
