//! What it adds to a list that it is filtered: the same rows, once for somebody who sees everything, and once for somebody
//! who sees each by the last of twenty grants. Prints, and judges nothing.

use std::time::Instant;

use anyhow::{Result, ensure};

use crate::deck::Deck;
use crate::fleet_program::Fleet;
use crate::http::Connection;
use crate::options::Options;
use crate::stats::median;

/// The units of a large cluster.
const UNITS: usize = 5_000;
/// As many grants as somebody in several teams has.
const GRANTS: usize = 20;
const LIST: &str = "/api/v1/clusters/default/snapshot";

/// Asks for the list in turns, and prints the medians.
pub(crate) async fn measure(options: &Options) -> Result<()> {
    let fleet = Fleet::simulated(options, UNITS)?;
    let deck = Deck::over(options, fleet.address).await?;
    let mut patterns: Vec<String> = (1..GRANTS).map(|number| format!("team-{number}-*")).collect();
    // The apps of the simulated Fleet.
    patterns.push("app-*".to_owned());
    let who = [
        ("seen as a whole", deck.person(options, "whole", &["*".to_owned()]).await?),
        ("seen by the last of 20 grants", deck.person(options, "filtered", &patterns).await?),
    ];
    let mut connection = Connection::open(deck.address).await?;
    let mut times = [Vec::new(), Vec::new()];
    let mut lengths = [0, 0];
    for _ in 0..if options.quick { 20 } else { 300 } {
        for ((_, cookie), (times, length)) in who.iter().zip(times.iter_mut().zip(&mut lengths)) {
            let began = Instant::now();
            let answer = connection.call("GET", LIST, cookie, b"").await?;
            times.push(began.elapsed().as_secs_f64() * 1e3);
            ensure!(answer.status == 200, "{LIST}: {}", String::from_utf8_lossy(&answer.body));
            *length = answer.body.len();
        }
    }
    println!("A list of {UNITS} units, medians of {} each:", times[0].len());
    for (((what, _), times), bytes) in who.iter().zip(&mut times).zip(lengths) {
        println!("  {what:52} {:>9.2} ms, {bytes} bytes", median(times));
    }
    Ok(())
}
