//! Filling a template for one instance.
//!
//! `{app}`, `{version}`, `{instance}` and `{image}` are replaced in values, once each place. systemd's `%p` and its
//! kin stay, as does every other pair of braces, and `${version}`, which belongs to a shell or to systemd.

use fleet::{GuardError, Instance, UnitOption, Version};
use say::unit_file as words;

use super::Template;
use crate::mistakes;

/// Why a template can't be filled.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FillError {
    /// `{version}` for a unit that has none.
    #[error("{}", words::fill_version(app, option))]
    NoVersion {
        /// Whose template.
        app: String,
        /// Where it says so.
        option: String,
    },
    /// `{image}`, and none is set.
    #[error("{}", words::fill_image(app))]
    NoImage {
        /// Whose template.
        app: String,
    },
    /// The image is no image.
    #[error("{0}")]
    BadImage(#[from] ImageError),
    /// Filled, it is what must not be sent.
    #[error("{}", words::fill_refused(&mistakes::unit(.0)))]
    Refused(#[from] GuardError),
}

/// Why a text is no image's name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImageError {
    /// Signs that no image has, or too many of them.
    #[error("{}", words::not_an_image(.0))]
    Form(String),
    /// A tag: it would stand before the version's.
    #[error("{}", words::image_with_tag(.0))]
    Tag(String),
}

/// Checks the image of a template: a repository with or without a registry, and no tag or digest. An empty text is
/// no image, which is for the template to need or not.
pub fn check_image(image: &str) -> Result<(), ImageError> {
    // Quoted shortened, with nothing that could break a line.
    let quoted = || image.chars().filter(|c| !c.is_control()).take(80).collect::<String>();
    if image.is_empty() {
        return Ok(());
    }
    let last = image.rsplit('/').next().unwrap_or_default();
    if last.contains(':') || image.contains('@') {
        return Err(ImageError::Tag(quoted()));
    }
    let legal = |c: char| c.is_ascii_alphanumeric() || "._-/:".contains(c);
    let whole = image.len() <= 255 && image.chars().all(legal);
    if whole
        && image.starts_with(|c: char| c.is_ascii_alphanumeric())
        && !last.is_empty()
        && !image.contains("//")
    {
        Ok(())
    } else {
        Err(ImageError::Form(quoted()))
    }
}

impl Template {
    /// The options of one instance, as they go to Fleet: checked, with no placeholder left.
    pub fn fill(&self, version: Option<&Version>, instance: Instance) -> Result<Vec<UnitOption>, FillError> {
        let instance = instance.get().to_string();
        if self.uses_image() {
            if self.image.is_empty() {
                return Err(FillError::NoImage { app: self.app.to_string() });
            }
            check_image(&self.image)?;
        }
        let fill_one = |option: &UnitOption| {
            let mut without_version = false;
            let value = substitute(&option.value, |name| match name {
                "app" => Some(self.app.as_str()),
                "instance" => Some(instance.as_str()),
                "image" => Some(self.image.as_str()),
                "version" => {
                    without_version |= version.is_none();
                    version.map(Version::as_str)
                }
                _ => None,
            });
            if without_version {
                let option = format!("{}/{}", option.section, option.name);
                return Err(FillError::NoVersion { app: self.app.to_string(), option });
            }
            Ok(UnitOption { section: option.section.clone(), name: option.name.clone(), value })
        };
        let options = self.options.iter().map(fill_one).collect::<Result<Vec<_>, _>>()?;
        fleet::guard::check_options(&options)?;
        Ok(options)
    }

    /// Whether the template needs an image.
    pub fn uses_image(&self) -> bool {
        uses(&self.options, "image")
    }
}

/// Whether a placeholder of this name stands in one of the values.
fn uses(options: &[UnitOption], wanted: &str) -> bool {
    let mut found = false;
    for option in options {
        substitute(&option.value, |name| {
            found |= name == wanted;
            None
        });
    }
    found
}

/// Replaces `{name}` by what `known` says; leaves what it does not know. What was put in is not looked at again.
fn substitute<'a>(text: &str, mut known: impl FnMut(&str) -> Option<&'a str>) -> String {
    let mut filled = String::with_capacity(text.len() + 32);
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        let (before, from_brace) = rest.split_at(open);
        filled.push_str(before);
        let name = from_brace.split_once('}').and_then(|(name, _)| name.strip_prefix('{'));
        let found = name.filter(|_| !before.ends_with('$')).and_then(|name| Some((name, known(name)?)));
        match found {
            Some((name, value)) => {
                filled.push_str(value);
                rest = from_brace.get(name.len() + 2..).unwrap_or_default();
            }
            None => {
                filled.push('{');
                rest = from_brace.get(1..).unwrap_or_default();
            }
        }
    }
    filled.push_str(rest);
    filled
}
