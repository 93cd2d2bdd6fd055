//! Which units are listed, in which order, and how many each facet would show. Pure.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::Arc;

use fleet::{AppName, MachineId};
use shared::Health;

use crate::paths::{SortBy, UnitsQuery};
use crate::state::cluster::{Cluster, Unit};
use crate::state::filter::{HEALTHS, contains};
use crate::state::order::{natural, sort};
use crate::state::same::Same;

/// The units that a query lets through, with the counts beside its facets.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Listing {
    /// The units, in order.
    pub units: Arc<Vec<Same<Unit>>>,
    /// By state, worst first.
    pub states: Vec<Facet<Health>>,
    /// By app, by name; units of no app last.
    pub apps: Vec<Facet<Option<AppName>>>,
    /// By machine, by label; units on none last.
    pub machines: Vec<Facet<Option<MachineId>>>,
}

/// One choice that narrows the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facet<T> {
    /// What is chosen.
    pub value: T,
    /// How many units it would show beside the other facets' choices.
    pub count: usize,
    /// How many units there are of it at all.
    pub total: usize,
}

/// All units of the cluster in an order. Sorting is stable over what is nearly sorted already: units come by name.
pub fn sorted(cluster: &Cluster, by: SortBy, reverse: bool) -> Arc<Vec<Same<Unit>>> {
    let mut units: Vec<Same<Unit>> = cluster.units().cloned().collect();
    sort(&mut units, |a, b| natural(a.row.name.as_str(), b.row.name.as_str()));
    match by {
        SortBy::Name if reverse => units.reverse(),
        SortBy::Name => {}
        SortBy::State => sort(&mut units, |a, b| turned(a.health.cmp(&b.health), reverse)),
        SortBy::Since => sort(&mut units, |a, b| turned(b.row.since_ms.cmp(&a.row.since_ms), reverse)),
        SortBy::Machine => {
            let mut placed: Vec<(Option<String>, Same<Unit>)> =
                units.into_iter().map(|unit| (cluster.place(&unit), unit)).collect();
            // Units on no machine come last, whichever way it is turned.
            sort(&mut placed, |(a, _), (b, _)| match (a, b) {
                (Some(a), Some(b)) => turned(natural(a, b), reverse),
                (a, b) => b.is_some().cmp(&a.is_some()),
            });
            units = placed.into_iter().map(|(_, unit)| unit).collect();
        }
    }
    Arc::new(units)
}

impl Listing {
    /// Goes over all units once. `units` are the cluster's, in order.
    pub fn of(cluster: &Cluster, units: &[Same<Unit>], query: &UnitsQuery) -> Self {
        let words: Vec<&str> = query.filter.search.split_whitespace().collect();
        let mut listed = Vec::new();
        let mut states = [Tally::default(); HEALTHS.len()];
        let mut apps: BTreeMap<Option<&AppName>, Tally> = BTreeMap::new();
        let mut machines: BTreeMap<&MachineId, Tally> = BTreeMap::new();
        let mut nowhere = Tally::default();
        for unit in units {
            let app = unit.app.as_ref().map(|parsed| &parsed.app);
            let said = words.iter().all(|word| says(cluster, unit, word));
            let in_state = query.filter.health.is_empty() || query.filter.health.contains(&unit.health);
            let in_app = query.apps.is_empty() || query.apps.iter().any(|chosen| chosen.as_ref() == app);
            let on_machine =
                query.machines.is_empty() || query.machines.iter().any(|chosen| is_on(unit, chosen));
            if let Some(at) = HEALTHS.iter().position(|health| *health == unit.health) {
                states[at].add(said && in_app && on_machine);
            }
            apps.entry(app).or_default().add(said && in_state && on_machine);
            let would = said && in_state && in_app;
            if unit.is_nowhere() {
                nowhere.add(would);
            }
            for machine in unit.machines() {
                machines.entry(machine).or_default().add(would);
            }
            if would && on_machine {
                listed.push(unit.clone());
            }
        }
        // Units of no app come first in the map, and last on the page.
        let other = apps.remove(&None);
        let own = apps.into_iter().map(|(app, tally)| tally.facet(app.cloned()));
        Self {
            units: Arc::new(listed),
            states: HEALTHS.into_iter().zip(states).map(|(health, tally)| tally.facet(health)).collect(),
            apps: own.chain(other.map(|tally| tally.facet(None))).collect(),
            machines: machine_facets(cluster, machines, nowhere),
        }
    }
}

