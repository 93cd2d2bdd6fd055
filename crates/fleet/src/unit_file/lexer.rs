//! Fleet's reader of unit files, step by step.
//!
//! Owns the order in which signs are looked at, since the order decides what a hostile value turns into. Text
//! before the first section is skipped, a section reaches to the next `]` even over lines, and a backslash at the
//! end of a line continues a value, backslash and newline included.

use super::{LINE_LIMIT, UnitFileError};
use crate::UnitOption;

/// Reads options from a text, from its beginning to its end.
pub(super) struct Lexer<'a> {
    text: &'a str,
    position: usize,
    /// Where the first newline or carriage return at or after `position` was last seen.
    line_end: usize,
    options: Vec<UnitOption>,
}

/// What is expected next.
enum Step<'a> {
    BeforeSections,
    SectionName,
    SectionRest { section: &'a str },
    InSection { section: &'a str },
    Comment { section: Option<&'a str> },
    Name { section: &'a str },
    Value { section: &'a str, name: &'a str, value: String },
}

/// A line without its newline, and whether the text ended with it.
struct Line<'a> {
    text: &'a str,
    is_last: bool,
}

impl<'a> Lexer<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let mut lexer = Self { text, position: 0, line_end: 0, options: Vec::new() };
        lexer.find_line_end();
        lexer
    }

    pub(super) fn options(mut self) -> Result<Vec<UnitOption>, UnitFileError> {
        let mut next = Some(Step::BeforeSections);
        while let Some(step) = next {
            self.check_line_length()?;
            next = self.take(step)?;
        }
        Ok(self.options)
    }

    fn take(&mut self, step: Step<'a>) -> Result<Option<Step<'a>>, UnitFileError> {
        Ok(match step {
            Step::BeforeSections => self.next_sign().map(|sign| match sign {
                '[' => Step::SectionName,
                '#' | ';' => Step::Comment { section: None },
                _ => Step::BeforeSections,
            }),
            Step::SectionName => Some(self.section_name()?),
            Step::SectionRest { section } => Some(self.section_rest(section)?),
            Step::InSection { section } => self.in_section(section),
            Step::Comment { section } => {
                // One blank after the backslash still continues a comment; it would end a value.
                while strip_one_blank(self.next_line().text).ends_with('\\') {}
                Some(section.map_or(Step::BeforeSections, |section| Step::InSection { section }))
            }
            Step::Name { section } => Some(self.name(section)?),
            Step::Value { section, name, value } => Some(self.value(section, name, value)),
        })
    }

    fn section_name(&mut self) -> Result<Step<'a>, UnitFileError> {
        let length = self.rest().find(']').ok_or(UnitFileError::UnclosedSection)?;
        let section = &self.rest()[..length];
        self.position += length + 1;
        Ok(Step::SectionRest { section })
    }

    fn section_rest(&mut self, section: &'a str) -> Result<Step<'a>, UnitFileError> {
        match self.next_line().text.trim() {
            "" => Ok(Step::InSection { section }),
            garbage => Err(UnitFileError::GarbageAfterSection(garbage.as_bytes().to_vec())),
        }
    }

    fn in_section(&mut self, section: &'a str) -> Option<Step<'a>> {
        let start = self.position;
        self.next_sign().map(|sign| match sign {
            _ if sign.is_whitespace() => Step::InSection { section },
            '[' => Step::SectionName,
            '#' | ';' => Step::Comment { section: Some(section) },
            _ => {
                self.position = start;
                Step::Name { section }
            }
        })
    }

    fn name(&mut self, section: &'a str) -> Result<Step<'a>, UnitFileError> {
        let rest = self.rest();
        let length = rest.find(['=', '\n', '\r']).ok_or(UnitFileError::EndsInName)?;
        if !rest[length..].starts_with('=') {
            return Err(UnitFileError::NewlineInName);
        }
        self.position += length + 1;
        Ok(Step::Value { section, name: rest[..length].trim(), value: String::new() })
    }

    fn value(&mut self, section: &'a str, name: &'a str, mut value: String) -> Step<'a> {
        let line = self.next_line();
        if !line.text.trim().is_empty() {
            value.push_str(line.text);
            if line.text.ends_with('\\') {
                if !line.is_last {
                    value.push('\n');
                }
                return Step::Value { section, name, value };
            }
        }
        let trimmed = value.trim();
        // A value that was continued by nothing keeps the newline after its backslash.
        let end = if value.ends_with('\n') { "\n" } else { "" };
        self.options.push(UnitOption::new(section, name, format!("{trimmed}{end}")));
        Step::InSection { section }
    }

    fn rest(&self) -> &'a str {
        &self.text[self.position..]
    }

    fn next_sign(&mut self) -> Option<char> {
        let sign = self.rest().chars().next()?;
        self.position += sign.len_utf8();
        Some(sign)
    }

    /// A carriage return before the newline stays part of the line; only one that ends the whole text goes.
    fn next_line(&mut self) -> Line<'a> {
        let rest = self.rest();
        match rest.split_once('\n') {
            Some((text, _)) => {
                self.position += text.len() + 1;
                Line { text, is_last: false }
            }
            None => {
                self.position += rest.len();
                Line { text: rest.strip_suffix('\r').unwrap_or(rest), is_last: true }
            }
        }
    }

    /// Fleet looks before each step, and only into what its read buffer holds at that moment: some long lines late
    /// in a file escape it. Here none does.
    fn check_line_length(&mut self) -> Result<(), UnitFileError> {
        if self.line_end < self.position {
            self.find_line_end();
        }
        if self.line_end - self.position >= LINE_LIMIT {
            return Err(UnitFileError::LineTooLong);
        }
        Ok(())
    }

    fn find_line_end(&mut self) {
        let rest = self.rest();
        self.line_end = self.position + rest.find(['\n', '\r']).unwrap_or(rest.len());
    }
}

fn strip_one_blank(line: &str) -> &str {
    line.strip_suffix(' ').unwrap_or(line)
}
