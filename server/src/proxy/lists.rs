//! Reads, answered from a snapshot in Fleet's own format and paging. Pure.

use bytes::Bytes;
use fleet::{DesiredState, MachineId, Unit, UnitHash, UnitName, UnitOption, UnitState, go_json};
use shared::spec::{Spec, app_of};

use super::answer::{Answer, Refused};
use super::lens::{Lens, hash_shown};
use super::pages::{self, Page, Paged};
use super::query::Query;
use crate::live::{Entry, Seen, Snapshot};

/// `GET /fleet/v1/units`, as far as the lens shows them; without one, all.
pub fn units(snapshot: &Snapshot, lens: Option<&Lens>, query: &str) -> Result<Answer, Refused> {
    let query = Query::read(query)?;
    let units = snapshot.units.values();
    let Some(lens) = lens else {
        let all = || units.map(|entry| listed(entry, Spec::Whole)).collect::<Vec<_>>();
        return page(snapshot.pages.units.get_or_init(|| pages::cut(&all())), &query);
    };
    let seen = || {
        let mut seen = Seen::new(lens.rows());
        let units = units.filter(|entry| seen.sees(entry.app.as_ref()));
        units.map(|entry| listed(entry, lens.spec(entry.app.as_ref()))).collect::<Vec<_>>()
    };
    page(snapshot.pages.seen_with(lens).units.get_or_init(|| pages::cut(&seen())), &query)
}

/// `GET /fleet/v1/machines`
pub fn machines(snapshot: &Snapshot, query: &str) -> Result<Answer, Refused> {
    let query = Query::read(query)?;
    page(snapshot.pages.machines.get_or_init(|| pages::cut(&snapshot.machine_list())), &query)
}

/// `GET /fleet/v1/state`, with Fleet's two filters: exact, and an empty one is none.
pub fn states(snapshot: &Snapshot, lens: Option<&Lens>, query: &str) -> Result<Answer, Refused> {
    let query = Query::read(query)?;
    if query.has_no_filter() {
        let all = || pages::cut(&states_seen(snapshot.states(), lens));
        return match lens {
            None => page(snapshot.pages.states.get_or_init(all), &query),
            Some(lens) => page(snapshot.pages.seen_with(lens).states.get_or_init(all), &query),
        };
    }
    let mut chosen: Vec<&UnitState> = match &query.unit {
        // What is no unit's name has no state.
        Some(unit) => UnitName::parse(unit).map_or_else(|_| Vec::new(), |name| states_of(snapshot, &name)),
        None => snapshot.states(),
    };
    chosen.retain(|state| query.machine.as_deref().is_none_or(|wanted| wanted == state.machine_id.as_str()));
    page(&pages::cut(&states_seen(chosen, lens)), &query)
}

/// The states of units that the lens shows.
fn states_seen(states: Vec<&UnitState>, lens: Option<&Lens>) -> Vec<UnitState> {
    let shown = |state: &UnitState| {
        let Some(lens) = lens else { return Some(as_state(state, Spec::Whole)) };
        let app = app_of(&state.name);
        lens.rows().sees(app.as_ref()).then(|| as_state(state, lens.spec(app.as_ref())))
    };
    states.into_iter().filter_map(shown).collect()
}

/// `GET /fleet/v1/units/{name}`
pub fn unit(snapshot: &Snapshot, name: &UnitName, spec: Spec) -> Result<Answer, Refused> {
    let entry = snapshot.units.get(name).ok_or_else(|| Refused::not_found("unit does not exist"))?;
    confirmed(entry)?;
    let mut unit = as_unit(entry, spec);
    if entry.requirements.global {
        // In the list Fleet says `inactive` of it, whatever it does; asked for alone it says nothing.
        unit.current_state = None;
    }
    json(&unit)
}

/// The same, of what Fleet said of it just now.
pub fn unit_as_read(unit: Option<Unit>, spec: Spec) -> Result<Answer, Refused> {
    let unit = unit.ok_or_else(|| Refused::not_found("unit does not exist"))?;
    json(&Unit { options: spec.options(&unit.options), ..unit })
}

