//! What Linux says of a process: memory and processor time.

use std::fs;

use anyhow::{Context, Result};

/// A process's memory.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Memory {
    /// Resident now, in MB (10^6 bytes).
    pub(crate) resident_mb: f64,
    /// The most that ever was.
    pub(crate) peak_mb: f64,
}

/// The memory of a process.
pub(crate) fn memory(id: u32) -> Result<Memory> {
    let status = fs::read_to_string(format!("/proc/{id}/status")).context("memory is read from /proc")?;
    let megabytes = |field| kilobytes(&status, field).map(|kb| kb * 1_024.0 / 1e6);
    let none = "the kernel says nothing of it";
    Ok(Memory {
        resident_mb: megabytes("VmRSS:").context(none)?,
        peak_mb: megabytes("VmHWM:").context(none)?,
    })
}

/// The processor time that a process has used, in seconds: user's and system's.
pub(crate) fn cpu_s(id: u32) -> Result<f64> {
    /// Linux counts in hundredths of a second here, whatever the kernel's own clock does.
    const TICKS_A_SECOND: f64 = 100.0;
    let stat = fs::read_to_string(format!("/proc/{id}/stat"))?;
    Ok(ticks(&stat).context("/proc/…/stat has another form")? / TICKS_A_SECOND)
}

/// What the machine is: for whoever reads the numbers.
pub(crate) fn machine() -> String {
    let info = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = info.lines().find_map(|line| line.strip_prefix("model name")).unwrap_or_default();
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    format!("{cores} cores, {}", model.trim_start_matches(['\t', ' ', ':']))
}

/// How many processes wanted to run in the last minute.
pub(crate) fn load() -> f64 {
    let text = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split(' ').next().and_then(|load| load.parse().ok()).unwrap_or_default()
}

fn kilobytes(status: &str, field: &str) -> Option<f64> {
    let line = status.lines().find_map(|line| line.strip_prefix(field))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}

/// The name stands in parentheses and may hold spaces; the times are the 12th and 13th field behind it.
fn ticks(stat: &str) -> Option<f64> {
    let (_, rest) = stat.rsplit_once(')')?;
    let mut fields = rest.split_whitespace().skip(11);
    let user: f64 = fields.next()?.parse().ok()?;
    let system: f64 = fields.next()?.parse().ok()?;
    Some(user + system)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_of_proc_are_read() {
        let status = "Name:\tx\nVmHWM:\t   90080 kB\nVmRSS:\t   80000 kB\n";
        assert_eq!(kilobytes(status, "VmRSS:"), Some(80_000.0));
        assert_eq!(kilobytes(status, "VmSwap:"), None);
        let stat = "7 (a) b) S 1 7 7 0 -1 4194560 1 0 0 0 30 12 0 0 20 0 4 0 100 1 1";
        assert_eq!(ticks(stat), Some(42.0));
    }

    #[test]
    fn this_process_has_memory_and_time() {
        let own = std::process::id();
        let memory = memory(own).unwrap();
        assert!(memory.resident_mb > 0.1 && memory.peak_mb >= memory.resident_mb, "{memory:?}");
        assert!(cpu_s(own).is_ok());
    }
}
