//! The choices of the filter as they are drawn: words, counts, links; and which of very many are drawn. Pure.

use std::collections::BTreeSet;

use shared::Health;

use super::listing::{Facet, Listing};
use crate::paths::UnitsQuery;
use crate::state::cluster::Cluster;
use crate::state::order::sort;
use crate::ui::state::word;

/// Where there are more choices than this, the largest are shown first.
const FEW: usize = 12;

/// One choice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What it is called.
    pub label: String,
    /// The state whose shape stands before it.
    pub health: Option<Health>,
    /// How many units it would show.
    pub count: usize,
    /// How many there are of it.
    pub total: usize,
    /// Whether it is chosen.
    pub on: bool,
    /// Where choosing it leads.
    pub href: String,
}

/// The states.
pub fn states(listing: &Listing, query: &UnitsQuery) -> Vec<Choice> {
    choices(
        &listing.states,
        |health| (word(*health).to_owned(), Some(*health)),
        |health| (query.filter.health.contains(health), query.toggle_state(*health).path()),
    )
}

/// The apps, and the units of none.
pub fn apps(listing: &Listing, query: &UnitsQuery) -> Vec<Choice> {
    choices(
        &listing.apps,
        |app| (app.as_ref().map_or_else(|| say::units::of_no_app().to_owned(), ToString::to_string), None),
        |app| (query.apps.contains(app), query.toggle_app(app.clone()).path()),
    )
}

/// The machines, and the units on none.
pub fn machines(listing: &Listing, query: &UnitsQuery, cluster: &Cluster) -> Vec<Choice> {
    choices(
        &listing.machines,
        |machine| {
            (
                machine
                    .as_ref()
                    .map_or_else(|| say::units::no_machine().to_owned(), |id| cluster.machine_label(id)),
                None,
            )
        },
        |machine| (query.machines.contains(machine), query.toggle_machine(machine.clone()).path()),
    )
}

/// Those that are drawn at first: all of a few; of many the largest and the chosen ones, in their usual order.
pub fn few(all: &[Choice]) -> Vec<Choice> {
    if all.len() <= FEW {
        return all.to_vec();
    }
    let mut largest: Vec<usize> = (0..all.len()).collect();
    sort(&mut largest, |a, b| all[*b].total.cmp(&all[*a].total));
    let largest: BTreeSet<usize> = largest.into_iter().take(FEW).collect();
    let drawn = |at: &usize| largest.contains(at) || all[*at].on;
    (0..all.len()).filter(drawn).map(|at| all[at].clone()).collect()
}

fn choices<T>(
    facets: &[Facet<T>],
    words: impl Fn(&T) -> (String, Option<Health>),
    link: impl Fn(&T) -> (bool, String),
) -> Vec<Choice> {
    let choice = |facet: &Facet<T>| {
        let (label, health) = words(&facet.value);
        let (on, href) = link(&facet.value);
        Choice { label, health, count: facet.count, total: facet.total, on, href }
    };
    facets.iter().map(choice).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choice(label: &str, total: usize, on: bool) -> Choice {
        Choice { label: label.into(), health: None, count: 0, total, on, href: String::new() }
    }

    #[test]
    fn of_many_the_largest_and_the_chosen_are_drawn_in_their_order() {
        let mut all: Vec<Choice> = (0..20).map(|n| choice(&format!("m{n}"), n, false)).collect();
        all[1].on = true;
        let drawn = few(&all);
        assert_eq!(drawn.len(), FEW + 1);
        assert_eq!(drawn[0].label, "m1");
        assert_eq!(drawn[1].label, "m8");
        assert_eq!(drawn[FEW].label, "m19");
    }

    #[test]
    fn a_few_are_all_drawn() {
        let all = [choice("a", 1, false), choice("b", 0, false)];
        assert_eq!(few(&all), all);
    }
}
