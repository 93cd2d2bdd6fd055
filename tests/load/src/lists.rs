//! The list of units, asked for again and again: from Fleet itself, through Quarterdeck, through nginx.
//!
//! Fair by construction: the same generator, as many kept connections, the same path and so the same page of a hundred
//! units, in turns. Each way checks credentials at every request, but for Fleet itself, which has none.

use std::net::SocketAddr;

use anyhow::{Context, Result};

use crate::deck::Deck;
use crate::fleet_program::Fleet;
use crate::nginx::{Hash, Nginx};
use crate::options::Options;
use crate::report::{ListRow, Rate, Way};
use crate::{stats, wrk};

const PATH: &str = "/fleet/v1/units";

/// One way, and what it gave.
struct Lane {
    way: Way,
    address: SocketAddr,
    headers: Vec<String>,
    rounds: Vec<Rate>,
}

/// Measures all sizes, and the Fleet that was given.
pub(crate) async fn measure(options: &Options) -> Result<Vec<ListRow>> {
    let Some(tool) = &options.wrk else {
        println!("lists: not measured, because wrk is missing");
        return Ok(Vec::new());
    };
    let mut rows = Vec::new();
    for &units in options.sizes() {
        let fleet = Fleet::simulated(options, units)?;
        rows.extend(over(options, tool, &fleet).await.context(fleet.label.clone())?);
    }
    if let Some(fleet) = Fleet::given(options) {
        rows.extend(over(options, tool, &fleet).await.context(fleet.label.clone())?);
    }
    Ok(rows)
}

async fn over(options: &Options, tool: &std::path::Path, fleet: &Fleet) -> Result<Vec<ListRow>> {
    println!("lists: {}", fleet.label);
    let deck = Deck::over(options, fleet.address).await?;
    let lane = |way, address, headers| Lane { way, address, headers, rounds: Vec::new() };
    let token = format!("Authorization: Bearer {}", deck.token);
    let zipped = "Accept-Encoding: gzip".to_owned();
    let mut lanes = vec![
        lane(Way::Direct, fleet.address, Vec::new()),
        lane(Way::Quarterdeck, deck.address, vec![token.clone()]),
        lane(Way::QuarterdeckZipped, deck.address, vec![token, zipped.clone()]),
    ];
    let mut nginxes = Vec::new();
    if let Some(nginx) = &options.nginx {
        for (way, hash) in [(Way::NginxSha, Hash::Sha), (Way::NginxApr1, Hash::Apr1)] {
            match Nginx::before(nginx, options, fleet.address, hash, &deck.token).await {
                Ok(running) => {
                    lanes.push(lane(way, running.address, vec![running.header.clone()]));
                    if hash == Hash::Sha {
                        let headers = vec![running.header.clone(), zipped.clone()];
                        lanes.push(lane(Way::NginxShaZipped, running.address, headers));
                    }
                    nginxes.push(running);
                }
                Err(error) => println!("{}: not measured: {error:#}", way.name()),
            }
        }
    }
    for _ in 0..options.rounds() {
        for lane in &mut lanes {
            let rate = wrk::run(tool, lane.address, PATH, &lane.headers, options.round());
            lane.rounds.push(rate.with_context(|| lane.way.name())?);
        }
    }
    Ok(lanes.into_iter().map(|lane| lane.row(fleet)).collect())
}

impl Lane {
    fn row(self, fleet: &Fleet) -> ListRow {
        let all = |of: fn(&Rate) -> f64| self.rounds.iter().map(of).collect::<Vec<_>>();
        let rates = all(|rate| rate.per_second);
        let rate = Rate {
            per_second: stats::median(&rates),
            p50_ms: stats::median(&all(|rate| rate.p50_ms)),
            p99_ms: stats::median(&all(|rate| rate.p99_ms)),
            spread_percent: stats::spread_percent(&rates),
        };
        ListRow { fleet: fleet.label.clone(), way: self.way, rate }
    }
}