fn machine_facets<'a>(
    cluster: &'a Cluster,
    mut tallies: BTreeMap<&'a MachineId, Tally>,
    nowhere: Tally,
) -> Vec<Facet<Option<MachineId>>> {
    // A machine without units can be chosen too.
    for machine in cluster.machines() {
        tallies.entry(&machine.row.id).or_default();
    }
    let mut labelled: Vec<(String, Facet<Option<MachineId>>)> = tallies
        .into_iter()
        .map(|(id, tally)| (cluster.machine_label(id), tally.facet(Some(id.clone()))))
        .collect();
    sort(&mut labelled, |(a, _), (b, _)| natural(a, b));
    let nowhere = (nowhere.total > 0).then(|| nowhere.facet(None));
    labelled.into_iter().map(|(_, facet)| facet).chain(nowhere).collect()
}

fn says(cluster: &Cluster, unit: &Unit, word: &str) -> bool {
    contains(unit.row.name.as_str(), word)
        || unit.machines().any(|id| {
            contains(id.as_str(), word)
                || cluster.machine(id).is_some_and(|machine| contains(machine.label(), word))
        })
}

fn is_on(unit: &Unit, chosen: &Option<MachineId>) -> bool {
    match chosen {
        Some(machine) => unit.is_on(machine),
        None => unit.is_nowhere(),
    }
}

fn turned(order: Ordering, reverse: bool) -> Ordering {
    if reverse { order.reverse() } else { order }
}

#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    count: usize,
    total: usize,
}

impl Tally {
    fn add(&mut self, would_show: bool) {
        self.count += usize::from(would_show);
        self.total += 1;
    }

    fn facet<T>(self, value: T) -> Facet<T> {
        Facet { value, count: self.count, total: self.total }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::cluster::tests::{row, view};
    use shared::view::UnitRow;

    fn sample() -> Cluster {
        let unplaced = UnitRow { machine: None, states: Vec::new(), ..row("web:1@10.service", "", "") };
        Cluster::from_view(
            view(vec![
                row("web:1@2.service", "failed", "failed"),
                unplaced,
                row("haproxy.service", "active", "running"),
                row("web:1@1.service", "active", "running"),
            ]),
            &Cluster::default(),
        )
    }

    fn names(units: &[Same<Unit>]) -> Vec<&str> {
        units.iter().map(|unit| unit.short_name()).collect()
    }

    fn list(query: &UnitsQuery) -> Listing {
        let cluster = sample();
        let units = sorted(&cluster, query.sort, query.reverse);
        Listing::of(&cluster, &units, query)
    }

    fn web() -> Option<AppName> {
        Some(AppName::parse("web").unwrap())
    }

    #[test]
    fn numbers_in_names_count_by_value() {
        assert_eq!(names(&list(&UnitsQuery::default()).units), ["haproxy", "web:1@1", "web:1@2", "web:1@10"]);
    }

    #[test]
    fn the_worst_comes_first_and_names_break_ties() {
        let query = UnitsQuery::default().sorted_by(SortBy::State);
        assert_eq!(names(&list(&query).units), ["web:1@2", "web:1@10", "haproxy", "web:1@1"]);
    }

    #[test]
    fn units_on_no_machine_stay_last_either_way() {
        let query = UnitsQuery::default().sorted_by(SortBy::Machine);
        assert_eq!(names(&list(&query).units).last(), Some(&"web:1@10"));
        assert_eq!(names(&list(&query.sorted_by(SortBy::Machine)).units).last(), Some(&"web:1@10"));
    }

    #[test]
    fn a_facet_counts_what_the_others_let_through() {
        let query = UnitsQuery::default().toggle_state(Health::Running).toggle_app(web());
        let listing = list(&query);
        assert_eq!(names(&listing.units), ["web:1@1"]);
        let states: Vec<(Health, usize)> = listing
            .states
            .iter()
            .map(|facet| (facet.value, facet.count))
            .filter(|(_, count)| *count > 0)
            .collect();
        assert_eq!(states, [(Health::Failed, 1), (Health::Unplaced, 1), (Health::Running, 1)]);
        let apps: Vec<(Option<AppName>, usize, usize)> =
            listing.apps.iter().map(|facet| (facet.value.clone(), facet.count, facet.total)).collect();
        assert_eq!(apps, [(web(), 1, 3), (None, 1, 1)]);
        assert_eq!(listing.machines.len(), 2);
        assert_eq!(listing.machines[1], Facet { value: None, count: 0, total: 1 });
    }

    #[test]
    fn words_are_looked_for_in_names_and_machines() {
        let search = |text: &str| {
            let mut query = UnitsQuery::default();
            query.filter.search = text.into();
            list(&query).units.len()
        };
        assert_eq!(search("WEB 10.0.1.5"), 2);
        assert_eq!(search("web 10.0.1.6"), 0);
        assert_eq!(search("  "), 4);
    }

    #[test]
    fn units_without_app_or_machine_can_be_asked_for() {
        assert_eq!(names(&list(&UnitsQuery::default().toggle_app(None)).units), ["haproxy"]);
        assert_eq!(names(&list(&UnitsQuery::default().toggle_machine(None)).units), ["web:1@10"]);
    }
}
