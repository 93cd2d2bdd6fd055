//! How many instances the deploy panel begins with.

use fleet::DesiredState;
use leptos::prelude::*;

use super::how::How;
use crate::state::cluster::{AppUnits, Unit, VersionUnits};
use crate::state::memo::{Memo, effect};
use crate::state::same::Same;

/// What is there of an app, as far as a count follows from it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Present {
    /// Instances of the version that has the most.
    most: u32,
    /// Instances of all versions.
    total: u32,
}

/// How many of an app's units are set to run.
pub fn set_to_run(units: &AppUnits) -> u32 {
    let (_, wanted) = units.running_of_wanted();
    u32::try_from(wanted).unwrap_or(u32::MAX)
}

/// Begins with what the address names or a deployment at work leads to, else with what is there and what the settings
/// want. What is known a moment later counts as long as nobody has chosen.
pub fn first_count(
    given: Option<u32>,
    held: Memo<Option<u32>>,
    units: Memo<Option<Same<AppUnits>>>,
    how: How,
) -> RwSignal<u32> {
    let present =
        units.with_untracked(|units| units.as_ref().map(|units| present(units)).unwrap_or_default());
    let known = given.or_else(|| held.get_untracked());
    let offered = StoredValue::new(known.unwrap_or_else(|| offer(present, None)).max(1));
    let count = RwSignal::new(offered.get_value());
    if given.is_none() {
        effect(move || {
            let Some(better) = held.get().or_else(|| Some(offer(present, Some(how.wanted()?)))) else {
                return;
            };
            if count.get_untracked() == offered.get_value() {
                offered.set_value(better);
                count.set(better);
            }
        });
    }
    count
}

/// An app has one version in the end: as many as the version with the most has, or as the settings want if so many are
/// there in all. Nobody is offered more of it because another version runs beside it.
fn offer(present: Present, wanted: Option<u32>) -> u32 {
    match present.total {
        0 => wanted.unwrap_or(1).max(1),
        total => wanted.unwrap_or(0).clamp(present.most, total),
    }
}

/// Those that wait for a machine don't count beside others: a deployment would wait for theirs as well.
fn present(units: &AppUnits) -> Present {
    let count = |counts: fn(&Unit) -> bool| {
        let of = |version: &VersionUnits| version.units.iter().filter(|(_, unit)| counts(unit)).count();
        let counts: Vec<u32> =
            units.versions.iter().map(|version| u32::try_from(of(version)).unwrap_or(u32::MAX)).collect();
        Present { most: counts.iter().copied().max().unwrap_or(0), total: counts.iter().sum() }
    };
    let placed = count(|unit| is_wanted(unit) && !unit.is_nowhere());
    if placed.total > 0 { placed } else { count(is_wanted) }
}

fn is_wanted(unit: &Unit) -> bool {
    unit.row.desired == DesiredState::Launched
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_are_offered_as_one_version_has_or_the_settings_want() {
        let offer = |most, total, wanted| super::offer(Present { most, total }, wanted);
        // Nothing is there yet.
        assert_eq!((offer(0, 0, None), offer(0, 0, Some(4)), offer(0, 0, Some(0))), (1, 4, 1));
        // Three of one version, and one of another that was kept.
        assert_eq!((offer(3, 4, None), offer(3, 4, Some(1))), (3, 3));
        // A deployment ended halfway: the settings know how many there were.
        assert_eq!((offer(3, 5, Some(5)), offer(3, 5, Some(9))), (5, 5));
    }
}
