//! `quarterdeck user …`, `quarterdeck token …` and `quarterdeck certificate …`: on the store directly, for when nobody can sign in.

use std::io::{BufRead, IsTerminal, Write};
use std::path::Path;

use shared::UserName;
use shared::account::NewToken;
use shared::sign_on::{NewCertificate, NewIdentity};
use shared::utc;

use super::args::{Certificate, Given, Token, User, Whom};
use super::run::{Failed, say, say_once};
use super::serve;
use crate::config::Config;
use crate::data_lock::url_of_running;
use crate::error::Error;
use crate::service::command_line::CommandLine;
use crate::store;

/// The most bytes of a password's line.
const MAX_LINE_BYTES: u64 = 16 * 1024;

pub(super) async fn user(config: &Config, what: User) -> Result<(), Failed> {
    // A password is asked for before anything is opened: whoever thinks twice leaves nothing behind.
    let password = match &what {
        User::Create { name, .. } | User::Password(Whom { name }) => Some(read_password(name)?),
        _ => None,
    };
    let command_line = CommandLine::open(&config.database).await?;
    match what {
        User::Create { name, role } => command_line.create_user(&name, &role, password).await?,
        User::Password(Whom { name }) => {
            command_line.set_password(&name, password.unwrap_or_default()).await?;
        }
        User::Identity { name, subject } => return link_identity(config, name, subject).await,
        User::List => return say(table(&USERS, command_line.users().await?.iter().map(user_row)).trim_end()),
        User::Disable(Whom { name }) => command_line.set_disabled(&name, true).await?,
        User::Enable(Whom { name }) => command_line.set_disabled(&name, false).await?,
        User::SecondFactorOff(Whom { name }) => command_line.second_factor_off(&name).await?,
        User::Link(Whom { name }) => {
            let url = url(config)?;
            let code = command_line.create_code(&name).await?;
            return say_once(&serve::link(&url, &code));
        }
    }
    Ok(())
}

/// The address to give to people: the one that is set here, or the running server's.
fn url(config: &Config) -> Result<String, Error> {
    match (&config.public_url, url_of_running(&config.data_dir)) {
        (None, Some(url)) => Ok(url),
        (None, None) if config.listen.port() == 0 => Err(Error::bad_request(
            "The server chooses its port when it starts, and it does not run: start it first, or set \
             QUARTERDECK_PUBLIC_URL.",
        )),
        _ => Ok(config.url()),
    }
}

pub(super) async fn token(config: &Config, what: Token) -> Result<(), Failed> {
    let command_line = CommandLine::open(&config.database).await?;
    match what {
        Token::Create { name, right, days } => {
            let limits = right.limits();
            let Given { role, cluster, apps, .. } = right;
            let new = NewToken { name, role, cluster, apps, limits, days };
            say_once(&command_line.create_token(new).await?.secret)
        }
        Token::List => say(table(&TOKENS, command_line.tokens().await?.iter().map(token_row)).trim_end()),
        Token::Revoke { name } => Ok(command_line.revoke_token(&name).await?),
    }
}

pub(super) async fn certificate(config: &Config, what: Certificate) -> Result<(), Failed> {
    match what {
        Certificate::Add { name, file } => add_certificate(config, name, &file).await,
        Certificate::Revoke { fingerprint } => {
            Ok(CommandLine::open(&config.database).await?.revoke_certificate(&fingerprint).await?)
        }
    }
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

const USERS: [&str; 5] = ["NAME", "STATE", "PASSWORD", "SECOND FACTOR", "LAST SEEN"];

fn user_row(user: &store::User) -> [String; 5] {
    let yes = |yes: bool| if yes { "yes" } else { "no" }.to_owned();
    [
        user.name.to_string(),
        if user.disabled_ms.is_some() { "disabled" } else { "may come in" }.to_owned(),
        yes(user.password_hash.is_some()),
        yes(user.totp.is_some()),
        user.seen_ms.map_or_else(|| "never".to_owned(), utc::minute),
    ]
}

const TOKENS: [&str; 7] = ["NAME", "ROLE", "CLUSTER", "APPS", "MADE BY", "LAST USED", "EXPIRES"];

fn token_row(token: &store::Token) -> [String; 7] {
    [
        token.name.to_string(),
        token.role.to_string(),
        token.cluster.to_string(),
        token.apps.to_string(),
        token.created_by.clone(),
        token.used_ms.map_or_else(|| "never".to_owned(), utc::minute),
        utc::minute(token.expires_ms),
    ]
}

/// Columns as wide as what stands in them.
pub(super) fn table<const N: usize>(heads: &[&str; N], rows: impl Iterator<Item = [String; N]>) -> String {
    let mut lines = vec![heads.map(str::to_owned)];
    lines.extend(rows);
    let widths: Vec<usize> = (0..N)
        .map(|column| lines.iter().map(|line| line[column].chars().count()).max().unwrap_or(0))
        .collect();
    let mut text = String::new();
    for line in &lines {
        let cells: Vec<String> =
            line.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}")).collect();
        text += cells.join("  ").trim_end();
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_what_stands_in_them() {
        let rows = [["ada".to_owned(), "x".to_owned()], ["grace hopper".to_owned(), "y".to_owned()]];
        assert_eq!(
            table(&["A", "B"], rows.into_iter()),
            "A             B\nada           x\ngrace hopper  y\n"
        );
    }
}
