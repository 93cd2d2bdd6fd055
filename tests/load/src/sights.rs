//! What viewers cost who see different parts of a cluster: the same streams with one sight and with many.

use std::collections::BTreeSet;

use anyhow::Result;
use tokio::task::JoinSet;

use crate::deck::Deck;
use crate::fleet_program::Fleet;
use crate::options::Options;
use crate::report::SightsRow;
use crate::stream::Stream;
use crate::streams::{Changes, UNITS, VIEWERS, Watcher, read, viewers};

/// How many different sights there are at most.
const SIGHTS: usize = 48;

/// Everybody sees everything; then all share one part; then there are many parts. Each time another server, so that its
/// memory is of that alone.
pub(crate) async fn measure(options: &Options) -> Result<Vec<SightsRow>> {
    let mut rows = Vec::new();
    for sights in [0, 1, SIGHTS] {
        println!("sights: {UNITS} units, {VIEWERS} viewers, {sights} parts");
        let fleet = Fleet::simulated(options, UNITS)?;
        let deck = Deck::over(options, fleet.address).await?;
        let mut credentials: Vec<String> = patterns()
            .iter()
            .take(sights)
            .enumerate()
            .map(|(number, apps)| deck.viewer(options, &format!("part-{number}"), apps))
            .collect::<Result<_>>()?;
        if credentials.is_empty() {
            credentials.push(deck.authorization());
        }
        let mut changes = Changes::of(&fleet).await?;
        let mut of_all = credentials.iter().cycle();
        let mut open = async || Stream::open_as(&deck, of_all.next().map_or("", String::as_str)).await;
        let mut watcher = Watcher::open(open().await?);
        let mut crowd = JoinSet::new();
        for _ in 1..VIEWERS {
            let stream = open().await?;
            crowd.spawn(read(stream, watcher.arrivals.clone()));
        }
        let row = viewers(options, &fleet, &deck, &mut watcher, &mut changes, VIEWERS).await?;
        rows.push(SightsRow { sights, row });
    }
    Ok(rows)
}

/// Different patterns that all match every app of the simulated Fleet, `app-` and a number: everybody hears of every
/// change, which is the most work.
fn patterns() -> Vec<String> {
    let mut patterns = BTreeSet::new();
    for choice in 0..3_u32.pow(4) {
        let mut pattern = String::new();
        for (place, letter) in "app-".chars().enumerate() {
            match choice / 3_u32.pow(u32::try_from(place).unwrap_or(0)) % 3 {
                0 => pattern.push(letter),
                1 => pattern.extend(['*', letter]),
                _ => pattern.push('*'),
            }
        }
        pattern.push('*');
        while pattern.contains("**") {
            pattern = pattern.replace("**", "*");
        }
        if pattern != "*" {
            patterns.insert(pattern);
        }
    }
    patterns.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_enough_different_parts() {
        let patterns = patterns();
        assert!(patterns.len() >= SIGHTS, "{}", patterns.len());
        assert!(!patterns.contains(&"*".to_owned()));
    }
}
