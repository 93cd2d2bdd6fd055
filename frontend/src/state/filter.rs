//! Which units a list shows: words and states. Pure; the pages keep it in the URL.

use shared::Health;

use super::cluster::Unit;

/// A filter over units. Empty members let everything through.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UnitFilter {
    /// Words that the unit's name or place must all contain, in any case.
    pub search: String,
    /// Only units of these healths.
    pub health: Vec<Health>,
}

impl UnitFilter {
    /// Whether it lets everything through.
    pub fn is_empty(&self) -> bool {
        self.search.trim().is_empty() && self.health.is_empty()
    }

    /// Whether the unit is shown. `place` is its machine in words.
    pub fn matches(&self, unit: &Unit, place: Option<&str>) -> bool {
        (self.health.is_empty() || self.health.contains(&unit.health))
            && self.search.split_whitespace().all(|word| {
                contains(unit.row.name.as_str(), word) || place.is_some_and(|place| contains(place, word))
            })
    }
}

/// Whether `text` contains `word`, without regard to ASCII case. Allocates nothing: it runs over thousands of rows
/// for each key.
pub fn contains(text: &str, word: &str) -> bool {
    let (text, word) = (text.as_bytes(), word.as_bytes());
    word.is_empty() || text.windows(word.len()).any(|part| part.eq_ignore_ascii_case(word))
}

/// Reads a health from its word, as it stands in the URL.
pub fn health_from_word(word: &str) -> Option<Health> {
    HEALTHS.into_iter().find(|health| health.word() == word)
}

/// All healths, worst first, as facets show them.
pub const HEALTHS: [Health; 7] = [
    Health::Failed,
    Health::Unplaced,
    Health::Starting,
    Health::Stopping,
    Health::Running,
    Health::Stopped,
    Health::Unknown,
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::cluster::tests::row;

    fn matches(search: &str, health: &[Health]) -> bool {
        let unit = Unit::new(row("example:1.0.0@1.service", "active", "running"));
        let filter = UnitFilter { search: search.into(), health: health.to_vec() };
        filter.matches(&unit, Some("10.0.1.5"))
    }

    #[test]
    fn all_words_must_be_there() {
        assert!(matches("", &[]));
        assert!(matches("EXAM 1.0", &[]));
        assert!(matches("example 10.0.1.5", &[]));
        assert!(!matches("example 10.0.1.6", &[]));
    }

    #[test]
    fn states_narrow_the_list() {
        assert!(matches("", &[Health::Failed, Health::Running]));
        assert!(!matches("", &[Health::Failed]));
    }

    #[test]
    fn words_of_the_url_are_read_back() {
        for health in HEALTHS {
            assert_eq!(health_from_word(health.word()), Some(health));
        }
        assert_eq!(health_from_word("fine"), None);
    }
}
