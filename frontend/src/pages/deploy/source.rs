//! Reading what was pasted for a template, as it is typed: the options, or the errors at their lines. Pure.

use fleet::{AppName, UnitOption};
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
    /// Something worth a thought, in words.
    pub hint: Option<String>,
}

impl Reading {
    /// Reads. An empty text is no error: nothing was pasted yet.
    pub fn of(source: &str) -> Self {
        if source.trim().is_empty() {
            return Self::default();
        }
        match template::read(source) {
            Ok(options) => {
                let hint = hint(&options);
                Self { uses_image: uses_image(&options), options, errors: Vec::new(), hint }
            }
            Err(errors) => Self { errors, ..Self::default() },
        }
    }

    /// Whether it can be saved.
    pub fn is_good(&self) -> bool {
        self.errors.is_empty() && !self.options.is_empty()
    }
}

fn uses_image(options: &[UnitOption]) -> bool {
    // Any name will do: only the placeholders are looked at.
    AppName::parse("app").is_ok_and(|app| {
        Template { app, revision: 0, image: String::new(), options: options.to_vec() }.uses_image()
    })
}

fn hint(options: &[UnitOption]) -> Option<String> {
    let names_version = |option: &UnitOption| {
        ["{version}", "%p", "%n", "%N"].iter().any(|placeholder| option.value.contains(placeholder))
    };
    (!options.iter().any(names_version)).then(|| {
        "Nothing in it names the version, so every version would run the same. {version} stands for it, and systemd's \
         %p for APP:VERSION."
            .to_owned()
    })
}

/// Where a line begins and ends in a text, in UTF-16 units as the browser counts, to select it.
pub fn line_range(text: &str, line: u32) -> (u32, u32) {
    let mut start = 0_usize;
    for (at, content) in text.split('\n').enumerate() {
        let length = content.encode_utf16().count();
        if u32::try_from(at + 1).is_ok_and(|at| at == line) {
            return (units(start), units(start + length));
        }
        start += length + 1;
    }
    (units(start), units(start))
}

fn units(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_file_is_read() {
        let reading = Reading::of("[Service]\nExecStart=/usr/bin/docker run {image}:{version}\n");
        assert!(reading.is_good() && reading.uses_image);
        assert_eq!(reading.hint, None);
    }

    #[test]
    fn a_template_without_the_version_is_worth_a_thought() {
        let reading = Reading::of("[Service]\nExecStart=/bin/sleep 1\n");
        assert!(reading.is_good() && !reading.uses_image);
        assert!(reading.hint.is_some());
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
    fn a_line_is_found_in_the_units_of_the_browser() {
        assert_eq!(line_range("ab\ncd", 2), (3, 5));
        assert_eq!(line_range("😀\ncd", 2), (3, 5));
        assert_eq!(line_range("ab", 9), (3, 3));
    }
}
