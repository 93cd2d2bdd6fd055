//! What can be written on the command line. The settings' flags come from the list of settings.

use std::path::PathBuf;

use clap::{Arg, ArgMatches, Args, Command, FromArgMatches, Parser, Subcommand};
use fleet::{AppName, UnitName};
use shared::audit::Outcome;
use shared::policy::{Limits, Pattern};
use shared::{GroupName, RoleName, UserName, utc};

use crate::config::{Flags, SETTINGS};
use crate::store::Head;

/// Quarterdeck: a web dashboard that stands in front of a Fleet cluster and decides who may do what.
#[derive(Debug, Parser)]
#[command(name = "quarterdeck", version, propagate_version = true, arg_required_else_help = true)]
pub(super) struct Cli {
    #[command(subcommand)]
    pub(super) command: What,
    #[command(flatten)]
    pub(super) settings: SettingFlags,
    /// TOML file with settings; flags and environment come before it [env: QUARTERDECK_CONFIG]
    #[arg(long, global = true, value_name = "FILE", help_heading = HEADING)]
    pub(super) config: Option<PathBuf>,
}

const HEADING: &str = "Settings";

#[derive(Debug, Subcommand)]
pub(super) enum What {
    /// Run the server
    Serve {
        /// Print a link that signs the first administrator in, once
        #[arg(long)]
        sign_in_link: bool,
    },
    /// Print what is in force and where each value came from, secrets hidden
    CheckConfig,
    /// Say what a unit file or a unit.json will do that nobody meant; docs/LINT.md lists the rules
    Lint(Lint),
    /// Check the record of who did what, or write it out
    #[command(subcommand)]
    Audit(Audit),
    /// Copy everything into a new file, readable for its owner only; works beside a running server
    Backup {
        /// The file; it must not be there yet
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
    /// Put a backup in the place of what is there, which is kept beside it; not while a server runs
    Restore {
        /// A file that 'quarterdeck backup' has made
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// Also if the record in it is not as it was written
        #[arg(long)]
        altered: bool,
    },
    /// Manage API tokens
    #[command(subcommand)]
    Token(Token),
    /// Manage users
    #[command(subcommand)]
    User(User),
    /// Manage grants: who may do what, and where
    #[command(subcommand)]
    Grant(Grant),
    /// List and revoke wall displays and read-only links
    #[command(subcommand)]
    Screen(Screen),
    /// Manage client certificates
    #[command(subcommand)]
    Certificate(Certificate),
}

#[derive(Debug, Args)]
pub(super) struct Lint {
    /// The file; - for stdin. A file that is named as a unit (web@1.service) is looked at as that unit, any other as the
    /// template of an app
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,
    /// The unit that it is
    #[arg(long, value_name = "UNIT", conflicts_with = "app")]
    pub(super) name: Option<UnitName>,
    /// The app whose template it is
    #[arg(long)]
    pub(super) app: Option<AppName>,
    /// How many machines the cluster has
    #[arg(long, value_name = "COUNT")]
    pub(super) machines: Option<usize>,
    /// Print JSON, as POST /api/v1/lint answers
    #[arg(long)]
    pub(super) json: bool,
    /// Print the unit file made right on stdout, and the findings on stderr; the file stays as it is. JSON is refused
    #[arg(long, conflicts_with = "json")]
    pub(super) fix: bool,
}

#[derive(Debug, Subcommand)]
pub(super) enum Audit {
    /// Go through the whole record and name the first line that is not as it was written; works beside a running server
    Verify {
        /// An entry that was noted elsewhere, as this command, the log or /metrics told it: its number, a colon, and at
        /// least the first 12 digits of its hash
        #[arg(long, value_name = "ENTRY:HASH", value_parser = head)]
        noted: Option<Head>,
    },
    /// Print the record as JSON lines, the oldest first
    Export {
        /// Only lines after this one, to go on where the last export ended
        #[arg(long, value_name = "LINE")]
        after: Option<u64>,
        /// Only this person's or token's
        #[arg(long, value_name = "NAME")]
        actor: Option<String>,
        /// Only on this app
        #[arg(long)]
        app: Option<AppName>,
        /// Only of this verb, such as deploy or sign-in
        #[arg(long)]
        verb: Option<String>,
        /// Only those that ended so: open, done, refused, failed, aborted, rolled_back or undone
        #[arg(long, value_parser = outcome)]
        outcome: Option<Outcome>,
        /// Only those from this moment on, in UTC: 2026-01-12, 2026-01-12T08:00:05Z, or milliseconds since 1970
        #[arg(long, value_name = "MOMENT", value_parser = moment)]
        from: Option<u64>,
        /// Only those before this moment
        #[arg(long, value_name = "MOMENT", value_parser = moment)]
        to: Option<u64>,
        /// Only those with this text somewhere
        #[arg(long, value_name = "TEXT")]
        text: Option<String>,
    },
}

#[derive(Debug, Subcommand)]
pub(super) enum Token {
    /// Make an API token and print it: the only time that it is shown
    Create {
        /// What it is for; its name in the record
        #[arg(long)]
        name: UserName,
        #[command(flatten)]
        right: Given,
        /// How many days it lasts
        #[arg(long, default_value_t = shared::account::USUAL_TOKEN_DAYS)]
        days: u32,
    },
    /// List the API tokens, without their secrets
    List,
    /// Revoke an API token: it is refused from then on
    Revoke {
        /// Which
        #[arg(long)]
        name: UserName,
    },
}

#[derive(Debug, Subcommand)]
pub(super) enum Screen {
    /// List them
    List,
    /// Revoke one: it shows nothing more within five seconds
    Revoke {
        /// The screen or link, by its id
        id: String,
    },
}

#[derive(Debug, Subcommand)]
pub(super) enum Grant {
    /// List the grants
    List,
    /// Give a user or a group a role, and print the grant's id
    Add {
        #[command(flatten)]
        to: To,
        #[command(flatten)]
        right: Given,
    },
    /// Take a grant back: it counts no more from then on
    Remove {
        /// Which, as 'quarterdeck grant list' shows it
        #[arg(long)]
        id: String,
    },
}

/// What a token or a grant gives.
#[derive(Debug, Args)]
pub(super) struct Given {
    /// What they may do: viewer, deployer, operator, admin, or a role that was made here
    #[arg(long)]
    pub(super) role: RoleName,
    /// On which clusters; * stands for anything
    #[arg(long, value_name = "PATTERN", default_value = "*")]
    pub(super) cluster: Pattern,
    /// On which apps, such as web-*
    #[arg(long, value_name = "PATTERN", default_value = "*")]
    pub(super) apps: Pattern,
    /// The most instances of an app that they may ask for
    #[arg(long, value_name = "COUNT")]
    max_instances: Option<u32>,
    /// The versions that they may start, such as 1.*
    #[arg(long, value_name = "PATTERN")]
    versions: Option<Pattern>,
}

impl Given {
    /// What limits it.
    pub(super) fn limits(&self) -> Limits {
        Limits { most_instances: self.max_instances, versions: self.versions.clone() }
    }
}

/// Whom a grant is for.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub(super) struct To {
    /// The user
    #[arg(long)]
    pub(super) user: Option<UserName>,
    /// The group
    #[arg(long)]
    pub(super) group: Option<GroupName>,
}

