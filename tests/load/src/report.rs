//! What was measured, as it is written to JSON; the tables and the goals are made from it.

use serde::Serialize;

use crate::goals::{self, Goal};
use crate::options::Options;
use crate::page::Page;
use crate::process;

/// All of a run.
#[derive(Debug, Serialize)]
pub(crate) struct Report {
    /// On what.
    pub(crate) machine: String,
    /// How busy it was before the run began, and at its end: other work makes all numbers worse.
    pub(crate) load_before: f64,
    pub(crate) load_after: f64,
    /// Whether the rounds were few and short.
    pub(crate) quick: bool,
    /// The size of the server's program.
    pub(crate) program_bytes: u64,
    pub(crate) lists: Vec<ListRow>,
    pub(crate) writes: Vec<WriteRow>,
    pub(crate) streams: Option<Streams>,
    pub(crate) sights: Vec<SightsRow>,
    pub(crate) page: Option<Page>,
    /// The goals beside what was reached.
    pub(crate) goals: Vec<Goal>,
}

/// A way to the list of units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Way {
    Direct,
    Quarterdeck,
    QuarterdeckZipped,
    NginxSha,
    NginxShaZipped,
    NginxApr1,
}

impl Way {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Direct => "Fleet itself",
            Self::Quarterdeck => "Quarterdeck, token",
            Self::QuarterdeckZipped => "Quarterdeck, token, gzip",
            Self::NginxSha => "nginx, {SHA} password",
            Self::NginxShaZipped => "nginx, {SHA} password, gzip",
            Self::NginxApr1 => "nginx, apr1 password",
        }
    }
}

/// How fast requests were answered.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub(crate) struct Rate {
    pub(crate) per_second: f64,
    pub(crate) p50_ms: f64,
    pub(crate) p99_ms: f64,
    /// How far the rounds lie apart.
    pub(crate) spread_percent: f64,
}

/// A list over one Fleet, one way.
#[derive(Debug, Serialize)]
pub(crate) struct ListRow {
    pub(crate) fleet: String,
    pub(crate) way: Way,
    pub(crate) rate: Rate,
}

/// What is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum WriteKind {
    DesiredState,
    Create,
}

/// How long Fleet takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Pace {
    /// As it is: the simulated one answers at once.
    Own,
    /// The simulated one, made to take as long as a real one.
    LikeReal,
}

/// Writes of one kind over one Fleet.
#[derive(Debug, Serialize)]
pub(crate) struct WriteRow {
    pub(crate) fleet: String,
    pub(crate) kind: WriteKind,
    pub(crate) pace: Pace,
    pub(crate) direct_p50_ms: f64,
    pub(crate) direct_p99_ms: f64,
    pub(crate) proxied_p50_ms: f64,
    pub(crate) proxied_p99_ms: f64,
    /// Of the medians: proxied to direct.
    pub(crate) ratio: f64,
    /// How many each way.
    pub(crate) writes: usize,
}

/// What live streams cost and how fast they are.
#[derive(Debug, Serialize)]
pub(crate) struct Streams {
    pub(crate) units: usize,
    pub(crate) viewers: Vec<ViewersRow>,
    pub(crate) delay: Delay,
    pub(crate) bytes: ChangeBytes,
}

/// What so many open streams cost.
#[derive(Debug, Serialize)]
pub(crate) struct ViewersRow {
    pub(crate) viewers: usize,
    /// Requests that reached Fleet, in so many readings.
    pub(crate) requests: u64,
    pub(crate) readings: u64,
    pub(crate) seconds: f64,
    /// Of one core.
    pub(crate) cpu_percent: f64,
    pub(crate) memory_mb: f64,
    pub(crate) peak_mb: f64,
    /// Between the first stream and the last one that gets a change.
    pub(crate) fan_out_ms: f64,
}

/// What the streams of people cost who see so many different parts; 0: all see everything.
#[derive(Debug, Serialize)]
pub(crate) struct SightsRow {
    pub(crate) sights: usize,
    #[serde(flatten)]
    pub(crate) row: ViewersRow,
}

/// From a write at Fleet to the event on a stream, in milliseconds.
#[derive(Debug, Serialize)]
pub(crate) struct Delay {
    pub(crate) changes: usize,
    /// Until the next reading begins.
    pub(crate) wait_p50: f64,
    /// Fleet's answers to it.
    pub(crate) reading_p50: f64,
    /// From Fleet's last answer to the event: Quarterdeck's own.
    pub(crate) own_p50: f64,
    pub(crate) own_max: f64,
    pub(crate) total_p50: f64,
    pub(crate) total_max: f64,
}

/// How large changes are on the wire, with all that HTTP adds.
#[derive(Debug, Serialize)]
pub(crate) struct ChangeBytes {
    /// The largest event of one unit.
    pub(crate) single: usize,
    /// Many at once: how many, and how many bytes for each.
    pub(crate) together: usize,
    pub(crate) each: f64,
}

impl Report {
    pub(crate) fn begin(options: &Options) -> anyhow::Result<Self> {
        Ok(Self {
            machine: process::machine(),
            load_before: process::load(),
            load_after: 0.0,
            quick: options.quick,
            program_bytes: std::fs::metadata(&options.quarterdeck)?.len(),
            lists: Vec::new(),
            writes: Vec::new(),
            streams: None,
            sights: Vec::new(),
            page: None,
            goals: Vec::new(),
        })
    }

    /// Holds what was measured against the goals.
    pub(crate) fn finish(&mut self) {
        self.load_after = process::load();
        self.goals = goals::of(self);
    }
}
