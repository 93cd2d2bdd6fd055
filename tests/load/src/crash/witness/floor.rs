//! How few instances of an app may be healthy at this moment.
//!
//! The settings say so once and for all; a person who starts a deployment may agree to fewer for as long as that is
//! open. When it has ended, nothing that serves again may be taken away any more: the floor rises with what serves, up
//! to what the settings say.

use std::collections::BTreeMap;

/// The floor of one app.
#[derive(Debug, Clone)]
pub(super) struct Floor {
    by_settings: usize,
    least: usize,
    /// What was agreed to, by the key of the click.
    agreed: BTreeMap<String, usize>,
}

impl Floor {
    /// Nothing serves yet, so that nothing can be taken away.
    pub(super) fn new(minimum: usize) -> Self {
        Self { by_settings: minimum, least: 0, agreed: BTreeMap::new() }
    }

    /// The fewest that must be healthy now.
    pub(super) fn least(&self) -> usize {
        self.least
    }

    /// The fewest if nobody had agreed to fewer.
    pub(super) fn by_settings(&self) -> usize {
        self.by_settings
    }

    /// "1 (2 by the settings, 1 as agreed for canary-7)".
    pub(super) fn words(&self) -> String {
        let agreed: Vec<String> =
            self.agreed.iter().map(|(key, least)| format!(", {least} as agreed for {key}")).collect();
        format!("{} ({} by the settings{})", self.least, self.by_settings, agreed.concat())
    }

    pub(super) fn agree(&mut self, key: &str, least: usize) {
        self.agreed.insert(key.to_owned(), least);
        self.least = self.least.min(self.bound());
    }

    pub(super) fn release(&mut self, key: &str) {
        self.agreed.remove(key);
    }

    /// So many serve now that somebody else has taken some away.
    pub(super) fn fall_to(&mut self, serving: usize) {
        self.least = self.least.min(serving);
    }

    /// So many serve now.
    pub(super) fn rise_to(&mut self, serving: usize) {
        self.least = self.least.max(serving.min(self.bound()));
    }

    /// No more than this is promised.
    fn bound(&self) -> usize {
        self.agreed.values().copied().fold(self.by_settings, usize::min)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_agreed_to_holds_as_long_as_it_is_open_and_what_serves_again_is_promised_again() {
        let mut floor = Floor::new(2);
        assert_eq!(floor.least(), 0);
        floor.rise_to(5);
        assert_eq!(floor.least(), 2);
        floor.agree("restart", 1);
        assert_eq!(floor.least(), 1);
        floor.rise_to(3);
        assert_eq!(floor.least(), 1);
        floor.release("restart");
        floor.rise_to(1);
        assert_eq!(floor.least(), 1);
        floor.rise_to(3);
        assert_eq!(floor.least(), 2);
        floor.rise_to(0);
        assert_eq!(floor.least(), 2);
    }
}
