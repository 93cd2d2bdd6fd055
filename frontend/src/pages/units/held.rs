//! What stands on the page while one is scrolled down or about to press a row: values change in place, rows neither come,
//! go nor move until one asks for it. Pure.

use std::sync::Arc;

use fleet::UnitName;

use crate::state::cluster::Unit;
use crate::state::same::Same;
use crate::ui::steady::apart;

/// A row of the list.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The unit as it is; as it was last if it is gone.
    pub unit: Same<Unit>,
    /// It was removed, and the row only keeps its place.
    pub gone: bool,
}

/// The rows, and what waits to be shown.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Shown {
    /// The rows as they stand.
    pub rows: Arc<Vec<Row>>,
    /// How many units came, left or moved meanwhile; 0 if this is how the list should be.
    pub waiting: usize,
}

impl Shown {
    /// The list as it should be.
    pub fn all(units: &[Same<Unit>]) -> Self {
        let row = |unit: &Same<Unit>| Row { unit: unit.clone(), gone: false };
        Self { rows: Arc::new(units.iter().map(row).collect()), waiting: 0 }
    }

    /// The same rows with their present values. `units` is the list as it should be, `find` looks a unit up.
    pub fn hold(&self, units: &[Same<Unit>], find: impl Fn(&UnitName) -> Option<Same<Unit>>) -> Self {
        let in_place = self.rows.len() == units.len()
            && self.rows.iter().zip(units).all(|(row, unit)| row.unit.row.name == unit.row.name);
        if in_place {
            return Self::all(units);
        }
        let rows: Vec<Row> = self
            .rows
            .iter()
            .map(|row| match find(&row.unit.row.name) {
                Some(unit) => Row { unit, gone: false },
                None => Row { unit: row.unit.clone(), gone: true },
            })
            .collect();
        let stand: Vec<&str> = rows.iter().map(|row| row.unit.row.name.as_str()).collect();
        let should: Vec<&str> = units.iter().map(|unit| unit.row.name.as_str()).collect();
        let waiting = apart(&stand, &should);
        Self { rows: Arc::new(rows), waiting }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::cluster::tests::row;

    fn unit(name: &str, active: &str) -> Same<Unit> {
        Same::new(Unit::new(row(name, active, "x")))
    }

    fn held(before: &[Same<Unit>], after: &[Same<Unit>]) -> Shown {
        Shown::all(before).hold(after, |name| after.iter().find(|unit| unit.row.name == *name).cloned())
    }

    #[test]
    fn values_change_in_place() {
        let (a, b) = (unit("a.service", "active"), unit("b.service", "active"));
        let failed = unit("b.service", "failed");
        let shown = held(&[a.clone(), b], &[a, failed.clone()]);
        assert_eq!(shown.waiting, 0);
        assert_eq!(shown.rows[1].unit, failed);
    }

    #[test]
    fn rows_neither_come_nor_go() {
        let (a, b, c) =
            (unit("a.service", "active"), unit("b.service", "active"), unit("c.service", "active"));
        let shown = held(&[b.clone(), c.clone()], &[a, c]);
        assert_eq!(shown.rows.len(), 2);
        assert!(shown.rows[0].gone && !shown.rows[1].gone);
        assert_eq!(shown.waiting, 2);
    }

    #[test]
    fn rows_do_not_move() {
        let (a, b) = (unit("a.service", "active"), unit("b.service", "active"));
        let shown = held(&[a.clone(), b.clone()], &[b, a.clone()]);
        assert_eq!(shown.rows[0].unit, a);
        assert_eq!(shown.waiting, 2);
    }
}