#[derive(Debug, Subcommand)]
pub(super) enum Certificate {
    /// Make a client certificate a user's, and print its fingerprint
    Add {
        /// Whose
        #[arg(long)]
        name: UserName,
        /// The certificate (PEM); - for stdin
        #[arg(long, value_name = "FILE")]
        file: PathBuf,
    },
    /// Revoke a client certificate: it lets nobody in any more, whatever its common name is
    Revoke {
        /// The SHA-256 of the certificate, in hexadecimal digits
        #[arg(long, value_name = "SHA256")]
        fingerprint: String,
    },
}

#[derive(Debug, Subcommand)]
pub(super) enum User {
    /// Make a user; the password is read from stdin, one line
    Create {
        /// The name to sign in with
        #[arg(long)]
        name: UserName,
        /// What they may do, on everything: viewer, deployer, operator, admin, or a role that was made here
        #[arg(long)]
        role: RoleName,
    },
    /// Link a user to somebody at the identity provider, who then signs in as that user
    Identity {
        /// The user here
        #[arg(long)]
        name: UserName,
        /// Who, as the provider's tokens name them (the claim `sub`); the record has it of those who were refused
        #[arg(long)]
        subject: String,
    },
    /// List the users
    List,
    /// Let a user come in no more: sessions and links end, and their API tokens rest
    Disable(Whom),
    /// Let a user come in again
    Enable(Whom),
    /// Set a user's password, and end their sessions; it is read from stdin, one line
    Password(Whom),
    /// Take a user's second factor away, and end their sessions
    SecondFactorOff(Whom),
    /// Print a link that signs a user in, once, within 15 minutes
    Link(Whom),
}

