//! Live streams over a large cluster: what Fleet notices of viewers, how long a change takes, what it weighs, and what
//! many viewers cost the server.

use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::timeout;

use crate::deck::Deck;
use crate::fleet_program::Fleet;
use crate::http::Connection;
use crate::options::Options;
use crate::process;
use crate::relay::{Relay, Seen};
use crate::report::{ChangeBytes, Delay, Streams, ViewersRow};
use crate::stats;
use crate::stream::{Event, Stream};

pub(crate) const UNITS: usize = 5_000;
pub(crate) const VIEWERS: usize = 500;
/// How many units are changed at once to weigh a change.
const TOGETHER: usize = 50;
/// Far longer than a change ever takes.
const PATIENCE: Duration = Duration::from_secs(30);

/// Measures all of it over one cluster.
pub(crate) async fn measure(options: &Options) -> Result<Streams> {
    println!("streams: {UNITS} units");
    let fleet = Fleet::simulated(options, UNITS)?;
    let relay = Relay::to(fleet.address).await?;
    let deck = Deck::over(options, relay.address).await?;
    let mut changes = Changes::of(&fleet).await?;
    let mut watcher = Watcher::open(Stream::open(&deck).await?);
    let one = viewers(options, &fleet, &deck, &mut watcher, &mut changes, 1).await?;
    let delay = delays(options, &relay, &mut watcher, &mut changes).await?;
    let bytes = weigh(&mut watcher, &mut changes).await?;

    println!("streams: {VIEWERS} viewers");
    let mut crowd = JoinSet::new();
    for _ in 1..VIEWERS {
        let stream = Stream::open(&deck).await?;
        let arrivals = watcher.arrivals.clone();
        crowd.spawn(read(stream, arrivals));
    }
    let many = viewers(options, &fleet, &deck, &mut watcher, &mut changes, VIEWERS).await?;
    Ok(Streams { units: UNITS, viewers: vec![one, many], delay, bytes })
}

/// Somebody who says when each change arrives.
pub(crate) struct Watcher {
    pub(crate) arrivals: mpsc::UnboundedSender<(Event, Instant)>,
    arrived: mpsc::UnboundedReceiver<(Event, Instant)>,
    _reading: JoinSet<()>,
}

impl Watcher {
    pub(crate) fn open(stream: Stream) -> Self {
        let (arrivals, arrived) = mpsc::unbounded_channel();
        let mut reading = JoinSet::new();
        reading.spawn(read(stream, arrivals.clone()));
        Self { arrivals, arrived, _reading: reading }
    }

    /// Waits until nothing has changed for some seconds.
    pub(crate) async fn quiet(&mut self) -> Result<()> {
        const SILENCE: Duration = Duration::from_secs(4);
        let settled = async { while timeout(SILENCE, self.arrived.recv()).await.is_ok() {} };
        timeout(PATIENCE, settled).await.context("the cluster does not come to rest")
    }

    /// The next change that names this unit.
    async fn change_of(&mut self, unit: &str) -> Result<(Event, Instant)> {
        let name = format!("\"{unit}\"");
        let found = async {
            loop {
                let (event, at) = self.arrived.recv().await.context("the streams have ended")?;
                if event.text.contains(&name) {
                    return Ok((event, at));
                }
            }
        };
        timeout(PATIENCE, found).await.with_context(|| format!("no event of {unit}"))?
    }
}

/// Reads a stream to its end and passes its changes on. What is dated here is dated when it was read.
pub(crate) async fn read(mut stream: Stream, arrivals: mpsc::UnboundedSender<(Event, Instant)>) {
    while let Ok(event) = stream.next().await {
        if event.text.starts_with("event: change") && arrivals.send((event, Instant::now())).is_err() {
            return;
        }
    }
}

/// Changes units directly at Fleet, each once.
pub(crate) struct Changes {
    connection: Connection,
    names: Vec<String>,
}

impl Changes {
    pub(crate) async fn of(fleet: &Fleet) -> Result<Self> {
        Ok(Self { connection: Connection::open(fleet.address).await?, names: fleet.unit_names().await? })
    }

