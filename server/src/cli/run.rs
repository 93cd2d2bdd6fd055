//! The commands that end by themselves.

use std::io::{BufRead, ErrorKind, IsTerminal, Write};
use std::path::{Path, PathBuf};

use shared::account::NewToken;
use shared::policy::Limits;
use shared::sign_on::{NewCertificate, NewIdentity};
use shared::{RoleName, UserName};

use super::args::{Certificate, Cli, Token, User, What};
use super::{audit, serve};
use crate::config::{Config, ConfigError, Sources, SystemEnvironment, report};
use crate::error::Error;
use crate::service::backup::{BackupError, Restored, restore};
use crate::service::command_line::CommandLine;
use crate::store::OpenError;

/// The most bytes of a password's line.
const MAX_LINE_BYTES: u64 = 16 * 1024;

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
            What::Token(Token::Create { name, role, cluster, apps, max_instances, versions, days }) => {
                let limits = Limits { most_instances: max_instances, versions };
                create_token(&config, NewToken { name, role, cluster, apps, limits, days }).await
            }
            What::User(User::Create { name, role }) => create_user(&config, &name, &role).await,
            What::User(User::Identity { name, subject }) => link_identity(&config, name, subject).await,
            What::Certificate(Certificate::Add { name, file }) => add_certificate(&config, name, &file).await,
            What::Certificate(Certificate::Revoke { fingerprint }) => {
                Ok(CommandLine::open(&config.database).await?.revoke_certificate(&fingerprint).await?)
            }
            What::User(User::Link { name }) => create_link(&config, &name).await,
        }
    })
}

async fn create_token(config: &Config, new: NewToken) -> Result<(), Failed> {
    let created = CommandLine::open(&config.database).await?.create_token(new).await?;
    say_once(&created.secret)
}

async fn create_user(config: &Config, name: &UserName, role: &RoleName) -> Result<(), Failed> {
    let password = read_password(name)?;
    CommandLine::open(&config.database).await?.create_user(name, role, Some(password)).await?;
    Ok(())
}

async fn link_identity(config: &Config, user: UserName, subject: String) -> Result<(), Failed> {
    let oidc = config.oidc.as_ref().ok_or_else(|| {
        Error::bad_request("There is no identity provider: set QUARTERDECK_OIDC_ISSUER as the server has it.")
    })?;
    let new = NewIdentity { user, subject };
    Ok(CommandLine::open(&config.database).await?.link_identity(&oidc.issuer, &new).await?)
}

async fn add_certificate(config: &Config, user: UserName, file: &Path) -> Result<(), Failed> {
    let failed = |error| Failed::File { file: file.display().to_string(), error };
    let certificate = if file == Path::new("-") {
        std::io::read_to_string(std::io::stdin().lock()).map_err(failed)?
    } else {
        std::fs::read_to_string(file).map_err(failed)?
    };
    let new = NewCertificate { user, certificate };
    let added = CommandLine::open(&config.database).await?.add_certificate(&new).await?;
    say(&added.fingerprint)
}

async fn create_link(config: &Config, name: &UserName) -> Result<(), Failed> {
    let code = CommandLine::open(&config.database).await?.create_code(name).await?;
    say_once(&serve::link(&config.url(config.listen), &code))
}

fn read_password(name: &UserName) -> Result<String, Failed> {
    let stdin = std::io::stdin();
    if stdin.is_terminal() {
        // On a terminal it would be shown while it is typed: say so before.
        write!(std::io::stderr(), "Password for {name} (it is shown as you type it): ")?;
    }
    let mut line = String::new();
    std::io::Read::take(stdin.lock(), MAX_LINE_BYTES).read_line(&mut line)?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
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
fn say_once(line: &str) -> Result<(), Failed> {
    let mut stdout = std::io::stdout().lock();
    writeln!(stdout, "{line}")?;
    Ok(stdout.flush()?)
}
