//! Looks at the simulated Fleet itself, after each of its changes: which units there are, which of them serve, and each
//! write that reached it, also those whose answers were lost.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use fleet::{AppUnit, DesiredState};
use fleet_sim::{Request, Revisions, Sim, SimHandle};
use serde_json::Value;

use super::weather::BAD;

/// How often it looks. States change at most once in a second of the cluster's time, which goes less than a hundred
/// times as fast: none is missed.
pub(super) const EVERY: Duration = Duration::from_millis(5);

/// What was seen so far.
#[derive(Debug, Default)]
pub(super) struct Witness {
    looked_at: Option<Revisions>,
    /// The fewest healthy instances that each app must have, once it has them.
    minimum: BTreeMap<String, usize>,
    /// Apps that are below it now.
    below: BTreeSet<String>,
    /// The units that there must be, by what was carried out.
    alive: BTreeSet<String>,
    pub(super) created: BTreeSet<String>,
    pub(super) destroyed: BTreeSet<String>,
    pub(super) stopped: BTreeSet<String>,
    pub(super) creates: u64,
    pub(super) destroys: u64,
    pub(super) answers_lost: u64,
    pub(super) looks: u64,
    pub(super) closest: Option<i64>,
    pub(super) broken: Vec<String>,
}

/// How an app stands in truth.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Standing {
    /// Units that are wanted to run, by version.
    pub(super) wanted: BTreeMap<String, usize>,
    /// Those of them that do.
    pub(super) running: BTreeMap<String, usize>,
}

impl Standing {
    /// How many serve. What fails by its nature does not, whatever systemd says of it for a second.
    pub(super) fn healthy(&self) -> usize {
        let good = self.running.iter().filter(|(version, _)| !version.ends_with(BAD));
        good.map(|(_, count)| count).sum()
    }
}

impl Witness {
    /// From now on so many instances of the app must be healthy.
    pub(super) fn expect(&mut self, app: &str, minimum: usize) {
        self.minimum.insert(app.to_owned(), minimum);
    }

    /// Looks once. Called again and again, also while the server is dead.
    pub(super) fn look(&mut self, fleet: &SimHandle) {
        for request in fleet.take_requests() {
            self.note(&request);
        }
        let before = self.looked_at;
        let now = fleet.with_sim(|sim| {
            let revisions = sim.revisions();
            (before != Some(revisions)).then(|| (revisions, sim.now(), standings(sim)))
        });
        let Some((revisions, at, standings)) = now else { return };
        self.looked_at = Some(revisions);
        self.looks += 1;
        for (app, &minimum) in &self.minimum {
            let healthy = standings.get(app).map_or(0, Standing::healthy);
            let above =
                i64::try_from(healthy).unwrap_or(i64::MAX) - i64::try_from(minimum).unwrap_or(i64::MAX);
            self.closest = Some(self.closest.map_or(above, |closest| closest.min(above)));
            if healthy >= minimum {
                self.below.remove(app);
            } else if self.below.insert(app.clone()) {
                self.broken.push(format!(
                    "{app} had {healthy} healthy instances, and at least {minimum} were promised, {} s after the \
                     cluster began: {:?}",
                    at.as_secs(),
                    standings.get(app)
                ));
            }
        }
    }

    /// What there must be in the end, held against what there is.
    pub(super) fn close(&mut self, fleet: &SimHandle) {
        let there: BTreeSet<String> = fleet.units().into_iter().map(|unit| unit.name.to_string()).collect();
        for lost in self.alive.difference(&there) {
            self.broken.push(format!("{lost} was created, and is not there, though nobody destroyed it"));
        }
        for odd in there.difference(&self.alive) {
            self.broken.push(format!("{odd} is there, though nobody created it"));
        }
    }

    fn note(&mut self, request: &Request) {
        let path = request.target.split('?').next().unwrap_or_default();
        let Some(name) = path.strip_prefix("/fleet/v1/units/") else { return };
        let name = percent_decoded(name);
        if !matches!((request.method.as_str(), request.carried_out), ("PUT" | "DELETE", 201 | 204)) {
            return;
        }
        self.answers_lost += u64::from(request.status.is_none());
        if request.method == "DELETE" {
            self.destroys += 1;
            self.alive.remove(&name);
            self.destroyed.insert(name);
            return;
        }
        let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
        let has_options = body["options"].as_array().is_some_and(|options| !options.is_empty());
        if !has_options {
            if body["desiredState"] != DesiredState::Launched.as_str() {
                self.stopped.insert(name);
            }
            return;
        }
        // 204: it was there with the very same options, and nothing happened to it.
        if request.carried_out == 201 {
            self.creates += 1;
            if !self.alive.insert(name.clone()) {
                self.broken.push(format!("{name} was created twice, and not destroyed in between"));
            }
            self.created.insert(name);
        }
    }
}