#[derive(Debug, Args)]
pub(super) struct Whom {
    /// The user
    #[arg(long)]
    pub(super) name: UserName,
}

fn outcome(text: &str) -> Result<Outcome, String> {
    Outcome::parse(text)
        .ok_or_else(|| "write open, done, refused, failed, aborted, rolled_back or undone".to_owned())
}

fn moment(text: &str) -> Result<u64, String> {
    let ms = text.parse().ok();
    ms.or_else(|| utc::parse(text)).ok_or_else(|| {
        "write a day or a moment in UTC, such as 2026-01-12 or 2026-01-12T08:00:05Z, or milliseconds since 1970".to_owned()
    })
}

fn head(text: &str) -> Result<Head, String> {
    Head::parse(text)
        .ok_or_else(|| "write the entry's number, a colon and its hash, such as 1204:5f1c09ab33de".to_owned())
}

/// The settings that were given as flags.
#[derive(Debug, Clone, Default)]
pub(super) struct SettingFlags(pub(super) Flags);

impl Args for SettingFlags {
    fn augment_args(command: Command) -> Command {
        SETTINGS.iter().fold(command, |command, setting| {
            // `--listen` and `--quarterdeck-listen` are the same.
            let (shown, alias) = match setting.short_flag() {
                Some(short) => (short, Some(setting.flag())),
                None => (setting.flag(), None),
            };
            let mut arg = Arg::new(setting.var)
                .long(shown)
                .value_name(setting.placeholder)
                .help(format!("{} [env: {}] [default: {}]", setting.help, setting.var, setting.default))
                .help_heading(HEADING)
                .global(true);
            if let Some(alias) = alias {
                arg = arg.alias(alias);
            }
            command.arg(arg)
        })
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for SettingFlags {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let mut flags = Self::default();
        flags.update_from_arg_matches(matches)?;
        Ok(flags)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        for setting in SETTINGS {
            if let Some(value) = matches.get_one::<String>(setting.var) {
                self.0.insert(setting.var, value.clone());
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_holds_together() {
        Cli::command().debug_assert();
    }

    #[test]
    fn flags_stand_before_and_behind_the_command_under_both_names() {
        for line in [
            ["quarterdeck", "--listen", "127.0.0.1:1", "serve"],
            ["quarterdeck", "serve", "--listen", "127.0.0.1:1"],
            ["quarterdeck", "serve", "--quarterdeck-listen", "127.0.0.1:1"],
        ] {
            let cli = Cli::try_parse_from(line).unwrap();
            assert_eq!(cli.settings.0["QUARTERDECK_LISTEN"], "127.0.0.1:1", "{line:?}");
        }
    }

    #[test]
    fn every_setting_is_a_flag_with_its_variable_in_the_help() {
        let help = Cli::command().render_long_help().to_string();
        for setting in SETTINGS {
            assert!(help.contains(&format!("[env: {}]", setting.var)), "{}", setting.var);
        }
    }
}
