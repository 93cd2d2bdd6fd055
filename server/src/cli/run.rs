//! The commands that end by themselves.

use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use super::args::{Cli, What};
use super::{audit, grants, people, screens, serve};
use crate::config::{Config, ConfigError, Sources, SystemEnvironment, report};
use crate::error::Error;
use crate::service::backup::{BackupError, Restored, restore};
use crate::service::command_line::CommandLine;
use crate::store::OpenError;

/// Why a command failed, in words.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failed {
    #[error("{0}")]
    Config(#[from] ConfigError),
    #[error("{0}")]
    Open(#[from] OpenError),
    #[error("{0}")]
    Start(#[from] crate::serve::StartError),
    #[error("{0}")]
    Work(#[from] Error),
    #[error("{0}")]
    Io(#[from] std::io::Error),
    #[error("{0}")]
    Backup(#[from] BackupError),
    #[error("The record is not as it was written. {0}")]
    Altered(String),
    #[error("{file} can't be read: {error}")]
    File { file: String, error: std::io::Error },
    #[error(
        "{file} is JSON, and --fix writes unit files: nothing is written. 'quarterdeck lint {file}' says what to mend in it"
    )]
    JsonStays { file: String },
}

pub(super) fn run(cli: Cli) -> Result<(), Failed> {
    let sources = Sources::gather(&cli.settings.0, cli.config.as_deref(), &SystemEnvironment)?;
    let config = Config::load(&sources)?;
    // The commands that end by themselves need no more than this thread.
    let runtime = match &cli.command {
        What::Serve { .. } => tokio::runtime::Builder::new_multi_thread().enable_all().build()?,
        _ => tokio::runtime::Builder::new_current_thread().enable_all().build()?,
    };
    runtime.block_on(async {
        match cli.command {
            What::Serve { sign_in_link } => serve::serve(config, sign_in_link).await,
            // Needs no settings and never comes here.
            What::Lint(_) => Ok(()),
            What::CheckConfig => say(report(&config, &sources).trim_end()),
            What::Audit(what) => audit::run(&config, what).await,
            What::Backup { file } => {
                CommandLine::open(&config.database).await?.back_up(&config.data_dir, &file).await?;
                say(&format!("Everything is in {}. Whoever can read it has everything.", file.display()))
            }
            What::Restore { file, altered } => {
                let Restored { aside, .. } = restore(&config, &file, altered).await?;
                say(&restored_words(&file, &aside))
            }
            What::Token(what) => people::token(&config, what).await,
            What::User(what) => people::user(&config, what).await,
            What::Grant(what) => grants::grant(&config, what).await,
            What::Screen(what) => screens::screen(&config, what).await,
            What::Certificate(what) => people::certificate(&config, what).await,
        }
    })
}

fn restored_words(file: &Path, aside: &[PathBuf]) -> String {
    let kept = match aside {
        [] => "There was nothing before.".to_owned(),
        files => {
            let names: Vec<String> = files.iter().map(|file| file.display().to_string()).collect();
            format!("What was there before is kept as {}.", names.join(", "))
        }
    };
    format!(
        "{} is restored. Users, passwords, sessions and tokens are those of the backup: what was revoked since then is \
         good again. {kept}",
        file.display()
    )
}

/// Prints a line on stdout. Whoever stopped reading has what they wanted: that is no failure.
pub(super) fn say(line: &str) -> Result<(), Failed> {
    match say_once(line) {
        Err(Failed::Io(error)) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        said => said,
    }
}

/// The same of what is said only once, such as a secret: that nobody read it is a failure.
pub(super) fn say_once(line: &str) -> Result<(), Failed> {
    let mut stdout = std::io::stdout().lock();
    writeln!(stdout, "{line}")?;
    Ok(stdout.flush()?)
}
