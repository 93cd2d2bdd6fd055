//! What operators see: the log on stderr, and the counts of `/metrics`. Never secrets, bodies or queries.

mod log;

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use axum::http::Method;
use metrics::{Counter, Histogram};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle, PrometheusRecorder};
use shared::ClusterName;
use tokio_util::sync::CancellationToken;

use crate::live::{Cluster, Clusters};

pub use log::{Log, log_to_stderr};

/// How often measured times are put together: what is not, is kept one by one.
const UPKEEP_EVERY: Duration = Duration::from_secs(5);

/// Counts and times, kept in this value and not in the process: every server in a test has its own.
#[derive(Clone)]
pub struct Metrics {
    recorder: Arc<PrometheusRecorder>,
    handle: PrometheusHandle,
    requests: Arc<RwLock<HashMap<RequestLabels, RequestSeries>>>,
}

/// What a request is counted under. There are few: patterns of paths are those of the router.
type RequestLabels = (&'static str, Cow<'static, str>, u16);

/// Where it is counted: found once, since every request would look for it anew.
#[derive(Clone)]
struct RequestSeries {
    count: Counter,
    seconds: Histogram,
}

impl Metrics {
    /// Nothing counted yet.
    pub fn new() -> Self {
        let recorder = PrometheusBuilder::new().build_recorder();
        let handle = recorder.handle();
        Self { recorder: Arc::new(recorder), handle, requests: Arc::default() }
    }

    /// Counts something: whatever the macros of `metrics` record inside `count` lands here.
    pub fn with<T>(&self, count: impl FnOnce() -> T) -> T {
        metrics::with_local_recorder(&*self.recorder, count)
    }

    /// Counts a request. `path` is the route's pattern, never the path itself.
    pub fn request(&self, method: &Method, path: &str, status: u16, took: Duration) {
        let labels = (method_label(method), Cow::Borrowed(path), status);
        let series = self.known(&labels).unwrap_or_else(|| self.make_known(labels));
        series.count.increment(1);
        series.seconds.record(took.as_secs_f64());
    }

    fn known(&self, labels: &(&'static str, Cow<'_, str>, u16)) -> Option<RequestSeries> {
        let requests = self.requests.read().unwrap_or_else(PoisonError::into_inner);
        let requests: &HashMap<(&'static str, Cow<'_, str>, u16), RequestSeries> = &requests;
        requests.get(labels).cloned()
    }

    fn make_known(&self, (method, path, status): (&'static str, Cow<'_, str>, u16)) -> RequestSeries {
        let path = path.into_owned();
        let labels = [("method", method.to_owned()), ("path", path.clone()), ("status", status.to_string())];
        let series = self.with(|| RequestSeries {
            count: metrics::counter!("quarterdeck_http_requests_total", &labels),
            seconds: metrics::histogram!("quarterdeck_http_request_seconds", "path" => path.clone()),
        });
        let mut requests = self.requests.write().unwrap_or_else(PoisonError::into_inner);
        requests.insert((method, Cow::Owned(path), status), series.clone());
        series
    }

    /// Counts a reading of a cluster's Fleet.
    pub fn reading(&self, cluster: &ClusterName, ok: bool, took: Duration) {
        let cluster = cluster.to_string();
        let outcome = if ok { "ok" } else { "failed" };
        self.with(|| {
            let labels = [("cluster", cluster.clone()), ("outcome", outcome.to_owned())];
            metrics::counter!("quarterdeck_fleet_readings_total", &labels).increment(1);
            metrics::histogram!("quarterdeck_fleet_reading_seconds", "cluster" => cluster)
                .record(took.as_secs_f64());
        });
    }

    /// The record's last entry: how many there were, and the first 48 bits of its hash as a number, to be compared with a
    /// record that may have been changed since.
    pub fn record(&self, entries: u64, hash: &str) {
        let mark = hash.get(..12).and_then(|digits| u64::from_str_radix(digits, 16).ok()).unwrap_or_default();
        #[expect(clippy::cast_precision_loss, reason = "neither comes near 2^52")]
        self.with(|| {
            metrics::gauge!("quarterdeck_record_entries").set(entries as f64);
            metrics::gauge!("quarterdeck_record_mark").set(mark as f64);
        });
    }

    /// All of it, with what is so of the clusters at this moment, in Prometheus's text format.
    pub fn render(&self, clusters: &Clusters) -> String {
        self.with(|| {
            clusters.iter().for_each(|cluster| gauge(cluster));
            metrics::counter!("quarterdeck_log_lines_lost_total").absolute(log::lost());
        });
        self.handle.run_upkeep();
        self.handle.render()
    }

    /// Keeps the measured times small also while nobody asks for them, until `stop`.
    pub async fn keep_up(self, stop: CancellationToken) {
        let mut ticker = tokio::time::interval(UPKEEP_EVERY);
        loop {
            tokio::select! {
                _ = ticker.tick() => self.handle.run_upkeep(),
                () = stop.cancelled() => return,
            }
        }
    }
}

/// Anybody can send any word as a method, and each would be a new series.
fn method_label(method: &Method) -> &'static str {
    const KNOWN: [&str; 9] = ["GET", "PUT", "DELETE", "POST", "PATCH", "HEAD", "OPTIONS", "CONNECT", "TRACE"];
    KNOWN.into_iter().find(|known| *known == method.as_str()).unwrap_or("other")
}

fn gauge(cluster: &Cluster) {
    #[expect(clippy::cast_precision_loss, reason = "no count here comes near 2^52")]
    let set = |name: &'static str, value: u64| {
        metrics::gauge!(name, "cluster" => cluster.name().to_string()).set(value as f64);
    };
    let snapshot = cluster.snapshot();
    set("quarterdeck_streams_open", cluster.streams() as u64);
    set("quarterdeck_units", snapshot.units.len() as u64);
    set("quarterdeck_machines", snapshot.machines.len() as u64);
    if let Some(as_of_ms) = snapshot.freshness.as_of_ms {
        let age = Duration::from_millis(cluster.now_ms().saturating_sub(as_of_ms));
        metrics::gauge!("quarterdeck_data_age_seconds", "cluster" => cluster.name().to_string())
            .set(age.as_secs_f64());
    }
}

impl Default for Metrics {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_that_somebody_invents_becomes_a_series() {
        assert_eq!(method_label(&Method::PUT), "PUT");
        for word in ["put", "BREW", "X-1"] {
            assert_eq!(method_label(&Method::from_bytes(word.as_bytes()).unwrap()), "other");
        }
    }
}
