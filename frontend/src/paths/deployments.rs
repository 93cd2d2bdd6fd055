//! Where deployments are, and what the address says of their list.

use fleet::AppName;
use leptos_router::params::ParamsMap;
use shared::ActionId;

use super::with_query;

/// How deployments can stand, as the address and the server name it.
pub const STANDINGS: [&str; 11] = [
    "at_work",
    "asked",
    "paused",
    "keeping",
    "done",
    "rolled_back",
    "aborted",
    "failed",
    "undone",
    "declined",
    "interrupted",
];

/// The words for one of `STANDINGS`.
pub fn standing_words(standing: &str) -> &'static str {
    match standing {
        "at_work" => say::state::standing_at_work(),
        "asked" => say::state::standing_asked(),
        "paused" => say::state::standing_paused(),
        "keeping" => say::state::standing_keeping(),
        "done" => say::state::standing_done(),
        "rolled_back" => say::state::standing_rolled_back(),
        "aborted" => say::state::standing_aborted(),
        "failed" => say::state::standing_failed(),
        "undone" => say::state::standing_undone(),
        "declined" => say::state::standing_declined(),
        _ => say::state::standing_interrupted(),
    }
}

/// Which deployments are listed. Empty members let everything through.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DeploymentsQuery {
    /// Only of this app.
    pub app: String,
    /// Only those that stand so (`STANDINGS`).
    pub state: String,
    /// Only this person's or token's.
    pub who: String,
    /// Only those that lead to this version.
    pub version: String,
    /// Only those in whose note this stands.
    pub note: String,
    /// Only from this day on, as `2026-11-22`, in the person's own time zone.
    pub from: String,
    /// Only until the end of this day.
    pub to: String,
}

impl DeploymentsQuery {
    /// How many filters are on.
    pub fn chosen(&self) -> usize {
        let Self { app, state, who, version, note, from, to } = self;
        [app, state, who, version, note, from, to].into_iter().filter(|value| !value.is_empty()).count()
    }

    /// Reads the query of an address. What can't be read is left out.
    pub fn read(query: &ParamsMap) -> Self {
        Self::read_from(|name| query.get(name))
    }

    fn read_from(get: impl Fn(&str) -> Option<String>) -> Self {
        let get = |name| get(name).unwrap_or_default();
        let known = |word: &String| STANDINGS.contains(&word.as_str());
        let state = Some(get("state")).filter(known).unwrap_or_default();
        Self {
            app: get("app"),
            state,
            who: get("who"),
            version: get("version"),
            note: get("note"),
            from: get("from"),
            to: get("to"),
        }
    }

    /// The address of the page in this state.
    pub fn path(&self) -> String {
        with_query(
            "/deployments",
            &[
                ("app", &self.app),
                ("state", &self.state),
                ("who", &self.who),
                ("version", &self.version),
                ("note", &self.note),
                ("from", &self.from),
                ("to", &self.to),
            ],
        )
    }
}

/// All deployments.
pub fn deployments() -> String {
    "/deployments".to_owned()
}

/// The deployments of one app.
pub fn deployments_of(app: &AppName) -> String {
    with_query("/deployments", &[("app", app.as_str())])
}

/// One deployment, or any other action.
pub fn deployment(id: &ActionId) -> String {
    format!("/deployments/{id}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paths::tests::params;

    #[test]
    fn the_state_of_the_page_survives_its_address() {
        for query in [
            DeploymentsQuery::default(),
            DeploymentsQuery {
                app: "example".into(),
                state: "rolled_back".into(),
                who: "ada".into(),
                version: "2.0.0".into(),
                note: "OPS-7 & more".into(),
                from: "2026-11-01".into(),
                to: "2026-11-22".into(),
            },
        ] {
            assert_eq!(DeploymentsQuery::read_from(params(&query.path())), query);
        }
        assert_eq!(DeploymentsQuery::read_from(params("/deployments?state=fine")).state, "");
        let by_ada = DeploymentsQuery { app: "example".into(), who: "ada".into(), ..Default::default() };
        assert_eq!((DeploymentsQuery::default().chosen(), by_ada.chosen()), (0, 2));
    }
}
