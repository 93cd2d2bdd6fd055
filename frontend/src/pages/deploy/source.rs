//! Reading what was pasted for a template, as it is typed: the options, or the errors at their lines. Pure.

use fleet::{AppName, UnitOption, Version};
use shared::template::{self, SourceError, Template};

/// What a source says.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Reading {
    /// The options, if all of it could be read.
    pub options: Vec<UnitOption>,
    /// What is wrong.
    pub errors: Vec<SourceError>,
    /// Whether it fills in an image.
    pub uses_image: bool,
}

impl Reading {
    /// Reads. An empty text is no error: nothing was pasted yet.
    pub fn of(source: &str) -> Self {
        if source.trim().is_empty() {
            return Self::default();
        }
        match template::read(source) {
            Ok(options) => Self { uses_image: uses_image(&options), options, errors: Vec::new() },
            Err(errors) => Self { errors, ..Self::default() },
        }
    }

    /// Whether it can be saved.
    pub fn is_good(&self) -> bool {
        self.errors.is_empty() && !self.options.is_empty()
    }
}

/// A template out of the unit file of one instance: what says its version becomes `{version}`, so that other versions
/// can be launched from it.
pub fn generalised(unit_file: &str, version: Option<&Version>) -> String {
    let Some(version) = version else { return unit_file.to_owned() };
    let version = version.as_str();
    let mut text = String::with_capacity(unit_file.len());
    let mut rest = unit_file;
    while let Some(at) = rest.find(version) {
        let (before, from) = rest.split_at(at);
        let after = from.get(version.len()..).unwrap_or_default();
        let joins = |c: char| c.is_ascii_alphanumeric() || c == '.';
        let whole = !before.ends_with(joins) && !after.starts_with(joins);
        text.push_str(before);
        text.push_str(if whole { "{version}" } else { version });
        rest = after;
    }
    text.push_str(rest);
    text
}

fn uses_image(options: &[UnitOption]) -> bool {
    // Any name will do: only the placeholders are looked at.
    AppName::parse("app").is_ok_and(|app| {
        Template { app, revision: 0, image: String::new(), options: options.to_vec() }.uses_image()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_file_is_read() {
        let reading = Reading::of("[Service]\nExecStart=/usr/bin/docker run {image}:{version}\n");
        assert!(reading.is_good() && reading.uses_image);
    }

    #[test]
    fn nothing_pasted_is_no_error_and_no_template() {
        let reading = Reading::of(" \n");
        assert!(reading.errors.is_empty() && !reading.is_good());
    }

    #[test]
    fn errors_come_with_their_lines() {
        let reading = Reading::of("[Service]\nnonsense\n");
        assert!(!reading.is_good());
        assert_eq!(reading.errors[0].line, Some(2));
    }

    #[test]
    fn a_unit_becomes_a_template_for_all_versions() {
        let version = Version::parse("1.0.0").unwrap();
        let text = "ExecStart=/usr/bin/docker run --name web-1.0.0 acme/web:1.0.0 --port 11.0.0 1.0.0.1\n";
        let expected =
            "ExecStart=/usr/bin/docker run --name web-{version} acme/web:{version} --port 11.0.0 1.0.0.1\n";
        assert_eq!(generalised(text, Some(&version)), expected);
        assert_eq!(generalised(text, None), text);
    }
}
