//! A pasted text with other options: comments and the lines that did not change stay as they are written.
//!
//! Owns the writing only; which options come out is decided by whoever has them. JSON becomes a unit file.

use fleet::UnitOption;

use super::{Sourced, is_json};

/// Writes the edited options, each with its place among those that were read, if it has one.
pub(crate) fn rewrite(source: &str, read: &[Sourced], edited: &[(Option<usize>, UnitOption)]) -> String {
    if is_json(source) {
        let options: Vec<UnitOption> = edited.iter().map(|(_, option)| option.clone()).collect();
        return fleet::unit_file::to_text(&options);
    }
    let lines: Vec<&str> = source.lines().collect();
    let between = |from: u32, to: u32| lines.get(from as usize..to as usize).unwrap_or_default();
    // Sections may have been put together, so that lines are not in order.
    let mut ends: Vec<u32> = read.iter().map(|sourced| sourced.last_line).collect();
    ends.sort_unstable();
    let mut writer = Writer { text: String::with_capacity(source.len()), section: None };
    for (place, option) in edited {
        let before = place.and_then(|place| read.get(place));
        if let Some(before) = before {
            // What stands above an option, up to the option before it, is about it.
            let above =
                ends.partition_point(|end| *end < before.line).checked_sub(1).and_then(|at| ends.get(at));
            writer.comments(between(above.copied().unwrap_or(0), before.line - 1), option);
        }
        writer.enter(&option.section);
        match before.filter(|before| before.option == *option) {
            Some(before) => writer.lines(between(before.line - 1, before.last_line)),
            None => writer.line(&format!("{}={}", option.name, option.value)),
        }
    }
    let end = ends.last().copied().unwrap_or(0);
    writer.comments(between(end, u32::try_from(lines.len()).unwrap_or(end)), &UnitOption::default());
    writer.text
}

struct Writer {
    text: String,
    section: Option<String>,
}

impl Writer {
    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn lines(&mut self, lines: &[&str]) {
        for line in lines {
            self.line(line);
        }
    }

    /// Comments and empty lines; a section's line only where it leads to the option's section.
    fn comments(&mut self, lines: &[&str], option: &UnitOption) {
        for line in lines {
            if line.trim_start().starts_with('[') {
                let is_its_own = line.trim().trim_matches(['[', ']']) == option.section;
                if is_its_own && self.section.as_deref() != Some(option.section.as_str()) {
                    self.section = Some(option.section.clone());
                    self.line(line);
                }
            } else {
                self.line(line);
            }
        }
    }

    fn enter(&mut self, section: &str) {
        if self.section.as_deref() == Some(section) {
            return;
        }
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
        self.line(&format!("[{section}]"));
        self.section = Some(section.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::template::read_lines;

    const SOURCE: &str =
        "# of the file\n[Unit]\n# what it is\nDescription=a\n\n[Service]\nExecStart=/bin/a \\\n  b\n# end\n";

    fn edited(change: impl Fn(&mut Vec<(Option<usize>, UnitOption)>)) -> String {
        let read = read_lines(SOURCE).unwrap();
        let mut options: Vec<_> =
            read.iter().enumerate().map(|(at, sourced)| (Some(at), sourced.option.clone())).collect();
        change(&mut options);
        rewrite(SOURCE, &read, &options)
    }

    #[test]
    fn what_is_not_changed_stays_as_written() {
        assert_eq!(edited(|_| ()), SOURCE);
        let added = edited(|options| options.insert(1, (None, UnitOption::new("Service", "Type", "simple"))));
        assert_eq!(
            added,
            "# of the file\n[Unit]\n# what it is\nDescription=a\n\n[Service]\nType=simple\n\nExecStart=/bin/a \\\n  b\n# end\n"
        );
        let changed = edited(|options| options[1].1.value = "/bin/c".to_owned());
        assert!(changed.ends_with("[Service]\nExecStart=/bin/c\n# end\n"), "{changed}");
        let moved = edited(|options| options[0].1.section = "Service".to_owned());
        assert!(moved.starts_with("# of the file\n# what it is\n\n[Service]\nDescription=a\n"), "{moved}");
    }

    #[test]
    fn json_becomes_a_unit_file() {
        let source = r#"{"options":[{"section":"Service","name":"Type","value":"simple"}]}"#;
        let read = read_lines(source).unwrap();
        assert_eq!(rewrite(source, &read, &[(Some(0), read[0].option.clone())]), "[Service]\nType=simple\n");
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(
            source in r"(#c\n|\n|\[(Unit|Service|X)\]\n|[AB]=x( \\\n y)?\n){1,12}",
            kept in prop::collection::vec(any::<(bool, bool)>(), 12),
        ) {
            let Ok(read) = read_lines(&source) else { return Ok(()) };
            let mut edited = Vec::new();
            for (at, (sourced, (keep, change))) in read.iter().zip(kept).enumerate() {
                let mut option = sourced.option.clone();
                if change {
                    option.value.push('z');
                }
                if keep {
                    edited.push((Some(at), option));
                }
            }
            let written = rewrite(&source, &read, &edited);
            let back: Vec<UnitOption> =
                read_lines(&written).unwrap_or_default().into_iter().map(|sourced| sourced.option).collect();
            let expected: Vec<UnitOption> = edited.into_iter().map(|(_, option)| option).collect();
            prop_assert_eq!(back, expected, "{}", written);
        }
    }
}
