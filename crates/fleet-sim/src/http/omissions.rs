//! What lists leave out, by scripted faults, without saying so.

use fleet::glob;

use super::page::Window;

/// The faults of one answer.
#[derive(Debug, Default)]
pub(super) struct Omissions {
    /// Globs of units that are left out.
    pub(super) units: Vec<String>,
    /// Every second entity of the whole list is left out.
    pub(super) every_second: bool,
    /// The list ends after so many entities.
    pub(super) ends_after: Option<usize>,
    /// The second half of each page is left out.
    pub(super) half_pages: bool,
}

impl Omissions {
    pub(super) fn is_none(&self) -> bool {
        self.units.is_empty() && !self.every_second && self.ends_after.is_none() && !self.half_pages
    }

    /// The page of a list with its omissions; `unit` names the unit that an entity is about, if it is about one.
    pub(super) fn cut<T>(
        &self,
        window: Window,
        all: impl Iterator<Item = T>,
        unit: impl Fn(&T) -> Option<&str>,
    ) -> (Vec<T>, Option<String>) {
        let keeps = |entity: &T| {
            unit(entity).is_none_or(|unit| !self.units.iter().any(|glob| glob::matches(glob, unit)))
        };
        let left: Vec<T> = all
            .filter(keeps)
            .step_by(if self.every_second { 2 } else { 1 })
            .take(self.ends_after.unwrap_or(usize::MAX))
            .collect();
        let (mut page, next) = window.cut(left.len(), left.into_iter());
        if self.half_pages {
            page.truncate(page.len().div_ceil(2));
        }
        (page, next)
    }
}
