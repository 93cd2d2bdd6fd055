//! The command line. Prints what was asked for on stdout, everything else on stderr.

mod args;
mod audit;
mod grants;
mod lint;
mod people;
mod run;
mod screens;
mod serve;

use std::process::ExitCode;

use clap::Parser;

/// Reads the command line and does what it says.
pub fn run() -> ExitCode {
    let cli = args::Cli::parse();
    // Before the settings: a broken one is no reason not to look at a file.
    if let args::What::Lint(lint) = &cli.command {
        return lint::lint(lint);
    }
    match run::run(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            // Nothing else to do if stderr is closed.
            let _ = std::io::Write::write_fmt(&mut std::io::stderr(), format_args!("{message}\n"));
            ExitCode::FAILURE
        }
    }
}
