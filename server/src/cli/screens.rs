//! `quarterdeck screen …`: which wall displays and links there are, and an end to one, for when nobody can sign in.

use shared::screen::{Kind, ScreenRow};
use shared::utc;

use super::args::Screen;
use super::people::table;
use super::run::{Failed, say};
use crate::config::Config;
use crate::service::command_line::CommandLine;

pub(super) async fn screen(config: &Config, what: Screen) -> Result<(), Failed> {
    let command_line = CommandLine::open(&config.database).await?;
    match what {
        Screen::List => say(table(&SCREENS, command_line.screens().await?.iter().map(row)).trim_end()),
        Screen::Revoke { id } => Ok(command_line.revoke_screen(&id).await?),
    }
}

const SCREENS: [&str; 6] = ["ID", "KIND", "NAME", "SHOWS", "MADE BY", "LAST SEEN"];

fn row(screen: &ScreenRow) -> [String; 6] {
    let kind = match screen.kind {
        Kind::Display => "screen",
        Kind::Link => "link",
    };
    [
        screen.id.clone(),
        kind.to_owned(),
        screen.name.clone(),
        screen.view.words(),
        screen.created_by.clone(),
        screen.seen_ms.map_or_else(|| "never".to_owned(), utc::minute),
    ]
}
