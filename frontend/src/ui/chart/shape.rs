//! The lines of a chart. Pure.

use shared::history::{HistoryView, Mark};

/// So many times stand below a chart.
const TICKS: u64 = 5;

/// What is shorter than this part of the whole is drawn as long as that: a failure of one minute must be seen.
const MOST_ACROSS: u32 = 400;

/// What is drawn, in buckets across and units downwards from the top.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Shape<'a> {
    /// The number at the upper edge.
    pub top: u32,
    /// How many ran, at least.
    pub line: String,
    /// The same as a surface.
    pub area: String,
    /// How many were meant to.
    pub wanted: String,
    /// From, to and how high: failed units.
    pub bad: Vec<(u32, u32, u32)>,
    /// From and to: nothing is known.
    pub gaps: Vec<(u32, u32)>,
    /// Where deployments began.
    pub marks: Vec<(u32, &'a Mark)>,
    /// From, to and how many: restarts.
    pub restarts: Vec<(u32, u32, u32)>,
    /// The most of them.
    pub most_restarts: u32,
}

impl<'a> Shape<'a> {
    /// Works it out.
    pub fn of(view: &'a HistoryView) -> Self {
        let most = view.runs.iter().map(|run| run.point.wanted.max(run.point.healthy_max)).max();
        let top = even_top(most.unwrap_or(0));
        let mut shape = Self { top, ..Self::default() };
        let least = view.steps.div_ceil(MOST_ACROSS);
        let mut end = 0;
        let mut is_first = true;
        for run in view.runs.iter().filter(|run| run.point.known_ms() > 0) {
            let to = (run.at + run.count).min(view.steps);
            if run.at > end {
                shape.gaps.push((end, run.at));
            }
            let begins = is_first || run.at > end;
            let (low, wanted) = (top - run.point.healthy_min.min(top), top - run.point.wanted.min(top));
            step(&mut shape.line, begins, run.at, to, low);
            step(&mut shape.wanted, begins, run.at, to, wanted);
            if low < top {
                shape.area.push_str(&format!("M{} {top}V{low}H{to}V{top}Z", run.at));
            }
            if run.point.failed > 0 {
                let wide = to.max((run.at + least).min(view.steps));
                shape.bad.push((run.at, wide, run.point.failed.min(top)));
            }
            (end, is_first) = (to, false);
        }
        // The bucket that is not over yet is not a gap.
        if end + 1 < view.steps {
            shape.gaps.push((end, view.steps));
        }
        let bucket = |at_ms: u64| u32::try_from(at_ms.checked_sub(view.from_ms)? / view.step_ms.max(1)).ok();
        let place =
            |mark: &'a Mark| bucket(mark.started_ms).filter(|at| *at < view.steps).map(|at| (at, mark));
        shape.marks = view.marks.iter().filter_map(place).collect();
        shape.restarts = restarts(view);
        shape.most_restarts = shape.restarts.iter().map(|(_, _, count)| *count).max().unwrap_or(0);
        shape
    }
}

/// Restarts by the cells of a strip: a single bucket of a day would be a hair.
fn restarts(view: &HistoryView) -> Vec<(u32, u32, u32)> {
    let each = view.span.cell();
    let mut cells: Vec<(u32, u32, u32)> = Vec::new();
    for run in view.runs.iter().filter(|run| run.point.restarts > 0) {
        for at in run.at..(run.at + run.count).min(view.steps) {
            let from = at - at % each;
            match cells.last_mut().filter(|last| last.0 == from) {
                Some(last) => last.2 += run.point.restarts,
                None => cells.push((from, (from + each).min(view.steps), run.point.restarts)),
            }
        }
    }
    cells
}

/// A level part of a line of steps.
fn step(line: &mut String, begins: bool, from: u32, to: u32, y: u32) {
    if begins {
        line.push_str(&format!("M{from} {y}H{to}"));
    } else {
        line.push_str(&format!("V{y}H{to}"));
    }
}

/// A little above the most, and even, so that there is a middle.
fn even_top(most: u32) -> u32 {
    let room = most.saturating_add((most / 8).max(1));
    room.saturating_add(room % 2)
}

/// The moments that are written below, from the beginning to the end.
pub fn ticks(from_ms: u64, to_ms: u64) -> impl Iterator<Item = u64> {
    (0..TICKS).map(move |number| from_ms + to_ms.saturating_sub(from_ms) * number / (TICKS - 1))
}

#[cfg(test)]
mod tests {
    use shared::history::{Availability, Counts, Point, Run, Span};

    use super::*;

    fn view(runs: &[(u32, u32, u32, u32)]) -> HistoryView {
        let run = |&(at, count, wanted, healthy): &(u32, u32, u32, u32)| Run {
            at,
            count,
            point: Point::of(Counts { wanted, healthy, failed: wanted - healthy }, 60_000),
        };
        HistoryView {
            of: "cluster".into(),
            span: Span::Day,
            from_ms: 0,
            step_ms: 60_000,
            steps: 1_440,
            now_ms: 86_400_000,
            runs: runs.iter().map(run).collect(),
            availability: Availability::default(),
            strip: String::new(),
            lapses: Vec::new(),
            marks: Vec::new(),
        }
    }

    #[test]
    fn no_line_runs_through_what_is_not_known() {
        let view = view(&[(0, 10, 3, 3), (10, 5, 3, 2), (30, 1_409, 3, 3)]);
        let shape = Shape::of(&view);
        assert_eq!(shape.top, 4);
        assert_eq!(shape.line, "M0 1H10V2H15M30 1H1439");
        assert_eq!(shape.wanted, "M0 1H10V1H15M30 1H1439");
        assert_eq!((shape.gaps, shape.bad), (vec![(15, 30)], vec![(10, 15, 1)]));
    }

    #[test]
    fn what_is_short_is_still_seen() {
        let mut view = view(&[(0, 100, 3, 3), (100, 1, 3, 2), (101, 1_339, 3, 3)]);
        view.runs[1].point.restarts = 2;
        let shape = Shape::of(&view);
        assert_eq!(shape.bad, [(100, 104, 1)]);
        assert_eq!((shape.restarts, shape.most_restarts), (vec![(90, 105, 2)], 2));
    }

    #[test]
    fn where_nothing_is_known_there_is_one_gap() {
        let view = view(&[]);
        let shape = Shape::of(&view);
        assert_eq!((shape.gaps, shape.line.as_str(), shape.top), (vec![(0, 1_440)], "", 2));
    }

    #[test]
    fn times_go_from_the_beginning_to_the_end() {
        let ticks: Vec<u64> = ticks(0, 86_400_000).collect();
        assert_eq!((ticks.len(), ticks.first(), ticks.last()), (5, Some(&0), Some(&86_400_000)));
    }
}
