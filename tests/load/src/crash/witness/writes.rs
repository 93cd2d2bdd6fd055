//! Each write that reached the Fleet, also those whose answers were lost, held against what was written before.

use std::time::{Duration, Instant};

use fleet::{AppUnit, DesiredState, UnitName};
use fleet_sim::Request;
use serde_json::Value;

use super::Witness;

/// A name that was destroyed is not used again for so long: machines may still be removing what it named. The server
/// counts from when the unit is seen to be gone, which is later.
const RESTS_FOR: Duration = Duration::from_secs(60);

impl Witness {
    /// Takes up one request. The unit that it takes away from, if it does.
    pub(super) fn note(&mut self, request: &Request) -> Option<String> {
        let path = request.target.split('?').next().unwrap_or_default();
        let name = percent_decoded(path.strip_prefix("/fleet/v1/units/")?);
        if !matches!((request.method.as_str(), request.carried_out), ("PUT" | "DELETE", 201 | 204)) {
            return None;
        }
        self.answers_lost += u64::from(request.status.is_none());
        if self.bystanders.contains(&name) {
            self.broken.push(format!("{name} is nobody's, and got a {}", request.method));
        }
        if request.method == "DELETE" {
            return Some(self.destroyed(name));
        }
        let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
        let desired = body["desiredState"].as_str().and_then(|text| text.parse::<DesiredState>().ok());
        let has_options = body["options"].as_array().is_some_and(|options| !options.is_empty());
        // 204 with options: it was there with the very same ones, and no other unit was made.
        if has_options && request.carried_out == 201 {
            self.created(&name);
        }
        let before = desired.and_then(|desired| self.desired.insert(name.clone(), desired));
        if desired == Some(DesiredState::Launched) {
            if before != desired {
                self.starts.insert(name.clone(), Instant::now());
            }
            self.follows_nothing(&name);
            return None;
        }
        if has_options && before.is_none() {
            return None;
        }
        if !self.of_others.contains_key(&name) {
            self.stopped.insert(name.clone());
        }
        self.is_followed(&name, "stopped");
        Some(name)
    }

    fn created(&mut self, name: &str) {
        self.creates += 1;
        if !self.alive.insert(name.to_owned()) {
            self.broken.push(format!("{name} was created twice, and not destroyed in between"));
        }
        let gone = self.gone.get(name).map(Instant::elapsed).filter(|gone| *gone < RESTS_FOR);
        if let Some(gone) = gone.filter(|_| !self.must_be_called_so(name)) {
            self.broken.push(format!("{name} was created again {} ms after its end", gone.as_millis()));
        }
        self.created.insert(name.to_owned());
    }

    /// A companion has the number of the instance that it follows: where that has stayed, no other name will do.
    fn must_be_called_so(&self, name: &str) -> bool {
        let followed = self.companions.iter().find_map(|(companion, main)| namesake(name, companion, main));
        followed.is_some_and(|followed| {
            self.alive.contains(&followed) && self.gone.get(&followed) < self.gone.get(name)
        })
    }

    fn destroyed(&mut self, name: String) -> String {
        self.destroys += 1;
        self.alive.remove(&name);
        self.gone.insert(name.clone(), Instant::now());
        if self.desired.remove(&name) == Some(DesiredState::Launched) {
            self.broken.push(format!("{name} was destroyed while it was set to run"));
        }
        self.is_followed(&name, "destroyed");
        self.destroyed.insert(name.clone());
        name
    }

    /// A unit that is set to run, and should follow one that is not.
    fn follows_nothing(&mut self, name: &str) {
        for (companion, main) in &self.companions {
            if let Some(followed) = namesake(name, companion, main)
                && self.desired.get(&followed) != Some(&DesiredState::Launched)
            {
                self.broken.push(format!("{name} was started before {followed}, which it follows"));
            }
        }
    }

    /// A unit that ends before what follows it.
    fn is_followed(&mut self, name: &str, word: &str) {
        for (companion, main) in &self.companions {
            if let Some(unit) = namesake(name, main, companion)
                && self.desired.get(&unit) == Some(&DesiredState::Launched)
            {
                self.broken.push(format!("{name} was {word} before {unit}, which follows it"));
            }
        }
    }
}

/// The unit of the same version and number of the other app, if it is one of this app.
fn namesake(name: &str, app: &str, other: &str) -> Option<String> {
    let unit = AppUnit::parse(&UnitName::parse(name).ok()?).filter(|unit| unit.app.as_str() == app)?;
    let other = AppUnit { app: fleet::AppName::parse(other).ok()?, ..unit };
    other.unit_name().ok().map(|name| name.to_string())
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
