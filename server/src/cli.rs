//! The command line. Prints what was asked for on stdout, everything else on stderr.

mod args;
mod run;
mod serve;

use std::process::ExitCode;

use clap::Parser;

/// Reads the command line and does what it says.
pub fn run() -> ExitCode {
    let cli = args::Cli::parse();
    match run::run(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            // Nothing else to do if stderr is closed.
            let _ = std::io::Write::write_fmt(&mut std::io::stderr(), format_args!("{message}\n"));
            ExitCode::FAILURE
        }
    }
}
