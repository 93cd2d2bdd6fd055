//! What can be done with one unit: start, stop, remove. Each goes the way of every change: a plan, then the action.

use fleet::{DesiredState, UnitName};
use leptos::prelude::*;
use shared::Health;
use shared::plan::PlanRequest;

use crate::action::acting::use_acting;
use crate::state::cluster::Unit;
use crate::state::rights;
use crate::state::same::Same;
use crate::ui::button::{Button, Kind};
use crate::ui::icon::Icon;

/// The buttons of a unit.
#[component]
pub fn Actions(
    /// Its name.
    name: UnitName,
    /// The unit as it is.
    unit: Signal<Same<Unit>>,
) -> impl IntoView {
    let start = PlanRequest::StartUnit { unit: name.clone() };
    let stop = PlanRequest::StopUnit { unit: name.clone() };
    let remove = PlanRequest::RemoveUnit { unit: name };
    view! {
        <Act request=start unit=unit icon=Icon::Play kind=Kind::Quiet>
            {say::unit::start()}
        </Act>
        <Act request=stop unit=unit icon=Icon::Stop kind=Kind::Quiet>
            {say::unit::stop()}
        </Act>
        <Act request=remove unit=unit icon=Icon::Remove kind=Kind::Danger>
            {say::unit::remove()}
        </Act>
    }
}

#[component]
fn Act(
    request: PlanRequest,
    unit: Signal<Same<Unit>>,
    icon: Icon,
    kind: Kind,
    children: ChildrenFn,
) -> impl IntoView {
    let acting = use_acting();
    let rights = rights::blocked(request.verb(), request.app());
    let blocked = Signal::derive({
        let request = request.clone();
        move || unit.with(|unit| idle(&request, unit)).map(str::to_owned).or_else(|| rights.get())
    });
    let busy = Signal::derive({
        let request = request.clone();
        move || acting.is_busy(&request)
    });
    let children = StoredValue::new(children);
    rights::for_who_changes(move || {
        let request = request.clone();
        view! {
            <Button
                icon=icon
                kind=kind
                blocked=blocked
                busy=busy
                tip_at="end"
                on_press=move |()| acting.ask(request.clone())
            >
                {children.with_value(|children| children())}
            </Button>
        }
        .into_any()
    })
}

/// Why there is nothing to do; absent if there is.
fn idle(request: &PlanRequest, unit: &Unit) -> Option<&'static str> {
    let row = &unit.row;
    match request {
        _ if row.leaving.is_some() => Some(say::unit::is_leaving()),
        PlanRequest::StartUnit { .. }
            if row.desired == DesiredState::Launched && unit.health != Health::Failed =>
        {
            Some(if unit.health == Health::Running { say::unit::runs() } else { say::unit::is_to_run() })
        }
        PlanRequest::StopUnit { .. }
            if row.desired != DesiredState::Launched && unit.health == Health::Stopped =>
        {
            Some(say::unit::does_not_run())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::cluster::tests::row;

    fn reasons(desired: DesiredState, active: &str) -> [Option<&'static str>; 3] {
        let mut row = row("example:1@1.service", active, "x");
        row.desired = desired;
        let unit = Unit::new(row);
        let name = unit.row.name.clone();
        [
            PlanRequest::StartUnit { unit: name.clone() },
            PlanRequest::StopUnit { unit: name.clone() },
            PlanRequest::RemoveUnit { unit: name },
        ]
        .map(|request| idle(&request, &unit))
    }

    #[test]
    fn only_what_changes_something_is_offered() {
        assert_eq!(reasons(DesiredState::Launched, "active"), [Some("It runs already."), None, None]);
        assert_eq!(reasons(DesiredState::Launched, "failed"), [None, None, None]);
        assert_eq!(reasons(DesiredState::Loaded, "inactive"), [None, Some("It does not run."), None]);
    }

    #[test]
    fn what_is_leaving_is_left_alone() {
        let mut row = row("example:1@1.service", "active", "running");
        row.leaving = Some(shared::ActionId::parse("a").unwrap());
        let unit = Unit::new(row);
        let request = PlanRequest::StopUnit { unit: unit.row.name.clone() };
        assert!(idle(&request, &unit).is_some());
    }
}
