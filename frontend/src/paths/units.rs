//! What the address says of the Units page: search, states, apps, machines, order.

use fleet::{AppName, MachineId};
use leptos_router::params::ParamsMap;
use shared::Health;

use super::with_query;
use crate::state::filter::{UnitFilter, health_from_word};

/// Stands for units without an app, and for those without a machine: no name begins so.
const NONE: &str = "-";

/// What the units are sorted by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum SortBy {
    /// Their names, numbers by value.
    #[default]
    Name,
    /// Their states, worst first.
    State,
    /// Their machines.
    Machine,
    /// How long they have been as they are, newest first.
    Since,
}

impl SortBy {
    const ALL: [Self; 4] = [Self::Name, Self::State, Self::Machine, Self::Since];

    fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::State => "state",
            Self::Machine => "machine",
            Self::Since => "since",
        }
    }
}

/// Which units are listed, and in which order. Empty members let everything through.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UnitsQuery {
    /// Words and states.
    pub filter: UnitFilter,
    /// Only units of these apps; `None` stands for units of no app.
    pub apps: Vec<Option<AppName>>,
    /// Only units on these machines; `None` stands for units on none.
    pub machines: Vec<Option<MachineId>>,
    /// The order.
    pub sort: SortBy,
    /// Whether the order is turned around.
    pub reverse: bool,
}

impl UnitsQuery {
    /// How many choices are on, besides what is searched for.
    pub fn chosen(&self) -> usize {
        self.filter.health.len() + self.apps.len() + self.machines.len()
    }

    /// Reads the query of an address. What can't be read is left out.
    pub fn read(query: &ParamsMap) -> Self {
        Self::read_from(|name| query.get(name))
    }

    fn read_from(get: impl Fn(&str) -> Option<String>) -> Self {
        let get = |name| get(name).unwrap_or_default();
        let sort = get("sort");
        let word = sort.strip_prefix('-').unwrap_or(&sort);
        Self {
            filter: UnitFilter {
                search: get("q"),
                health: get("state").split(',').filter_map(health_from_word).collect(),
            },
            apps: read_list(&get("app"), |text| AppName::parse(text).ok()),
            machines: read_list(&get("machine"), |text| text.parse().ok()),
            sort: SortBy::ALL.into_iter().find(|sort| sort.as_str() == word).unwrap_or_default(),
            reverse: sort.starts_with('-'),
        }
    }

    /// The address of the page in this state.
    pub fn path(&self) -> String {
        let states: Vec<&str> = self.filter.health.iter().map(|health| health.word()).collect();
        let turned = if self.reverse { "-" } else { "" };
        let sort = match (self.sort, self.reverse) {
            (SortBy::Name, false) => String::new(),
            (sort, _) => format!("{turned}{}", sort.as_str()),
        };
        with_query(
            "/units",
            &[
                ("q", self.filter.search.as_str()),
                ("state", &states.join(",")),
                ("app", &write_list(&self.apps, AppName::as_str)),
                ("machine", &write_list(&self.machines, MachineId::as_str)),
                ("sort", &sort),
            ],
        )
    }

    /// Whether every unit is listed.
    pub fn lists_all(&self) -> bool {
        self.filter.is_empty() && self.apps.is_empty() && self.machines.is_empty()
    }

    /// With this state chosen, or not chosen any more.
    pub fn toggle_state(&self, health: Health) -> Self {
        let mut query = self.clone();
        toggle(&mut query.filter.health, health);
        query
    }

    /// With this app chosen, or not chosen any more.
    pub fn toggle_app(&self, app: Option<AppName>) -> Self {
        let mut query = self.clone();
        toggle(&mut query.apps, app);
        query
    }

    /// With this machine chosen, or not chosen any more.
    pub fn toggle_machine(&self, machine: Option<MachineId>) -> Self {
        let mut query = self.clone();
        toggle(&mut query.machines, machine);
        query
    }

    /// Sorted by this; turned around if it is sorted so already.
    pub fn sorted_by(&self, sort: SortBy) -> Self {
        Self { sort, reverse: self.sort == sort && !self.reverse, ..self.clone() }
    }
}

/// The units of one app.
pub fn units_of(app: Option<AppName>) -> String {
    UnitsQuery { apps: vec![app], ..UnitsQuery::default() }.path()
}

/// The units on one machine; on none, if it is `None`.
pub fn units_on(machine: Option<MachineId>) -> String {
    UnitsQuery { machines: vec![machine], ..UnitsQuery::default() }.path()
}

/// The units in these states.
pub fn units_in(states: &[Health]) -> String {
    let filter = UnitFilter { health: states.to_vec(), ..UnitFilter::default() };
    UnitsQuery { filter, ..UnitsQuery::default() }.path()
}

fn toggle<T: PartialEq>(chosen: &mut Vec<T>, value: T) {
    match chosen.iter().position(|other| *other == value) {
        Some(at) => drop(chosen.remove(at)),
        None => chosen.push(value),
    }
}

fn read_list<T>(text: &str, parse: impl Fn(&str) -> Option<T>) -> Vec<Option<T>> {
    let words = text.split(',').filter(|word| !word.is_empty());
    words.filter_map(|word| if word == NONE { Some(None) } else { parse(word).map(Some) }).collect()
}

fn write_list<T>(values: &[Option<T>], text: impl Fn(&T) -> &str) -> String {
    let words: Vec<&str> = values.iter().map(|value| value.as_ref().map_or(NONE, &text)).collect();
    words.join(",")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paths::tests::params;

    fn app(name: &str) -> Option<AppName> {
        Some(AppName::parse(name).unwrap())
    }

    fn read_back(query: &UnitsQuery) -> UnitsQuery {
        UnitsQuery::read_from(params(&query.path()))
    }

    #[test]
    fn the_state_of_the_page_survives_its_address() {
        for query in [
            UnitsQuery::default(),
            UnitsQuery {
                filter: UnitFilter { search: "a b".into(), health: vec![Health::Failed] },
                apps: vec![app("example"), None],
                machines: vec![Some("0123456789abcdef".parse().unwrap()), None],
                sort: SortBy::Since,
                reverse: true,
            },
            UnitsQuery { reverse: true, ..UnitsQuery::default() },
        ] {
            assert_eq!(read_back(&query), query, "{}", query.path());
        }
    }

    #[test]
    fn a_choice_is_taken_back_by_choosing_it_again() {
        let query = UnitsQuery::default().toggle_app(app("example")).toggle_state(Health::Failed);
        assert_eq!(query.path(), "/units?state=failed&app=example");
        assert_eq!(query.toggle_app(app("example")).toggle_state(Health::Failed), UnitsQuery::default());
    }

    #[test]
    fn a_second_press_turns_the_order() {
        let query = UnitsQuery::default().sorted_by(SortBy::State);
        assert!(!query.reverse);
        assert!(query.sorted_by(SortBy::State).reverse);
        assert!(!query.sorted_by(SortBy::State).sorted_by(SortBy::Name).reverse);
    }
}
