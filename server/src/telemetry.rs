//! What operators see: the log on stderr, and the counts of `/metrics`. Never secrets, bodies or queries.

use std::sync::Arc;
use std::time::Duration;

use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle, PrometheusRecorder};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;

use crate::config::{Config, LogFormat};

/// Begins to log to stderr; stdout is for what was asked for. Called once, by the command line.
pub fn log_to_stderr(config: &Config) {
    // The filter was checked when the configuration was read.
    let filter = EnvFilter::try_new(&config.log).unwrap_or_default();
    let _ = subscriber(filter, config.log_format, std::io::stderr);
}

fn subscriber<W>(filter: EnvFilter, format: LogFormat, writer: W) -> Result<(), impl std::error::Error>
where
    W: for<'w> MakeWriter<'w> + Send + Sync + 'static,
{
    use tracing_subscriber::util::{SubscriberInitExt, TryInitError};
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(writer).with_target(false);
    let done: Result<(), TryInitError> = match format {
        LogFormat::Text => builder.finish().try_init(),
        LogFormat::Json => builder.json().flatten_event(true).finish().try_init(),
    };
    done
}

/// Counts and times, kept in this value and not in the process: every server in a test has its own.
#[derive(Clone)]
pub struct Metrics {
    recorder: Arc<PrometheusRecorder>,
    handle: PrometheusHandle,
}

impl Metrics {
    /// Nothing counted yet.
    pub fn new() -> Self {
        let recorder = PrometheusBuilder::new().build_recorder();
        let handle = recorder.handle();
        Self { recorder: Arc::new(recorder), handle }
    }

    /// Counts something: whatever the macros of `metrics` record inside `count` lands here.
    pub fn with<T>(&self, count: impl FnOnce() -> T) -> T {
        metrics::with_local_recorder(&*self.recorder, count)
    }

    /// Counts a request. `path` is the route's pattern, never the path itself.
    pub fn request(&self, method: &str, path: &str, status: u16, took: Duration) {
        let labels =
            [("method", method.to_owned()), ("path", path.to_owned()), ("status", status.to_string())];
        self.with(|| {
            metrics::counter!("quarterdeck_http_requests_total", &labels).increment(1);
            metrics::histogram!("quarterdeck_http_request_seconds", "path" => path.to_owned())
                .record(took.as_secs_f64());
        });
    }

    /// All of it, in Prometheus's text format.
    pub fn render(&self) -> String {
        self.handle.run_upkeep();
        self.handle.render()
    }
}

impl Default for Metrics {
    fn default() -> Self {
        Self::new()
    }
}
