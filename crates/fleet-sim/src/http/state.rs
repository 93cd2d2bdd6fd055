//! `/state` and `/state/{name}`.

use fleet::UnitState;

use super::page::{Page, Window};
use super::{Call, Reply, only_get, query};
use crate::handle::World;
use crate::sim::StateView;

pub(super) fn list_states(call: &Call<'_>, world: &mut World) -> Reply {
    if call.method() != "GET" {
        return only_get();
    }
    let window = match Window::of(call.query(), call.page_limit) {
        Ok(window) => window,
        Err(refusal) => return refusal,
    };
    let World { sim, caches } = world;
    let unit = query::first(call.query(), "unitName");
    let machine = query::first(call.query(), "machineID");
    if unit.is_none() && machine.is_none() && call.omissions.is_none() {
        let page = caches.states.get_or_make(sim.revisions().states, window, || {
            let (page, next) = window.cut(sim.published().count(), sim.published());
            Page::states((page.into_iter().map(StateView::to_entity).collect(), next)).to_json()
        });
        return Reply::serialised(page);
    }
    let all: Box<dyn Iterator<Item = UnitState>> = match &unit {
        Some(unit) => Box::new(sim.states_of(unit)),
        None => Box::new(sim.states()),
    };
    let wanted = all.filter(|state| machine.as_ref().is_none_or(|id| id == state.machine_id.as_str()));
    let cut = call.omissions.cut(window, wanted, |state| Some(state.name.as_str()));
    Reply::serialised(Page::states(cut).to_json())
}

/// One state, of any machine. Without one Fleet's handler panics, and the client sees a closed connection.
pub(super) fn get_state(call: &Call<'_>, world: &World, name: &str) -> Reply {
    if call.method() != "GET" {
        return only_get();
    }
    let first = world.sim.states_of(name).next();
    first.map_or_else(Reply::unsaid, |state| Reply::entity(&state))
}
