//! How much of the record was given again, by group.

use std::fmt;
use std::path::Path;

/// Counts, in the order in which the groups began.
#[derive(Debug, Default)]
pub(super) struct Score(Vec<Group>);

#[derive(Debug)]
struct Group {
    name: String,
    same: usize,
    cases: usize,
}

impl Score {
    pub(super) fn count(&mut self, group: &str, is_same: bool) {
        if self.0.last().is_none_or(|last| last.name != group) {
            self.0.push(Group { name: group.to_owned(), same: 0, cases: 0 });
        }
        if let Some(last) = self.0.last_mut() {
            last.cases += 1;
            last.same += usize::from(is_same);
        }
    }

    pub(super) fn percent(&self) -> f64 {
        let (same, cases) = self.sum();
        100.0 * same as f64 / cases.max(1) as f64
    }

    /// Leaves the table where `cargo xtask test` looks for reports, if it is that which runs this test.
    pub(super) fn publish(&self) {
        if let Some(folder) = std::env::var_os("TEST_REPORTS") {
            let text = format!("Recorded answers of real Fleet daemons that fleet-sim gives again\n{self}");
            std::fs::write(Path::new(&folder).join("fleet-sim-replay.txt"), text).unwrap();
        }
    }

    fn sum(&self) -> (usize, usize) {
        self.0.iter().fold((0, 0), |(same, cases), group| (same + group.same, cases + group.cases))
    }
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for Group { name, same, cases } in &self.0 {
            writeln!(f, "{name:<20} {same:>4} of {cases:>4}")?;
        }
        let (same, cases) = self.sum();
        write!(f, "{:<20} {same:>4} of {cases:>4}   {:.1} %", "all", self.percent())
    }
}
