//! wrk, the load generator for lists: runs it and reads what it prints.

use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};

use crate::report::Rate;

/// As many at once as a handful of scripts and dashboards would open.
pub(crate) const CONNECTIONS: usize = 16;

/// Asks for one path again and again over kept connections.
pub(crate) fn run(
    wrk: &Path,
    address: SocketAddr,
    path: &str,
    headers: &[String],
    time: Duration,
) -> Result<Rate> {
    let mut command = Command::new(wrk);
    command
        .args(["--threads", "1", "--latency", "--timeout", "5s"])
        .args(["--connections", &CONNECTIONS.to_string()])
        .args(["--duration", &format!("{}s", time.as_secs().max(1))]);
    for header in headers {
        command.args(["--header", header]);
    }
    let output = command.arg(format!("http://{address}{path}")).output().context("wrk did not start")?;
    let text = String::from_utf8_lossy(&output.stdout);
    ensure!(output.status.success(), "wrk: {text}{}", String::from_utf8_lossy(&output.stderr));
    parse(&text)
}

/// Reads wrk's report. Answers that are no success, and broken connections, make a measurement worthless.
fn parse(text: &str) -> Result<Rate> {
    for trouble in ["Non-2xx or 3xx responses", "Socket errors"] {
        if let Some(line) = text.lines().find(|line| line.contains(trouble)) {
            bail!("wrk met trouble: {}", line.trim());
        }
    }
    // The row of the latencies, not that of the thread's rates.
    let latency = |part: &str| {
        let mut rows = text.lines().map(str::trim).skip_while(|line| *line != "Latency Distribution").skip(1);
        let row = rows.find_map(|line| line.strip_prefix(part));
        milliseconds(row.with_context(|| format!("wrk printed no {part}"))?.trim())
    };
    let rate = text.lines().find_map(|line| line.trim().strip_prefix("Requests/sec:"));
    Ok(Rate {
        per_second: rate.context("wrk printed no rate")?.trim().parse().context("wrk's rate")?,
        p50_ms: latency("50%")?,
        p99_ms: latency("99%")?,
        spread_percent: 0.0,
    })
}

fn milliseconds(text: &str) -> Result<f64> {
    // Longer units first: every one of them ends with an s.
    for (unit, times) in [("us", 0.001), ("ms", 1.0), ("s", 1_000.0), ("m", 60_000.0)] {
        if let Some(number) = text.strip_suffix(unit).and_then(|number| number.parse::<f64>().ok()) {
            return Ok(number * times);
        }
    }
    bail!("wrk's time '{text}' can't be read")
}

#[cfg(test)]
mod tests {
    use super::*;

    const REPORT: &str = "\
Running 2s test @ http://127.0.0.1:8080/fleet/v1/units
  1 threads and 16 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency     0.99ms    2.01ms  31.70ms   93.16%
    Req/Sec    33.72k     4.50k   42.07k    71.43%
  Latency Distribution
     50%  384.00us
     75%    0.92ms
     90%    2.40ms
     99%   11.04ms
  70478 requests in 2.10s, 7.94GB read
Requests/sec:  33561.92
Transfer/sec:      3.78GB
";

    #[test]
    fn a_report_is_read() {
        let rate = parse(REPORT).unwrap();
        assert_eq!((rate.per_second, rate.p50_ms, rate.p99_ms), (33_561.92, 0.384, 11.04));
    }

    #[test]
    fn a_run_with_errors_counts_for_nothing() {
        let refused = format!("{REPORT}  Non-2xx or 3xx responses: 70478\n");
        let broken = format!("{REPORT}  Socket errors: connect 0, read 3, write 0, timeout 0\n");
        for text in [&refused, &broken, "", "Requests/sec: x"] {
            assert!(parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn times_have_units() {
        for (text, expected) in
            [("384.00us", 0.384), ("1.51ms", 1.51), ("1.20s", 1_200.0), ("2.00m", 120_000.0)]
        {
            assert!((milliseconds(text).unwrap() - expected).abs() < 1e-9, "{text}");
        }
        assert!(milliseconds("soon").is_err());
    }
}
