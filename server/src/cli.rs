//! The command line.

use std::process::ExitCode;

/// Reads the command line and does what it says.
pub fn run() -> ExitCode {
    ExitCode::FAILURE
}
