//! A folder of Fluent files: each file an area of the page, each message a key in it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use fluent_syntax::ast::Entry;
use fluent_syntax::parser;

use crate::message::Message;

/// All messages of a language, by area and key. Sorted, so that a message has the same number in each build.
pub(crate) struct Catalogue(BTreeMap<String, BTreeMap<String, Message>>);

impl Catalogue {
    /// Reads all files of a folder. What is no message, or needs more of Fluent than there is here, is an error.
    pub(crate) fn read(folder: &Path) -> Result<Self> {
        let mut areas = BTreeMap::new();
        let entries = fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))?;
        for entry in entries {
            let path = entry?.path();
            let named = || path.display().to_string();
            ensure!(path.extension().is_some_and(|extension| extension == "ftl"), "{} is no .ftl", named());
            let area = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default().to_owned();
            let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", named()))?;
            areas.insert(area, messages(&text).with_context(named)?);
        }
        Ok(Self(areas))
    }

    /// Each message with its area and key, in the order of their numbers.
    pub(crate) fn messages(&self) -> impl Iterator<Item = (&str, &str, &Message)> {
        self.0.iter().flat_map(|(area, messages)| {
            messages.iter().map(move |(key, message)| (area.as_str(), key.as_str(), message))
        })
    }

    /// The names of the areas.
    pub(crate) fn areas(&self) -> impl Iterator<Item = (&str, &BTreeMap<String, Message>)> {
        self.0.iter().map(|(area, messages)| (area.as_str(), messages))
    }

    /// One message.
    pub(crate) fn message(&self, area: &str, key: &str) -> Option<&Message> {
        self.0.get(area)?.get(key)
    }
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
