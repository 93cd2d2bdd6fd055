//! `quarterdeck`, but the system's clock is apart from the real one by as many milliseconds as stand in the file that
//! `CLOCK_FILE` names, and follows that file while it runs. For tests: deployments of last week are made by setting the
//! clock back by a week, and a clock that jumps is one whose file is written.
//!
//! Everything else is the server as it is shipped.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::thread;
use std::time::Duration;

/// How often the file is read.
const EVERY: Duration = Duration::from_millis(2);

fn main() -> ExitCode {
    if let Some(file) = std::env::var_os("CLOCK_FILE").map(PathBuf::from) {
        follow(&file);
        // Ends with the process.
        thread::spawn(move || {
            loop {
                thread::sleep(EVERY);
                follow(&file);
            }
        });
    }
    server::cli::run()
}

/// What can't be read as a number, as while it is being written, changes nothing.
fn follow(file: &Path) {
    let text = std::fs::read_to_string(file).unwrap_or_default();
    if let Ok(apart_ms) = text.trim().parse() {
        server::clock::set_system_apart(apart_ms);
    }
}