/// How all apps stand.
pub(super) fn standings(sim: &Sim) -> BTreeMap<String, Standing> {
    let mut standings: BTreeMap<String, Standing> = BTreeMap::new();
    for unit in sim.units() {
        let Some(AppUnit { app, version: Some(version), .. }) = AppUnit::parse(unit.name) else { continue };
        let standing = standings.entry(app.to_string()).or_default();
        let version = version.to_string();
        if unit.desired == DesiredState::Launched {
            *standing.wanted.entry(version.clone()).or_default() += 1;
        }
        let runs = sim
            .states_of(unit.name.as_str())
            .any(|state| state.active == "active" && unit.machine == Some(&state.machine_id));
        if runs {
            *standing.running.entry(version).or_default() += 1;
        }
    }
    standings
}

/// A unit's name as it stood in a path.
fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, others)) = rest.split_first() {
        let code = (first == b'%').then(|| others.get(..2)).flatten();
        let code = code.and_then(|code| u8::from_str_radix(std::str::from_utf8(code).ok()?, 16).ok());
        match code {
            Some(byte) => {
                bytes.push(byte);
                rest = &others[2..];
            }
            None => {
                bytes.push(first);
                rest = others;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use fleet_sim::{SimConfig, UnitPut};

    use super::*;

    fn request(method: &str, name: &str, body: &str, carried_out: u16) -> Request {
        Request {
            at: Duration::ZERO,
            method: method.to_owned(),
            target: format!("/fleet/v1/units/{}", name.replace('@', "%40").replace(':', "%3A")),
            body: body.to_owned().into(),
            status: Some(carried_out),
            carried_out,
        }
    }

    const CREATE: &str =
        r#"{"desiredState":"launched","options":[{"section":"Service","name":"A","value":"b"}]}"#;
    const NAME: &str = "a:1.0.0@1.service";

    #[test]
    fn a_unit_that_is_created_twice_is_noticed() {
        let mut witness = Witness::default();
        witness.note(&request("PUT", NAME, CREATE, 201));
        witness.note(&request("PUT", NAME, CREATE, 204));
        witness.note(&request("PUT", NAME, CREATE, 500));
        witness.note(&request("DELETE", NAME, "", 204));
        witness.note(&request("PUT", NAME, CREATE, 201));
        assert_eq!(witness.broken, Vec::<String>::new());
        witness.note(&request("PUT", NAME, CREATE, 201));
        assert_eq!(witness.broken, [format!("{NAME} was created twice, and not destroyed in between")]);
    }

    #[test]
    fn what_is_lost_and_what_nobody_made_is_noticed() {
        let fleet = SimHandle::new(SimConfig::empty().manual());
        let mut witness = Witness::default();
        witness.note(&request("PUT", NAME, CREATE, 201));
        let options = fleet::unit_file::parse("[Service]\nExecStart=/bin/run\n").unwrap();
        fleet.put_unit("b.service", UnitPut::new(options, DesiredState::Launched)).unwrap();
        witness.close(&fleet);
        assert_eq!(witness.broken.len(), 2, "{:?}", witness.broken);
    }

    #[test]
    fn too_few_healthy_instances_are_noticed_once() {
        let fleet = SimHandle::new(SimConfig::empty().manual());
        let options = fleet::unit_file::parse("[Service]\nExecStart=/bin/run\n").unwrap();
        for name in [NAME, "a:2-bad@1.service"] {
            fleet.put_unit(name, UnitPut::new(options.clone(), DesiredState::Launched)).unwrap();
        }
        fleet.advance(Duration::from_secs(20));
        let mut witness = Witness::default();
        witness.expect("a", 1);
        witness.look(&fleet);
        assert_eq!(witness.broken, Vec::<String>::new());
        fleet.delete_unit(NAME).unwrap();
        for _ in 0..5 {
            fleet.advance(Duration::from_secs(5));
            witness.look(&fleet);
        }
        assert_eq!(witness.broken.len(), 1, "{:?}", witness.broken);
        assert_eq!(witness.closest, Some(-1));
    }
}