/// `GET /fleet/v1/state/{name}`. fleetctl can't bear a 404 here; a 503 makes it ask again.
pub fn state(snapshot: &Snapshot, name: &UnitName, spec: Spec) -> Result<Answer, Refused> {
    let entry = snapshot.units.get(name);
    entry.map_or(Ok(()), |entry| confirmed(entry))?;
    let left_over = || snapshot.leftovers.get(name).map(|leftover| &leftover.states);
    let states = entry.map(|entry| &entry.states).or_else(left_over);
    let state = states.and_then(|states| states.first()).map(|state| as_state(state, spec));
    json(&state.ok_or_else(|| Refused::unavailable(format!("no state of {name} is known yet")))?)
}

/// All states of one unit, by machine as in the whole list.
fn states_of<'a>(snapshot: &'a Snapshot, name: &UnitName) -> Vec<&'a UnitState> {
    let of_unit = snapshot.units.get(name).into_iter().flat_map(|entry| &entry.states);
    let left_over = snapshot.leftovers.get(name).into_iter().flat_map(|leftover| &leftover.states);
    let mut states: Vec<_> = of_unit.chain(left_over).collect();
    states.sort_by_key(|state| &state.machine_id);
    states
}

/// What the last reading could not confirm is as old as it is, and may have been changed since: a list can't do without
/// it, but who asks for it alone is told.
fn confirmed(entry: &Entry) -> Result<(), Refused> {
    match entry.row.read_ms {
        None => Ok(()),
        Some(_) => Err(Refused::unavailable(format!(
            "Fleet's list lacks {} and Fleet can't be asked for it by name; try again in a moment",
            entry.row.name
        ))),
    }
}

/// fleetctl cuts each hash to seven signs and crashes where there are fewer. Where Fleet gave none, zeros stand: the hash
/// of no unit file.
fn as_state(state: &UnitState, spec: Spec) -> UnitState {
    UnitState { hash: Some(hash_shown(state.hash.unwrap_or(UnitHash::NONE), spec)), ..state.clone() }
}

/// A unit of a list, as `Unit` is written, over what the snapshot holds: no option is copied.
#[derive(serde::Serialize)]
#[serde(rename_all = "camelCase")]
struct Listed<'a> {
    current_state: DesiredState,
    desired_state: DesiredState,
    #[serde(rename = "machineID", skip_serializing_if = "Option::is_none")]
    machine_id: Option<&'a MachineId>,
    name: &'a UnitName,
    #[serde(skip_serializing_if = "<[UnitOption]>::is_empty")]
    options: &'a [UnitOption],
}

impl Paged for Listed<'_> {
    const MEMBER: &'static str = Unit::MEMBER;
}

fn listed(entry: &Entry, spec: Spec) -> Listed<'_> {
    Listed {
        current_state: entry.row.current,
        desired_state: entry.row.desired,
        machine_id: entry.row.machine.as_ref(),
        name: &entry.row.name,
        options: entry.options_shown(spec),
    }
}

fn as_unit(entry: &Entry, spec: Spec) -> Unit {
    Unit {
        name: entry.row.name.clone(),
        options: entry.options_shown(spec).to_vec(),
        desired_state: Some(entry.row.desired),
        current_state: Some(entry.row.current),
        machine_id: entry.row.machine.clone(),
    }
}

fn json<T: serde::Serialize>(entity: &T) -> Result<Answer, Refused> {
    let body = go_json::to_vec(entity).map_err(|error| Refused::unavailable(error.to_string()))?;
    Ok(Answer::Json(Bytes::from(body)))
}

/// A page past the end is an empty one, as Fleet answers.
fn page(pages: &[Page], query: &Query) -> Result<Answer, Refused> {
    Ok(Answer::Page(pages.get(query.page).cloned().unwrap_or_else(|| Page::new("{}"))))
}
