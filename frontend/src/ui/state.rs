//! The state of a unit: a tile in a row of instances, or a shape with its word. Never colour alone.
//!
//! On stale data the shape stays (it is what was last known), the style sheet takes its colour, and the words say so.

use std::sync::Arc;

use leptos::prelude::*;
use shared::Health;

use crate::paths;
use crate::state::cluster::Unit;
use crate::state::live::use_live;
use crate::state::same::Same;

/// The word beside the shape.
pub fn word(health: Health) -> &'static str {
    match health {
        Health::Failed => say::ui::failed(),
        Health::Unplaced => say::ui::unplaced(),
        Health::Starting => say::ui::starting(),
        Health::Stopping => say::ui::stopping(),
        Health::Running => say::ui::running(),
        Health::Stopped => say::ui::stopped(),
        Health::Unknown => say::ui::unknown(),
    }
}

/// The word, and where that is: "running on 10.0.1.5".
pub fn state_at(health: Health, place: Option<&str>) -> String {
    let word = word(health);
    place.map_or_else(|| word.to_owned(), |place| say::ui::state_on(&word, &place))
}

/// A unit in words: "example:2.0.0@1, running on 10.0.1.5".
pub fn sentence(unit: &Unit, stale: bool, place: Option<&str>) -> String {
    let state = state_at(unit.health, place);
    let state = if stale { say::ui::last_known(&state) } else { state };
    let sentence = format!("{}, {state}", unit.short_name());
    if unit.is_to_go() { format!("{sentence}, {}", say::ui::about_to_go()) } else { sentence }
}

/// One instance: a shape that leads to its unit, with its name on hover and on focus.
#[component]
pub fn Tile(
    /// The unit.
    #[prop(into)]
    unit: Signal<Same<Unit>>,
) -> impl IntoView {
    let live = use_live();
    // The place is looked up without subscribing: thousands of tiles must not wake with each change elsewhere.
    let name = Signal::derive(move || {
        let unit = unit.get();
        let place = live.with_untracked(|cluster| cluster.place(&unit));
        sentence(&unit, live.stale(), place.as_deref())
    });
    view! {
        <a
            class="tile"
            data-state=move || unit.with(|unit| unit.health.word())
            data-going=move || unit.with(|unit| unit.is_to_go()).then_some("")
            href=move || unit.with(|unit| paths::unit(&unit.row.name))
            aria-label=move || name.get()
            data-tip=move || name.get()
        ></a>
    }
}

/// A shape with its word, for tables and facts.
#[component]
pub fn StateWord(
    /// The health, as last read.
    #[prop(into)]
    health: Signal<Health>,
) -> impl IntoView {
    let live = use_live();
    view! {
        <span class="state" data-state=move || health.get().word()>
            <span class="mark" aria-hidden="true"></span>
            {move || {
                let word = word(health.get());
                if live.stale() { say::ui::was(&word) } else { word.to_owned() }
            }}
        </span>
    }
}

/// Why a unit does not run, in small print below its name.
pub fn why_line(why: Option<Arc<str>>) -> Option<AnyView> {
    let why = why?.to_string();
    Some(view! { <span class="why-line clip" title=why.clone()>{why.clone()}</span> }.into_any())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::cluster::tests::row;

    #[test]
    fn stale_states_say_so() {
        let unit = Unit::new(row("example:1.0.0@1.service", "active", "running"));
        assert_eq!(sentence(&unit, false, Some("10.0.1.5")), "example:1.0.0@1, running on 10.0.1.5");
        assert_eq!(sentence(&unit, true, None), "example:1.0.0@1, last known: running");
    }

    #[test]
    fn what_is_about_to_be_removed_runs_until_it_is_stopped() {
        let mut going = row("example:1.0.0@1.service", "active", "running");
        going.leaving = shared::ActionId::parse("a").ok();
        assert_eq!(sentence(&Unit::new(going), false, None), "example:1.0.0@1, running, about to be removed");
        let mut stopped = row("example:1.0.0@1.service", "inactive", "dead");
        stopped.leaving = shared::ActionId::parse("a").ok();
        stopped.desired = fleet::DesiredState::Loaded;
        assert_eq!(sentence(&Unit::new(stopped), false, None), "example:1.0.0@1, stopped");
    }
}
