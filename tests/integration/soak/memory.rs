//! How much memory the process holds, with the simulated Fleet and the viewers in it: what is allocated and not given
//! back, and what Linux counts as resident.
//!
//! What is allocated says whether something grows. What is resident also holds the gaps between allocations, and what
//! the allocator keeps for later.

use std::fmt;

use super::crowd::Crowd;
use crate::harness::Deck;

#[cfg(feature = "counted")]
#[global_allocator]
static COUNTED: cap::Cap<std::alloc::System> = cap::Cap::new(std::alloc::System, usize::MAX);

/// So many moments, ten minutes apart, make a verdict.
const ENOUGH: usize = 36;

/// Measured at quiet moments.
#[derive(Debug, Default)]
pub(super) struct Memory {
    allocated: Series,
    resident: Series,
}

/// What is allocated for whom at the end: what is given back when they go.
#[derive(Debug)]
pub(super) struct Shares {
    viewers: u64,
    server: u64,
    hub: u64,
    rest: u64,
}

/// Bytes, one measurement after another.
#[derive(Debug, Default)]
struct Series {
    now: u64,
    /// Those behind the warm-up.
    full: Vec<u64>,
}

/// How many bytes are allocated at this moment; nothing if this binary does not count them.
fn allocated() -> u64 {
    #[cfg(feature = "counted")]
    return u64::try_from(COUNTED.allocated()).unwrap();
    #[cfg(not(feature = "counted"))]
    0
}

/// How many bytes of the process are in memory.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    let kib: u64 = line.trim().trim_end_matches(" kB").parse().unwrap();
    kib << 10
}

impl Memory {
    /// Measures. While something fills that is bounded (`is_full` says whether it still does), that counts for nothing.
    pub(super) fn measure(&mut self, is_full: bool) {
        self.allocated.add(allocated(), is_full);
        self.resident.add(resident(), is_full);
    }

    /// Fails if more is allocated in the last sixth of the time than a tenth above the first sixth, by their medians.
    pub(super) fn assert_flat(&self) {
        let allocated = &self.allocated;
        assert!(allocated.now > 0, "nothing is counted: this is to be built with the feature `counted`");
        assert!(
            allocated.full.len() >= ENOUGH,
            "too short to say anything of the memory: give it more hours"
        );
        let (first, last) = allocated.ends();
        assert!(last * 10 <= first * 11, "memory is not flat within 10 %: {self}");
    }
}

impl Shares {
    /// Ends the viewers and the server, one after the other.
    pub(super) fn by_ending(crowd: Crowd, deck: Deck) -> Self {
        let hub = u64::try_from(deck.cluster.hub().kept_bytes()).unwrap();
        let all = allocated();
        drop(crowd);
        let without_viewers = allocated();
        let Deck { cluster, .. } = deck;
        drop(cluster);
        let rest = allocated();
        Self { viewers: all - without_viewers, server: without_viewers - rest, hub, rest }
    }
}

impl fmt::Display for Shares {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [server, hub, viewers, rest] = [self.server, self.hub, self.viewers, self.rest].map(mib);
        write!(f, "server {server} MiB ({hub} of it kept events), viewers {viewers}, simulated Fleet {rest}")
    }
}

impl Series {
    fn add(&mut self, bytes: u64, is_full: bool) {
        self.now = bytes;
        if is_full {
            self.full.push(bytes);
        }
    }

    /// The medians of the first and the last sixth.
    fn ends(&self) -> (u64, u64) {
        let part = (self.full.len() / 6).max(1).min(self.full.len());
        (median(&self.full[..part]), median(&self.full[self.full.len() - part..]))
    }
}

impl fmt::Display for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "allocated {}, resident {}", self.allocated, self.resident)
    }
}

impl fmt::Display for Series {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let now = mib(self.now);
        let Some(most) = self.full.iter().max() else { return write!(f, "{now} MiB (filling)") };
        let (first, last) = self.ends();
        write!(f, "{now} MiB (first {}, last {}, most {})", mib(first), mib(last), mib(*most))
    }
}

fn median(numbers: &[u64]) -> u64 {
    let mut sorted = numbers.to_vec();
    sorted.sort_unstable();
    sorted.get(sorted.len() / 2).copied().unwrap_or(0)
}

/// In MiB, with one digit behind the point.
fn mib(bytes: u64) -> String {
    let tenths = (bytes * 10) >> 20;
    format!("{}.{}", tenths / 10, tenths % 10)
}
