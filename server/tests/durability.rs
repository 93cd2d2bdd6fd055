//! The binary where nothing can be written: the log, stdout, the disk. It runs on, and works again once there is room.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail as loudly as the tests themselves")]

use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// Far longer than anything takes, also on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);
const EVERY: Duration = Duration::from_millis(20);
/// Smaller than the database from its beginning: nothing of it grows.
const FULL: &str = "--fsize=4096:";
const ROOM: &str = "--fsize=unlimited:";

/// A server that ends with the test, however that ends.
struct Serving {
    child: Child,
    address: String,
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The program. Where a file may not grow, a write fails as on a full disk, and does not end the process.
fn quarterdeck(data_dir: &Path, before: &str) -> Command {
    let mut command = Command::new("/bin/sh");
    command
        .args(["-c", &format!(r#"trap "" XFSZ; {before} exec "$0" "$@""#)])
        .arg(env!("CARGO_BIN_EXE_quarterdeck"))
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("QUARTERDECK_DATA_DIR", data_dir)
        .env("QUARTERDECK_LISTEN", "127.0.0.1:0");
    command
}

fn token(data_dir: &Path) -> String {
    let made = quarterdeck(data_dir, "")
        .args(["token", "create", "--name", "ci", "--role", "admin", "--days", "2"])
        .output()
        .unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    String::from_utf8(made.stdout).unwrap().trim().to_owned()
}

fn eventually<T>(what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
    let began = Instant::now();
    loop {
        if let Some(found) = ask() {
            return found;
        }
        assert!(began.elapsed() < PATIENCE, "waited {PATIENCE:?} in vain: {what}");
        std::thread::sleep(EVERY);
    }
}

impl Serving {
    /// Starts it, and waits until it answers. Where it is stands in its data folder.
    fn start(data_dir: &Path, command: &mut Command) -> Self {
        let _ = std::fs::remove_file(data_dir.join("serve.url"));
        let child = command.arg("serve").stdin(Stdio::null()).spawn().unwrap();
        let mut serving = Self { child, address: String::new() };
        serving.address = eventually("it says where it is", || {
            assert_eq!(serving.child.try_wait().unwrap(), None, "it has ended by itself");
            let url = std::fs::read_to_string(data_dir.join("serve.url")).ok()?;
            url.strip_prefix("http://").map(str::to_owned)
        });
        serving.is_ready();
        serving
    }

    fn is_ready(&mut self) {
        eventually("it is ready", || {
            assert_eq!(self.child.try_wait().unwrap(), None, "it has ended by itself");
            (self.call("GET", "/readyz", "", "")?.0 == 200).then_some(())
        });
    }

    /// The answer's status and text, if there is one.
    fn call(&self, method: &str, path: &str, token: &str, body: &str) -> Option<(u16, String)> {
        let mut stream = TcpStream::connect(&self.address).ok()?;
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let length = body.len();
        let head = format!(
            "{method} {path} HTTP/1.1\r\nhost: test\r\nconnection: close\r\nauthorization: Bearer {token}\r\n\
             content-type: application/json\r\ncontent-length: {length}\r\n\r\n"
        );
        stream.write_all(format!("{head}{body}").as_bytes()).ok()?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).ok()?;
        Some((answer.get(9..12)?.parse().ok()?, answer))
    }

    fn write_app(&self, app: &str, token: &str) -> (u16, String) {
        let body = r#"{"source": "[Service]\nExecStart=/bin/run\n", "base_revision": 0}"#;
        self.call("PUT", &format!("/api/v1/apps/{app}"), token, body).unwrap()
    }

    /// From now on no file of its grows, or all do again.
    fn disk(&self, limit: &str) {
        let id = self.child.id().to_string();
        assert!(Command::new("prlimit").args(["--pid", &id, limit]).status().unwrap().success());
    }

    /// Tells it to end, once, and waits until it has.
    fn end(mut self) -> ExitStatus {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        eventually("it ends when it is told to", || self.child.try_wait().unwrap())
    }
}

fn full() -> File {
    OpenOptions::new().write(true).open("/dev/full").unwrap()
}

/// A pipe that nobody reads any more.
fn unread() -> Stdio {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    writer.into()
}

#[test]
fn a_log_that_can_not_be_written_keeps_nothing_from_working() {
    for log in [Stdio::from(full()), unread()] {
        let folder = TempDir::new().unwrap();
        let token = token(folder.path());
        let mut command = quarterdeck(folder.path(), "");
        let serving = Serving::start(folder.path(), command.stdout(Stdio::null()).stderr(log));
        let (status, answer) = serving.write_app("example", &token);
        assert_eq!(status, 200, "{answer}");
        // Many lines, and none of them written.
        let metrics = serving.call("GET", "/metrics", &token, "").unwrap().1;
        let lost = metrics.lines().find(|line| line.starts_with("quarterdeck_log_lines_lost_total "));
        assert!(lost.is_some_and(|line| !line.ends_with(" 0")), "{metrics}");
        assert!(serving.end().success());
    }
}

#[test]
fn a_log_that_nobody_reads_keeps_nobody_waiting() {
    let folder = TempDir::new().unwrap();
    let (reader, writer) = std::io::pipe().unwrap();
    let mut command = quarterdeck(folder.path(), "");
    command.env("QUARTERDECK_LOG", "trace").stdout(Stdio::null()).stderr(Stdio::from(writer));
    let serving = Serving::start(folder.path(), &mut command);
    // More than a pipe holds.
    for _ in 0..500 {
        assert_eq!(serving.call("GET", "/readyz", "", "").unwrap().0, 200);
    }
    assert!(serving.end().success());
    drop(reader);
}

#[test]
fn a_stdout_that_can_not_be_written_keeps_nothing_from_working() {
    for stdout in [Stdio::from(full()), unread()] {
        let folder = TempDir::new().unwrap();
        let mut command = quarterdeck(folder.path(), "");
        let serving = Serving::start(folder.path(), command.stdout(stdout).stderr(Stdio::null()));
        assert!(serving.end().success());
    }
}

#[test]
fn once_the_disk_has_room_again_every_write_works() {
    let folder = TempDir::new().unwrap();
    let token = token(folder.path());
    let mut command = quarterdeck(folder.path(), "");
    let serving = Serving::start(folder.path(), command.stdout(Stdio::null()).stderr(Stdio::null()));
    assert_eq!(serving.write_app("before", &token).0, 200);
    serving.disk(FULL);
    // More than it has connections.
    for number in 0..12 {
        let (status, answer) = serving.write_app(&format!("full-{number}"), &token);
        assert_eq!(status, 500, "{answer}");
    }
    assert_eq!(serving.call("GET", "/api/v1/apps", &token, "").unwrap().0, 200, "it can still be read");
    serving.disk(ROOM);
    for number in 0..12 {
        let (status, answer) = serving.write_app(&format!("room-{number}"), &token);
        assert_eq!(status, 200, "{answer}");
    }
    assert!(serving.end().success());
}

#[test]
fn a_server_starts_on_a_full_disk_and_works_once_there_is_room() {
    let folder = TempDir::new().unwrap();
    let token = token(folder.path());
    let mut command = quarterdeck(folder.path(), "");
    let mut killed = Serving::start(folder.path(), command.stdout(Stdio::null()).stderr(Stdio::null()));
    // What is written from here on stands behind the limit below.
    for number in 0..12 {
        assert_eq!(killed.write_app(&format!("before-{number}"), &token).0, 200);
    }
    killed.child.kill().unwrap();
    killed.child.wait().unwrap();
    // Room for what the database needs to be opened at all.
    let mut command = quarterdeck(folder.path(), "prlimit --pid $$ --fsize=40960:;");
    let serving = Serving::start(folder.path(), command.stdout(Stdio::null()).stderr(Stdio::null()));
    assert_eq!(serving.write_app("full", &token).0, 500);
    serving.disk(ROOM);
    let (status, answer) = serving.write_app("room", &token);
    assert_eq!(status, 200, "{answer}");
    assert!(serving.end().success());
}
