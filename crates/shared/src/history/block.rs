//! A block: the buckets of an hour, a day or 32 days, as runs of equal ones, and their text.
//!
//! The text is what the database keeps: `0x47:60000,0,0,0,3,3,3 47x1:30000,30000,0,0,3,2,3,1,1`. Each run says with which
//! bucket it begins, how many there are, and the numbers of a [`Point`] in the order in which they are declared; zeros at
//! the end are left out. A quiet hour takes thirty bytes, and the worst one 60 runs.

use super::Point;

/// Equal buckets in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Run {
    /// The number of the first.
    pub at: u32,
    /// How many.
    pub count: u32,
    /// What each of them says.
    pub point: Point,
}

impl Run {
    fn end(&self) -> u32 {
        self.at.saturating_add(self.count)
    }
}

/// Buckets by number; those of which nothing is known are not there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Block {
    runs: Vec<Run>,
}

/// The text is none of a block.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a block of history: {0}")]
pub struct NotABlock(String);

impl Block {
    /// The runs, in order.
    pub fn runs(&self) -> &[Run] {
        &self.runs
    }

    /// The runs, in order.
    pub fn into_runs(self) -> Vec<Run> {
        self.runs
    }

    /// Each bucket with its number.
    pub fn points(&self) -> impl Iterator<Item = (u32, Point)> + '_ {
        self.runs.iter().flat_map(|run| (run.at..run.end()).map(|index| (index, run.point)))
    }

    /// What that bucket says.
    pub fn get(&self, index: u32) -> Option<Point> {
        let after = self.runs.partition_point(|run| run.at <= index);
        let run = self.runs.get(after.checked_sub(1)?)?;
        (index < run.end()).then_some(run.point)
    }

    /// Puts a bucket where it belongs, in the place of what it said before.
    pub fn set(&mut self, index: u32, point: Point) {
        // History is written forwards: nearly always this is the last bucket, or behind it.
        if self.runs.last().is_some_and(|last| last.end() > index) {
            let mut later = self.cut(index);
            self.push(index, 1, point);
            if let Some(first) = later.first_mut()
                && first.at == index
            {
                *first = Run { at: index + 1, count: first.count - 1, ..*first };
            }
            later.into_iter().for_each(|run| self.push(run.at, run.count, run.point));
        } else {
            self.push(index, 1, point);
        }
    }

    /// Takes away what begins with that bucket.
    fn cut(&mut self, index: u32) -> Vec<Run> {
        let from = self.runs.partition_point(|run| run.end() <= index);
        let mut later = self.runs.split_off(from);
        if let Some(first) = later.first_mut()
            && first.at < index
        {
            self.runs.push(Run { count: index - first.at, ..*first });
            *first = Run { at: index, count: first.end() - index, ..*first };
        }
        later
    }

    fn push(&mut self, at: u32, count: u32, point: Point) {
        if count == 0 || point == Point::default() {
            return;
        }
        match self.runs.last_mut().filter(|last| last.end() == at && last.point == point) {
            Some(last) => last.count += count,
            None => self.runs.push(Run { at, count, point }),
        }
    }

    /// All of it as one bucket; nothing if nothing is known.
    pub fn rolled_up(&self) -> Option<Point> {
        self.points().map(|(_, point)| point).reduce(Point::and)
    }

    /// As text.
    pub fn to_text(&self) -> String {
        let runs: Vec<String> = self.runs.iter().map(run_text).collect();
        runs.join(" ")
    }

    /// Reads what `to_text` wrote, of a block with that many buckets.
    pub fn parse(text: &str, steps: u32) -> Result<Self, NotABlock> {
        let mut block = Self::default();
        let mut next = 0;
        for part in text.split(' ').filter(|part| !part.is_empty()) {
            let run = parse_run(part).ok_or_else(|| NotABlock(part.to_owned()))?;
            if run.at < next || run.end() > steps {
                return Err(NotABlock(part.to_owned()));
            }
            next = run.end();
            block.push(run.at, run.count, run.point);
        }
        Ok(block)
    }
}

impl FromIterator<(u32, Point)> for Block {
    /// Takes buckets in the order of their numbers.
    fn from_iter<I: IntoIterator<Item = (u32, Point)>>(points: I) -> Self {
        let mut block = Self::default();
        points.into_iter().for_each(|(index, point)| block.set(index, point));
        block
    }
}

fn numbers(point: &Point) -> [u32; 9] {
    let Point { full_ms, partly_ms, none_ms, idle_ms, wanted, healthy_min, healthy_max, failed, restarts } =
        *point;
    [full_ms, partly_ms, none_ms, idle_ms, wanted, healthy_min, healthy_max, failed, restarts]
}

fn run_text(run: &Run) -> String {
    let numbers = numbers(&run.point);
    let used = numbers.iter().rposition(|number| *number != 0).map_or(0, |last| last + 1);
    let numbers: Vec<String> = numbers.iter().take(used).map(ToString::to_string).collect();
    format!("{}x{}:{}", run.at, run.count, numbers.join(","))
}

fn parse_run(text: &str) -> Option<Run> {
    let (place, numbers) = text.split_once(':')?;
    let (at, count) = place.split_once('x')?;
    let mut read = [0; 9];
    let mut slots = read.iter_mut();
    for number in numbers.split(',') {
        *slots.next()? = number.parse().ok()?;
    }
    let [full_ms, partly_ms, none_ms, idle_ms, wanted, healthy_min, healthy_max, failed, restarts] = read;
    let point =
        Point { full_ms, partly_ms, none_ms, idle_ms, wanted, healthy_min, healthy_max, failed, restarts };
    Some(Run { at: at.parse().ok()?, count: count.parse().ok()?, point })
}