    /// Has another unit stopped; gives its name.
    async fn one(&mut self) -> Result<String> {
        let name = self.names.pop().context("all units were changed already")?;
        let path = format!("/fleet/v1/units/{name}");
        let headers = "content-type: application/json\r\n";
        let answer = self.connection.call("PUT", &path, headers, br#"{"desiredState":"loaded"}"#).await?;
        anyhow::ensure!(answer.status == 204, "{path}: {}", answer.status);
        Ok(name)
    }
}

async fn delays(
    options: &Options,
    relay: &Relay,
    watcher: &mut Watcher,
    changes: &mut Changes,
) -> Result<Delay> {
    let mut samples = Vec::new();
    for _ in 0..options.changes() {
        let unit = changes.one().await?;
        let written = Instant::now();
        let (_, arrived) = watcher.change_of(&unit).await?;
        samples.push(Sample::of(written, relay.seen(), arrived));
    }
    let all = |of: fn(&Sample) -> f64| samples.iter().map(of).collect::<Vec<_>>();
    Ok(Delay {
        changes: samples.len(),
        wait_p50: stats::median(&all(|sample| sample.wait_ms)),
        reading_p50: stats::median(&all(|sample| sample.reading_ms)),
        own_p50: stats::median(&all(|sample| sample.own_ms)),
        own_max: stats::percentile(&all(|sample| sample.own_ms), 1.0),
        total_p50: stats::median(&all(|sample| sample.total_ms)),
        total_max: stats::percentile(&all(|sample| sample.total_ms), 1.0),
    })
}

/// One change's way, in its parts.
#[derive(Debug, PartialEq)]
struct Sample {
    wait_ms: f64,
    reading_ms: f64,
    own_ms: f64,
    total_ms: f64,
}

impl Sample {
    fn of(written: Instant, seen: Seen, arrived: Instant) -> Self {
        let ms = |from: Instant, to: Instant| to.saturating_duration_since(from).as_secs_f64() * 1e3;
        Self {
            // A reading may be under way when the change is made, and still find it.
            wait_ms: ms(written, seen.reading_began),
            reading_ms: ms(seen.reading_began, seen.last_answer),
            own_ms: ms(seen.last_answer, arrived),
            total_ms: ms(written, arrived),
        }
    }
}

async fn weigh(watcher: &mut Watcher, changes: &mut Changes) -> Result<ChangeBytes> {
    // Units that were changed before go on to change for some seconds: their rows would be weighed with this one's.
    watcher.quiet().await?;
    let unit = changes.one().await?;
    let single = watcher.change_of(&unit).await?.0.wire_bytes;
    watcher.quiet().await?;
    let mut last = String::new();
    for _ in 0..TOGETHER {
        last = changes.one().await?;
    }
    // Sent at once, they are found by one reading or by two; the event of the last one is as good as that of all.
    let (event, _) = watcher.change_of(&last).await?;
    let rows = event.text.matches("\"since_ms\"").count();
    #[expect(clippy::cast_precision_loss, reason = "some thousand bytes")]
    let each = event.wire_bytes as f64 / rows.max(1) as f64;
    Ok(ChangeBytes { single, together: rows, each })
}

/// What so many viewers cost, over some readings from end to end.
pub(crate) async fn viewers(
    options: &Options,
    fleet: &Fleet,
    deck: &Deck,
    watcher: &mut Watcher,
    changes: &mut Changes,
    viewers: usize,
) -> Result<ViewersRow> {
    // Right behind a reading, so that none is cut in two.
    let first = deck.wait_for_reading(deck.readings().await? + 1).await?;
    let (requests, cpu_s, began) = (fleet.requests().await?, process::cpu_s(deck.id())?, Instant::now());
    let last = deck.wait_for_reading(first + options.readings()).await?;
    let seconds = began.elapsed().as_secs_f64();
    let requests = fleet.requests().await?.zip(requests).map_or(0, |(now, then)| now - then);
    let cpu_percent = (process::cpu_s(deck.id())? - cpu_s) / seconds * 100.0;
    let fan_out_ms = fan_out(watcher, changes, viewers).await?;
    let memory = process::memory(deck.id())?;
    Ok(ViewersRow {
        viewers,
        requests,
        readings: last - first,
        seconds,
        cpu_percent,
        memory_mb: memory.resident_mb,
        peak_mb: memory.peak_mb,
        fan_out_ms,
    })
}

/// How long it takes until everybody has heard of a change.
async fn fan_out(watcher: &mut Watcher, changes: &mut Changes, viewers: usize) -> Result<f64> {
    let unit = changes.one().await?;
    let (_, first) = watcher.change_of(&unit).await?;
    let mut last = first;
    for _ in 1..viewers {
        last = watcher.change_of(&unit).await?.1;
    }
    Ok(last.saturating_duration_since(first).as_secs_f64() * 1e3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_delay_is_the_sum_of_its_parts() {
        let at = |ms| Instant::now() + Duration::from_millis(ms);
        let (written, began, answered, arrived) = (at(0), at(400), at(500), at(507));
        let sample = Sample::of(written, Seen { reading_began: began, last_answer: answered }, arrived);
        let parts = sample.wait_ms + sample.reading_ms + sample.own_ms;
        assert!((parts - sample.total_ms).abs() < 1e-6, "{sample:?}");
        assert!(sample.own_ms >= 7.0);
        let under_way = Sample::of(began, Seen { reading_began: written, last_answer: answered }, arrived);
        assert_eq!(under_way.wait_ms, 0.0);
    }
}
