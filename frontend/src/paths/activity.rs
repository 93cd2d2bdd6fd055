//! What the address says of the Activity page.

use fleet::UnitName;
use leptos_router::params::ParamsMap;
use shared::audit::Outcome;

use super::with_query;

/// The outcomes that one can ask for, with their words.
pub const OUTCOMES: [(Outcome, &str); 7] = [
    (Outcome::Done, "done"),
    (Outcome::Undone, "undone"),
    (Outcome::Refused, "refused"),
    (Outcome::Failed, "failed"),
    (Outcome::Aborted, "aborted"),
    (Outcome::RolledBack, "rolled_back"),
    (Outcome::Open, "open"),
];

/// Which lines of the record are listed. Empty members let everything through.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ActivityQuery {
    /// A text that stands somewhere in the line.
    pub text: String,
    /// Only this person's or token's.
    pub who: String,
    /// Only about this app.
    pub app: String,
    /// Only with this verb: a right's name, or what takes none.
    pub kind: String,
    /// Only from this day on, as `2026-11-22`, in the person's own time zone.
    pub from: String,
    /// Only until the end of this day.
    pub to: String,
    /// Only those that ended so.
    pub outcome: Option<Outcome>,
}

impl ActivityQuery {
    /// Reads the query of an address. What can't be read is left out.
    pub fn read(query: &ParamsMap) -> Self {
        Self::read_from(|name| query.get(name))
    }

    fn read_from(get: impl Fn(&str) -> Option<String>) -> Self {
        let get = |name| get(name).unwrap_or_default();
        Self {
            text: get("q"),
            who: get("who"),
            app: get("app"),
            kind: get("kind"),
            from: get("from"),
            to: get("to"),
            outcome: outcome(&get("outcome")),
        }
    }

    /// The address of the page in this state.
    pub fn path(&self) -> String {
        with_query(
            "/activity",
            &[
                ("q", &self.text),
                ("who", &self.who),
                ("app", &self.app),
                ("kind", &self.kind),
                ("outcome", self.outcome_word()),
                ("from", &self.from),
                ("to", &self.to),
            ],
        )
    }

    /// The word for the outcome; empty for all.
    pub fn outcome_word(&self) -> &'static str {
        OUTCOMES.into_iter().find(|(outcome, _)| Some(*outcome) == self.outcome).map_or("", |(_, word)| word)
    }
}

/// Reads the word for an outcome.
pub fn outcome(word: &str) -> Option<Outcome> {
    OUTCOMES.into_iter().find(|(_, own)| *own == word).map(|(outcome, _)| outcome)
}

/// The record of one unit.
pub fn activity_of_unit(unit: &UnitName) -> String {
    ActivityQuery { text: unit.to_string(), ..ActivityQuery::default() }.path()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paths::tests::params;

    #[test]
    fn the_state_of_the_page_survives_its_address() {
        for query in [
            ActivityQuery::default(),
            ActivityQuery {
                text: "a & b".into(),
                who: "ada".into(),
                app: "example".into(),
                kind: "remove".into(),
                from: "2026-11-01".into(),
                to: "2026-11-22".into(),
                outcome: Some(Outcome::Refused),
            },
        ] {
            assert_eq!(ActivityQuery::read_from(params(&query.path())), query);
        }
        assert_eq!(ActivityQuery::read_from(params("/activity?outcome=fine")).outcome, None);
    }
}
