//! `quarterdeck grant …`: on the store directly, for when nobody can sign in who may give rights.

use shared::access::NewGrant;
use shared::policy::{self, Subject};

use super::args::{Given, Grant, To};
use super::people::table;
use super::run::{Failed, say};
use crate::config::Config;
use crate::error::Error;
use crate::service::command_line::CommandLine;

pub(super) async fn grant(config: &Config, what: Grant) -> Result<(), Failed> {
    let command_line = CommandLine::open(&config.database).await?;
    match what {
        Grant::List => say(table(&GRANTS, command_line.grants().await?.iter().map(row)).trim_end()),
        Grant::Add { to, right } => {
            let limits = right.limits();
            let Given { role, cluster, apps, .. } = right;
            let new = NewGrant { to: subject(to)?, role, cluster, apps, limits };
            say(&command_line.give(new).await?.id)
        }
        Grant::Remove { id } => Ok(command_line.take(&id).await?),
    }
}

fn subject(to: To) -> Result<Subject, Error> {
    match (to.user, to.group) {
        (Some(user), None) => Ok(Subject::User(user)),
        (None, Some(group)) => Ok(Subject::Group(group)),
        _ => Err(Error::bad_request("Say whom it is for: --user or --group.")),
    }
}

const GRANTS: [&str; 6] = ["ID", "TO", "ROLE", "CLUSTER", "APPS", "LIMITS"];

fn row(grant: &policy::Grant) -> [String; 6] {
    [
        grant.id.clone(),
        match &grant.to {
            Subject::User(user) => user.to_string(),
            Subject::Group(group) => format!("group {group}"),
        },
        grant.role.to_string(),
        grant.cluster.to_string(),
        grant.apps.to_string(),
        if grant.limits.is_none() { "none".to_owned() } else { grant.limits.words() },
    ]
}
