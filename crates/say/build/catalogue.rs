//! A folder of Fluent files: each file an area, each message a key in it. What only the server says lies in the folder
//! `server`, and is never fetched by the page.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use fluent_syntax::ast::Entry;
use fluent_syntax::parser;

use crate::message::Message;

/// The areas by their names, each with its messages by their keys. Sorted, so that a message has the same number in each
/// build.
pub(crate) type Areas = BTreeMap<String, BTreeMap<String, Message>>;

/// The folder of what only the server says.
const SERVER: &str = "server";

/// All messages of a language.
pub(crate) struct Catalogue {
    /// What the page says, alone or beside the server. Their numbers come first.
    pub(crate) page: Areas,
    /// What only the server says.
    pub(crate) server: Areas,
}

impl Catalogue {
    /// Reads all files of a folder. What is no message, or needs more of Fluent than there is here, is an error.
    pub(crate) fn read(folder: &Path) -> Result<Self> {
        let mut page = areas(folder)?;
        let server = page.remove(SERVER).map_or_else(|| Ok(Areas::new()), |_| areas(&folder.join(SERVER)))?;
        Ok(Self { page, server })
    }

    /// Each message with its area and key, in the order of their numbers.
    pub(crate) fn messages(&self) -> impl Iterator<Item = (String, &str, &Message)> {
        let page = self.page.iter().map(|(area, messages)| (area.clone(), messages));
        let server = self.server.iter().map(|(area, messages)| (format!("{SERVER}/{area}"), messages));
        page.chain(server).flat_map(|(area, messages)| {
            messages.iter().map(move |(key, message)| (area.clone(), key.as_str(), message))
        })
    }

    /// One message.
    pub(crate) fn message(&self, area: &str, key: &str) -> Option<&Message> {
        let messages = match area.split_once('/') {
            Some((_, area)) => self.server.get(area)?,
            None => self.page.get(area)?,
        };
        messages.get(key)
    }
}

/// The areas of a folder; that of the server is an empty one here.
fn areas(folder: &Path) -> Result<Areas> {
    let mut areas = Areas::new();
    let entries = fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        let named = || path.display().to_string();
        let area = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default().to_owned();
        if path.is_dir() && area == SERVER {
            areas.insert(area, BTreeMap::new());
            continue;
        }
        ensure!(path.extension().is_some_and(|extension| extension == "ftl"), "{} is no .ftl", named());
        ensure!(area != SERVER, "an area can't have the name of that folder");
        let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", named()))?;
        areas.insert(area, messages(&text).with_context(named)?);
    }
    Ok(areas)
}

fn messages(text: &str) -> Result<BTreeMap<String, Message>> {
    let resource = match parser::parse(text) {
        Ok(resource) => resource,
        Err((_, errors)) => {
            let first = errors.first().map(|error| {
                let line = text.get(..error.pos.start).map_or(0, |before| before.matches('\n').count()) + 1;
                format!("line {line}: {error}")
            });
            bail!("{}", first.unwrap_or_default());
        }
    };
    let mut messages = BTreeMap::new();
    for entry in resource.body {
        match entry {
            Entry::Message(message) => {
                let key = message.id.name.to_owned();
                let read = Message::read(&message).with_context(|| key.clone())?;
                ensure!(messages.insert(key.clone(), read).is_none(), "{key} stands there twice");
            }
            Entry::Comment(_) | Entry::GroupComment(_) | Entry::ResourceComment(_) => {}
            Entry::Term(term) => bail!("-{}: terms are not read here", term.id.name),
            Entry::Junk { content } => bail!("cannot be read: {content}"),
        }
    }
    Ok(messages)
}
