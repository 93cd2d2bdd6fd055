//! Writes of single units, one after another: to Fleet itself, and through Quarterdeck, which records each first.
//!
//! The two take turns, so that what disturbs one disturbs the other. The simulated Fleet answers at once, where a real one
//! asks etcd; so each kind is measured a second time with a Fleet that takes about as long as a real one does.

use anyhow::{Result, ensure};
use tokio::time::Instant;

use crate::deck::Deck;
use crate::fleet_program::Fleet;
use crate::http::Connection;
use crate::options::Options;
use crate::report::{Pace, WriteKind, WriteRow};
use crate::stats;

/// A create takes a real Fleet over etcd 2.3 to 3 ms, and a read of one unit 0.9 ms.
const REAL_WRITE_MS: u64 = 2;
const REAL_READ_MS: u64 = 1;

const OPTIONS: &str = r#"{"desiredState":"inactive","options":[{"section":"Unit","name":"Description","value":"Made by a measurement"},{"section":"Service","name":"ExecStart","value":"/bin/sleep 3600"}]}"#;
const JSON: &str = "content-type: application/json\r\n";

/// Of the units that are written to.
const NAMES: [&str; 2] = ["direct", "proxied"];

fn path(name: &str) -> String {
    format!("/fleet/v1/units/quarterdeck-bench-{name}.service")
}

/// Measures all sizes, and the Fleet that was given if it may be written to.
pub(crate) async fn measure(options: &Options) -> Result<Vec<WriteRow>> {
    let mut rows = Vec::new();
    for &units in options.sizes() {
        rows.extend(over(options, &Fleet::simulated(options, units)?).await?);
    }
    match Fleet::given(options) {
        Some(fleet) if fleet.may_write => rows.extend(over(options, &fleet).await?),
        Some(fleet) => println!("writes: {}: not measured without --allow-writes", fleet.label),
        None => {}
    }
    Ok(rows)
}

async fn over(options: &Options, fleet: &Fleet) -> Result<Vec<WriteRow>> {
    println!("writes: {}", fleet.label);
    // What a measurement left that was killed would be measured as something else.
    clean(fleet).await?;
    let measured = over_clean(options, fleet).await;
    // Also behind an error: it may be somebody's own Fleet.
    let cleaned = clean(fleet).await;
    let rows = measured?;
    cleaned?;
    Ok(rows)
}

/// Takes away the units of a measurement, straight from Fleet.
async fn clean(fleet: &Fleet) -> Result<()> {
    for name in NAMES {
        let mut connection = Connection::open(fleet.address).await?;
        let answer = connection.call("DELETE", &path(name), JSON, b"").await?;
        let said = String::from_utf8_lossy(&answer.body);
        ensure!(matches!(answer.status, 204 | 404), "DELETE {}: {} {said}", path(name), answer.status);
    }
    Ok(())
}

async fn over_clean(options: &Options, fleet: &Fleet) -> Result<Vec<WriteRow>> {
    let deck = Deck::over(options, fleet.address).await?;
    let mut rows = Vec::new();
    for kind in [WriteKind::DesiredState, WriteKind::Create] {
        rows.push(pairs(options, fleet, &deck, kind, Pace::Own).await?);
    }
    if fleet.is_simulated() {
        fleet.slow_down(REAL_WRITE_MS, REAL_READ_MS).await?;
        for kind in [WriteKind::DesiredState, WriteKind::Create] {
            rows.push(pairs(options, fleet, &deck, kind, Pace::LikeReal).await?);
        }
        fleet.speed_up().await?;
    }
    Ok(rows)
}

/// One lane of writes to a unit of its own.
struct Writer {
    connection: Connection,
    headers: String,
    unit: String,
    took_ms: Vec<f64>,
}

async fn pairs(
    options: &Options,
    fleet: &Fleet,
    deck: &Deck,
    kind: WriteKind,
    pace: Pace,
) -> Result<WriteRow> {
    let writer = async |address, headers: String, name: &str| -> Result<Writer> {
        let unit = path(name);
        let mut writer =
            Writer { connection: Connection::open(address).await?, headers, unit, took_ms: Vec::new() };
        if kind == WriteKind::DesiredState {
            writer.send("PUT", OPTIONS).await?;
        }
        Ok(writer)
    };
    let mut direct = writer(fleet.address, JSON.to_owned(), NAMES[0]).await?;
    let mut proxied = writer(deck.address, format!("{JSON}{}", deck.authorization()), NAMES[1]).await?;
    for number in 0..options.writes() {
        for writer in [&mut direct, &mut proxied] {
            writer.measure(kind, number).await?;
        }
    }
    for writer in [&mut direct, &mut proxied] {
        if kind == WriteKind::DesiredState {
            writer.send("DELETE", "").await?;
        }
    }
    Ok(WriteRow::of(&fleet.label, kind, pace, &direct.took_ms, &proxied.took_ms))
}

impl Writer {
    /// Times one write, and prepares the next.
    async fn measure(&mut self, kind: WriteKind, number: usize) -> Result<()> {
        let states = [r#"{"desiredState":"loaded"}"#, r#"{"desiredState":"inactive"}"#];
        let body = match kind {
            WriteKind::DesiredState => states[number % 2],
            WriteKind::Create => OPTIONS,
        };
        let began = Instant::now();
        self.send("PUT", body).await?;
        self.took_ms.push(began.elapsed().as_secs_f64() * 1e3);
        if kind == WriteKind::Create {
            self.send("DELETE", "").await?;
        }
        Ok(())
    }

    async fn send(&mut self, method: &str, body: &str) -> Result<()> {
        let answer = self.connection.call(method, &self.unit, &self.headers, body.as_bytes()).await?;
        let said = String::from_utf8_lossy(&answer.body);
        ensure!(matches!(answer.status, 201 | 204), "{method} {}: {} {said}", self.unit, answer.status);
        Ok(())
    }
}

impl WriteRow {
    fn of(fleet: &str, kind: WriteKind, pace: Pace, direct_ms: &[f64], proxied_ms: &[f64]) -> Self {
        let (direct, proxied) = (stats::median(direct_ms), stats::median(proxied_ms));
        Self {
            fleet: fleet.to_owned(),
            kind,
            pace,
            direct_p50_ms: direct,
            direct_p99_ms: stats::percentile(direct_ms, 0.99),
            proxied_p50_ms: proxied,
            proxied_p99_ms: stats::percentile(proxied_ms, 0.99),
            ratio: if direct > 0.0 { proxied / direct } else { 0.0 },
            writes: direct_ms.len(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn medians_are_compared() {
        let row = WriteRow::of("", WriteKind::Create, Pace::Own, &[1.0, 2.0, 9.0], &[3.0, 3.0, 100.0]);
        assert_eq!((row.direct_p50_ms, row.proxied_p50_ms, row.ratio, row.writes), (2.0, 3.0, 1.5, 3));
        assert_eq!(WriteRow::of("", WriteKind::Create, Pace::Own, &[], &[]).ratio, 0.0);
    }
}
