//! Tries that were turned away for their number, and credentials that were refused, counted by network until they are
//! written into the record.
//!
//! Owns the counts alone; `service::turned_away` writes them. Nothing here grows with an attack: only so many networks are
//! told apart at a time, and the others are one.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

/// So many networks are told apart at a time.
const NETWORKS: usize = 32;

/// The counts.
#[derive(Debug, Default)]
pub struct TurnedAway {
    counts: Mutex<Counts>,
    news: Notify,
}

#[derive(Debug, Default)]
struct Counts {
    networks: BTreeMap<IpAddr, Count>,
    others: Count,
}

/// What was turned away from one network, or from all that are not told apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Count {
    /// How many tries.
    pub tries: u64,
    /// The name that was tried, or what the credentials were, if it was always the same.
    pub name: String,
    is_told: bool,
}

impl TurnedAway {
    /// Counts a try, on this account if it was about one.
    pub(super) fn count(&self, network: IpAddr, name: Option<&str>) {
        let mut counts = self.lock();
        let has_room = counts.networks.len() < NETWORKS || counts.networks.contains_key(&network);
        let Counts { networks, others } = &mut *counts;
        let count = if has_room { networks.entry(network).or_default() } else { others };
        let name = name.unwrap_or_default();
        if count.tries == 0 {
            name.clone_into(&mut count.name);
        } else if count.name != name {
            count.name.clear();
        }
        count.tries += 1;
        let is_news = !count.is_told;
        drop(counts);
        if is_news {
            self.news.notify_one();
        }
    }

    /// Waits until somebody is turned away of whom nothing was told yet.
    pub async fn news(&self) {
        self.news.notified().await;
    }

    /// Those of whom nothing was told yet; from now on they count as told. Without a network: all the others.
    pub fn untold(&self) -> Vec<(Option<IpAddr>, Count)> {
        let mut counts = self.lock();
        let Counts { networks, others } = &mut *counts;
        let all = networks.iter_mut().map(|(network, count)| (Some(*network), count));
        all.chain([(None, others)])
            .filter(|(_, count)| count.tries > 0 && !count.is_told)
            .map(|(network, count)| {
                count.is_told = true;
                (network, count.clone())
            })
            .collect()
    }

    /// All of them. The counting begins anew.
    pub fn take(&self) -> Vec<(Option<IpAddr>, Count)> {
        let Counts { networks, others } = std::mem::take(&mut *self.lock());
        let all = networks.into_iter().map(|(network, count)| (Some(network), count));
        all.chain([(None, others)]).filter(|(_, count)| count.tries > 0).collect()
    }

    fn lock(&self) -> MutexGuard<'_, Counts> {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_networks_are_so_few_counts() {
        let away = TurnedAway::default();
        for round in 0..3 {
            for number in 0..10_000_u32 {
                away.count(IpAddr::from(number.to_be_bytes()), Some(if number == 7 { "ada" } else { "any" }));
            }
            assert_eq!(away.untold().len(), if round == 0 { NETWORKS + 1 } else { 0 });
        }
        let all = away.take();
        assert_eq!(all.len(), NETWORKS + 1);
        assert_eq!(all.iter().map(|(_, count)| count.tries).sum::<u64>(), 30_000);
        assert_eq!(all[7].1.name, "ada");
        assert_eq!(all[NETWORKS].0, None);
        assert_eq!(away.take(), []);
    }

    #[test]
    fn several_names_are_none() {
        let away = TurnedAway::default();
        for name in [Some("ada"), None, Some("ada")] {
            away.count(IpAddr::from([10, 0, 0, 1]), name);
        }
        assert_eq!(away.take()[0].1.name, "");
    }
}
