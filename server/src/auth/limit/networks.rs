//! The allowances of networks. An IPv4 address is one. Of IPv6 whoever has one address has many: the /64 of a household
//! counts like an address, and the /56 and the /48 that it may be a part of have an allowance each, of which all of their
//! /64s take.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};

use super::keyed::Keyed;

/// Tries at once from one network.
const BURST: u64 = 10;
/// One more every so often.
const EVERY_MS: u64 = 6_000;
/// The larger networks of IPv6: how many bits name one, and how many times a small one's allowance it has.
const LARGER: [(u32, u64); 2] = [(56, 4), (48, 16)];

/// The allowances.
#[derive(Debug)]
pub(super) struct Networks {
    small: Keyed<IpAddr>,
    larger: [(u32, Keyed<IpAddr>); 2],
}

impl Networks {
    pub(super) fn new() -> Self {
        let larger = LARGER.map(|(bits, times)| (bits, Keyed::new(BURST * times, EVERY_MS / times)));
        Self { small: Keyed::new(BURST, EVERY_MS), larger }
    }

    /// Takes a try of a network and of those that it is a part of: of all or of none. Or how long to wait.
    pub(super) fn take(&self, network: IpAddr, now_ms: u64) -> Result<(), u64> {
        let mut taken = Vec::with_capacity(1 + LARGER.len());
        for (key, allowance) in self.of(network) {
            if let Err(wait_ms) = allowance.take(key, now_ms) {
                taken.iter().for_each(|(key, allowance): &(IpAddr, &Keyed<IpAddr>)| allowance.give_back(key));
                return Err(wait_ms);
            }
            taken.push((key, allowance));
        }
        Ok(())
    }

    /// Gives a try back.
    pub(super) fn give_back(&self, network: IpAddr) {
        for (key, allowance) in self.of(network) {
            allowance.give_back(&key);
        }
    }

    /// The allowances that a network takes of.
    fn of(&self, network: IpAddr) -> impl Iterator<Item = (IpAddr, &Keyed<IpAddr>)> {
        let larger = self.larger.iter().filter(move |_| network.is_ipv6());
        let larger = larger.map(move |(bits, allowance)| (within(network, *bits), allowance));
        std::iter::once((network, &self.small)).chain(larger)
    }
}

/// The network of so many bits that an IPv6 address is in; of IPv4 the address.
fn within(address: IpAddr, bits: u32) -> IpAddr {
    match address {
        IpAddr::V6(address) => {
            let mask = u128::MAX.checked_shl(128 - bits).unwrap_or(0);
            IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & mask))
        }
        v4 => v4,
    }
}

/// Of which network there is most among these: where room is wanting, that one makes it. Of IPv6 the /48 counts, since whoever
/// has one could come from each of its /64s.
pub fn fullest(networks: impl Iterator<Item = IpAddr>) -> Option<IpAddr> {
    let mut counts: HashMap<IpAddr, usize> = HashMap::new();
    for network in networks {
        *counts.entry(site(network)).or_default() += 1;
    }
    counts.into_iter().max_by_key(|(site, count)| (*count, *site)).map(|(site, _)| site)
}

/// The network that counts as one where somebody's place is at stake: an IPv4 address, or the /48 of an IPv6 one.
pub fn site(address: IpAddr) -> IpAddr {
    within(address, 48)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn network(site: u16, number: u16) -> IpAddr {
        IpAddr::from([0x2001, 0xdb8, site, number, 0, 0, 0, 0])
    }

    /// How many of a thousand tries from these networks, one after the other, get through.
    fn through(networks: &Networks, of: impl Fn(u16) -> IpAddr) -> usize {
        (0..1_000).filter(|number| networks.take(of(*number), 1_000_000).is_ok()).count()
    }

    #[test]
    fn many_small_ones_share_the_large_one_that_they_are_in() {
        assert_eq!(through(&Networks::new(), |_| network(1, 0)), 10, "a /64");
        assert_eq!(through(&Networks::new(), |number| network(1, number % 256)), 40, "a /56");
        let networks = Networks::new();
        assert_eq!(through(&networks, |number| network(1, number << 6)), 160, "a /48");
        assert_eq!(through(&networks, |_| network(2, 0)), 10, "another one has its own");
        let addresses = |number: u16| IpAddr::from([10, 0, number.to_be_bytes()[0], number.to_be_bytes()[1]]);
        assert_eq!(through(&networks, addresses), 1_000, "an address of IPv4 is in none");
    }

    #[test]
    fn the_fullest_is_a_whole_site() {
        let alone = IpAddr::from([10, 0, 0, 1]);
        let many = (0..9).map(|number| network(7, number));
        let few = [alone, alone, IpAddr::from([10, 0, 0, 2])];
        assert_eq!(fullest(many.chain(few)), Some(network(7, 0)));
        assert_eq!(fullest(few.into_iter()), Some(alone));
        assert_eq!(fullest(std::iter::empty()), None);
    }

    #[test]
    fn what_one_refuses_is_taken_of_none() {
        let networks = Networks::new();
        assert_eq!(through(&networks, |_| network(1, 0)), 10);
        assert_eq!(through(&networks, |number| network(1, 1 + number % 250)), 30);
        networks.give_back(network(1, 0));
        assert_eq!(through(&networks, |_| network(1, 0)), 1);
    }
}
