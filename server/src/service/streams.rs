//! How many live streams may be open at once, for a person and for an address. Each costs a connection and a task; a
//! script that comes back without end must not take what others need.
//!
//! Owns the counts. Knows nothing of what the streams say.

use std::collections::HashMap;
use std::hash::Hash;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use crate::error::{Error, Result};

/// The open streams of this process: those of people by their names, those of screens by their ids.
#[derive(Debug)]
pub struct Streams {
    most_per_user: u32,
    most_per_network: u32,
    open: Mutex<Open>,
}

#[derive(Debug, Default)]
struct Open {
    users: HashMap<String, u32>,
    networks: HashMap<IpAddr, u32>,
}

/// A stream's place among the open ones; free again when it is dropped.
#[derive(Debug)]
pub struct Place {
    streams: Arc<Streams>,
    user: String,
    network: IpAddr,
}

impl Streams {
    /// None are open yet.
    pub fn new(most_per_user: u32, most_per_network: u32) -> Arc<Self> {
        Arc::new(Self { most_per_user, most_per_network, open: Mutex::default() })
    }

    /// Takes a place for one more, or says which limit stands against it.
    pub fn open(self: &Arc<Self>, user: &str, network: IpAddr) -> Result<Place> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if open.users.get(user).is_some_and(|count| *count >= self.most_per_user) {
            return Err(Error::TooManyStreams { whose: user.to_string(), most: self.most_per_user });
        }
        if open.networks.get(&network).is_some_and(|count| *count >= self.most_per_network) {
            return Err(Error::TooManyStreams { whose: network.to_string(), most: self.most_per_network });
        }
        *open.users.entry(user.to_owned()).or_default() += 1;
        *open.networks.entry(network).or_default() += 1;
        Ok(Place { streams: Arc::clone(self), user: user.to_owned(), network })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut open = self.streams.open.lock().unwrap_or_else(PoisonError::into_inner);
        leave(&mut open.users, &self.user);
        leave(&mut open.networks, &self.network);
    }
}

/// One fewer; who has none left is forgotten, so that the counts do not grow with everybody who ever came.
fn leave<K: Hash + Eq>(counts: &mut HashMap<K, u32>, key: &K) {
    let Some(count) = counts.get_mut(key) else { return };
    *count = count.saturating_sub(1);
    if *count == 0 {
        counts.remove(key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOME: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(10, 0, 0, 1));
    const AWAY: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(10, 0, 0, 2));

    #[test]
    fn a_person_and_an_address_have_limits_of_their_own() {
        let streams = Streams::new(2, 3);
        let first = streams.open("ada", HOME).unwrap();
        let _second = streams.open("ada", HOME).unwrap();
        let refused = streams.open("ada", AWAY).unwrap_err().to_string();
        assert!(refused.contains("ada has 2"), "{refused}");
        let _third = streams.open("bo", HOME).unwrap();
        let refused = streams.open("eve", HOME).unwrap_err().to_string();
        assert!(refused.contains("10.0.0.1 has 3"), "{refused}");
        drop(first);
        let _fourth = streams.open("ada", AWAY).unwrap();
    }

    #[test]
    fn who_has_left_is_forgotten() {
        let streams = Streams::new(2, 3);
        drop(streams.open("ada", HOME).unwrap());
        let open = streams.open.lock().unwrap();
        assert!(open.users.is_empty() && open.networks.is_empty());
    }
}
