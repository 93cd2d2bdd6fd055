//! How much memory the process holds: what Linux counts as resident, with the simulated Fleet and the viewers in it.

use std::fmt;

/// Measured at quiet moments behind the warm-up.
#[derive(Debug, Default)]
pub(super) struct Memory {
    kib: Vec<u64>,
}

impl Memory {
    pub(super) fn measure(&mut self) {
        let status = std::fs::read_to_string("/proc/self/status").unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
        self.kib.push(line.trim().trim_end_matches(" kB").parse().unwrap());
    }

    /// Whether the last sixth of the time took no more than a tenth above the first sixth, by their medians.
    pub(super) fn is_flat(&self) -> bool {
        let (first, last) = self.ends();
        last * 10 <= first * 11
    }

    fn ends(&self) -> (u64, u64) {
        let part = (self.kib.len() / 6).max(1).min(self.kib.len());
        (median(&self.kib[..part]), median(&self.kib[self.kib.len() - part..]))
    }
}

impl fmt::Display for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(now) = self.kib.last() else { return write!(f, "memory: warming up") };
        let (first, last) = self.ends();
        let most = self.kib.iter().max().unwrap_or(now);
        let mib = |kib: u64| kib / 1024;
        write!(f, "memory {} MiB (first {}, last {}, most {})", mib(*now), mib(first), mib(last), mib(*most))
    }
}

fn median(numbers: &[u64]) -> u64 {
    let mut sorted = numbers.to_vec();
    sorted.sort_unstable();
    sorted.get(sorted.len() / 2).copied().unwrap_or(0)
}
