//! A unit as a reading found it, with its options shared: the copy that is known already, or one with all units that
//! have the same.
//!
//! Options are by far the largest part of a cluster and nearly never change. Held once a reading they would be most of
//! the server's memory, twice over. Pure.

use std::collections::HashMap;
use std::sync::Arc;

use fleet::{DesiredState, MachineId, Unit, UnitHash, UnitName, UnitOption};

use super::snapshot::Snapshot;

/// One unit, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadUnit {
    /// Full name.
    pub name: UnitName,
    /// Its options, as Fleet returned them.
    pub options: Arc<[UnitOption]>,
    /// Their hash.
    pub hash: UnitHash,
    /// What somebody wants.
    pub desired: DesiredState,
    /// What Fleet made of it.
    pub current: DesiredState,
    /// Where Fleet put it.
    pub machine: Option<MachineId>,
}

/// Takes in the units of one reading.
pub(super) struct Reader<'a> {
    before: &'a Snapshot,
    /// All options of the snapshot before, and those that are new. The instances of a version have the same, and not all
    /// of them were made at once. Filled when the first unit has other options than before.
    known: Option<HashMap<UnitHash, Arc<[UnitOption]>>>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(before: &'a Snapshot) -> Self {
        Self { before, known: None }
    }

    pub(super) fn read(&mut self, unit: Unit) -> ReadUnit {
        let (options, hash) = self.share(&unit.name, unit.options);
        ReadUnit {
            options,
            hash,
            desired: unit.desired_state.unwrap_or(DesiredState::Inactive),
            current: unit.current_state.unwrap_or(DesiredState::Inactive),
            machine: unit.machine_id,
            name: unit.name,
        }
    }

    fn share(&mut self, name: &UnitName, options: Vec<UnitOption>) -> (Arc<[UnitOption]>, UnitHash) {
        if let Some(before) = self.before.units.get(name)
            && *before.options == *options
        {
            return (Arc::clone(&before.options), before.hash);
        }
        let hash = UnitHash::of(&options);
        let known = self.known.get_or_insert_with(|| {
            self.before.units.values().map(|entry| (entry.hash, Arc::clone(&entry.options))).collect()
        });
        // The hash is of the unit file's text, to which lists in another order may lead too.
        match known.get(&hash) {
            Some(same) if **same == *options => (Arc::clone(same), hash),
            _ => {
                let options = Arc::from(options);
                known.insert(hash, Arc::clone(&options));
                (options, hash)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::snapshot::Reading;
    use super::*;

    fn unit(name: &str, command: &str) -> Unit {
        let options = serde_json::json!([{"section": "Service", "name": "ExecStart", "value": command}]);
        serde_json::from_value(serde_json::json!({"name": name, "options": options})).unwrap()
    }

    #[test]
    fn units_with_the_same_options_share_them() {
        let before = Snapshot::empty(0);
        let mut reader = Reader::new(&before);
        let [one, two, other] =
            [("a@1.service", "/bin/a"), ("a@2.service", "/bin/a"), ("b@1.service", "/bin/b")]
                .map(|(name, command)| reader.read(unit(name, command)));
        assert!(Arc::ptr_eq(&one.options, &two.options));
        assert_eq!(one.hash, two.hash);
        assert_ne!(one.options, other.options);
        assert_eq!(other.hash, UnitHash::of(&other.options));
    }

    #[test]
    fn a_unit_that_comes_later_shares_the_options_of_those_that_are_there() {
        let empty = Snapshot::empty(0);
        let units = vec![Reader::new(&empty).read(unit("a@1.service", "/bin/a"))];
        let before = empty.after(Reading { units, ..Reading::default() }, 0);
        let known = &before.units.values().next().unwrap().options;
        let later = Reader::new(&before).read(unit("a@2.service", "/bin/a"));
        assert!(Arc::ptr_eq(&later.options, known));
    }

    #[test]
    fn known_options_stay_the_same_copy_until_they_change() {
        let empty = Snapshot::empty(0);
        let units = vec![Reader::new(&empty).read(unit("a@1.service", "/bin/a"))];
        let before = empty.after(Reading { units, ..Reading::default() }, 0);
        let known = &before.units.values().next().unwrap().options;
        let mut reader = Reader::new(&before);
        assert!(Arc::ptr_eq(&reader.read(unit("a@1.service", "/bin/a")).options, known));
        let changed = reader.read(unit("a@1.service", "/bin/b"));
        assert_eq!((&*changed.options[0].value, changed.hash), ("/bin/b", UnitHash::of(&changed.options)));
    }
}
