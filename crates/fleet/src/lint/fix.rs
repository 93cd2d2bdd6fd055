//! Fixes: edits to the options of a unit, and applying them.
//!
//! Owns the edits. Which one is right for what is the rules' matter.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use crate::UnitOption;

/// How to mend a finding, without a choice left to make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does, as the words on a button: `Use %p-%i everywhere`.
    pub label: String,
    /// The edits; they belong together. Every index is one of the options as they were before all of them.
    pub edits: Vec<Edit>,
    /// Whether it decides something that only its author can know: then it is offered, and never done along with others.
    pub is_choice: bool,
}

/// One change to the options.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// Another value.
    Replace {
        /// Of which option.
        index: usize,
        /// The new value.
        value: String,
    },
    /// Another name.
    Rename {
        /// Of which option.
        index: usize,
        /// The new name.
        name: String,
    },
    /// Into another section.
    Move {
        /// Which option.
        index: usize,
        /// The section.
        section: String,
    },
    /// A new option before another one, or behind the last.
    Insert {
        /// Before which option.
        before: usize,
        /// The option.
        option: UnitOption,
    },
    /// An option less.
    Remove {
        /// Which.
        index: usize,
    },
}

impl Edit {
    /// The option that it changes, or before which it puts one.
    fn place(&self) -> usize {
        match self {
            Self::Replace { index, .. }
            | Self::Rename { index, .. }
            | Self::Move { index, .. }
            | Self::Remove { index } => *index,
            Self::Insert { before, .. } => *before,
        }
    }
}

impl Fix {
    pub(super) fn new(label: impl Into<String>, edits: Vec<Edit>) -> Self {
        Self { label: label.into(), edits, is_choice: false }
    }

    pub(super) fn by_hand(self) -> Self {
        Self { is_choice: true, ..self }
    }

    pub(super) fn replace(label: impl Into<String>, index: usize, value: impl Into<String>) -> Self {
        Self::new(label, vec![Edit::Replace { index, value: value.into() }])
    }
}

/// The value with pieces of it replaced. Those that overlap one before them are left as they are.
pub(super) fn replace_pieces(value: &str, pieces: &[(Range<usize>, impl AsRef<str>)]) -> String {
    let mut pieces: Vec<_> = pieces.iter().collect();
    pieces.sort_by_key(|(span, _)| span.start);
    let mut text = String::with_capacity(value.len());
    let mut end = 0;
    for (span, by) in pieces {
        let Some(between) = value.get(end..span.start).filter(|_| value.get(span.clone()).is_some()) else {
            continue;
        };
        text.push_str(between);
        text.push_str(by.as_ref());
        end = span.end;
    }
    text + value.get(end..).unwrap_or_default()
}

/// The options with a fix applied, those of a section together.
pub fn apply(options: &[UnitOption], fix: &Fix) -> Vec<UnitOption> {
    traced(options, fix).into_iter().map(|(_, option)| option).collect()
}

/// The same, each option with its place before; new ones have none.
pub fn traced(options: &[UnitOption], fix: &Fix) -> Vec<(Option<usize>, UnitOption)> {
    let mut edited = Vec::with_capacity(options.len() + fix.edits.len());
    // A fix may have an edit for each of many options.
    let mut edits: BTreeMap<usize, Vec<&Edit>> = BTreeMap::new();
    for edit in &fix.edits {
        edits.entry(edit.place().min(options.len())).or_default().push(edit);
    }
    for (index, old) in options.iter().enumerate() {
        let here = edits.get(&index).map_or(&[][..], Vec::as_slice);
        edited.extend(inserted(here));
        edited.extend(changed(old, here).map(|option| (Some(index), option)));
    }
    edited.extend(inserted(edits.get(&options.len()).map_or(&[][..], Vec::as_slice)));
    let mut places = HashMap::new();
    for (_, option) in &edited {
        let next = places.len();
        places.entry(option.section.clone()).or_insert(next);
    }
    edited.sort_by_key(|(_, option)| places.get(&option.section).copied());
    edited
}

/// The new options of these edits, all of one place.
fn inserted(edits: &[&Edit]) -> impl Iterator<Item = (Option<usize>, UnitOption)> {
    edits.iter().filter_map(|edit| match edit {
        Edit::Insert { option, .. } => Some((None, option.clone())),
        _ => None,
    })
}

/// What these edits, all of its place, make of an option.
fn changed(old: &UnitOption, edits: &[&Edit]) -> Option<UnitOption> {
    let mut option = old.clone();
    for edit in edits {
        match edit {
            Edit::Replace { value, .. } => option.value.clone_from(value),
            Edit::Rename { name, .. } => option.name.clone_from(name),
            Edit::Move { section, .. } => option.section.clone_from(section),
            Edit::Remove { .. } => return None,
            Edit::Insert { .. } => {}
        }
    }
    Some(option)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_count_places_as_they_were() {
        let options = [
            UnitOption::new("Unit", "Description", "a"),
            UnitOption::new("Service", "Conflicts", "b"),
            UnitOption::new("Service", "ExecStart", "c"),
        ];
        let fix = Fix::new(
            "all",
            vec![
                Edit::Remove { index: 0 },
                Edit::Move { index: 1, section: "X-Fleet".to_owned() },
                Edit::Insert { before: 2, option: UnitOption::new("Service", "Type", "simple") },
                Edit::Replace { index: 2, value: "d".to_owned() },
                Edit::Insert { before: 3, option: UnitOption::new("Service", "User", "x") },
            ],
        );
        assert_eq!(
            traced(&options, &fix),
            [
                (Some(1), UnitOption::new("X-Fleet", "Conflicts", "b")),
                (None, UnitOption::new("Service", "Type", "simple")),
                (Some(2), UnitOption::new("Service", "ExecStart", "d")),
                (None, UnitOption::new("Service", "User", "x")),
            ]
        );
    }
}
