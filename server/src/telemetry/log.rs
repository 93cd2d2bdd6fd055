//! The log on stderr. What it says is never worth what it is said of: a log that can't be written, or that nobody reads
//! any more, keeps no task from its work and no server from running. A line that is lost is counted.

use std::io::{self, IsTerminal, Write};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::util::SubscriberInitExt;

use crate::config::{Config, LogFormat};
use crate::told;

/// So many lines wait for a reader that is slow; further ones are lost.
const MOST_WAITING: usize = 4_096;
/// How long the process's end waits for what is still to be written.
const WRITTEN_WITHIN: Duration = Duration::from_secs(1);
/// How often it looks.
const LOOK_EVERY: Duration = Duration::from_millis(5);

/// Lines that were lost. The log is the process's, and so is this.
static LOST: AtomicU64 = AtomicU64::new(0);
/// Lines that were handed on and not written yet.
static WAITING: AtomicU64 = AtomicU64::new(0);

/// Holds the log. Dropped, it waits a moment for what was said last.
#[must_use]
pub struct Log(());

/// Begins to log to stderr; stdout is for what was asked for. Called once, by the command line.
pub fn log_to_stderr(config: &Config) -> Log {
    // The filter was checked when the configuration was read.
    let filter = EnvFilter::try_new(&config.log).unwrap_or_default();
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_target(false);
    // Signs for colours are for a terminal; in a file they hide the words. And where a line can't be written nothing
    // else is to be said of it on the same stderr: that would panic.
    let builder = builder.with_ansi(io::stderr().is_terminal()).log_internal_errors(false);
    let builder = builder.with_writer(Lines::to(io::stderr()));
    // Fails only if there is a log already: then that one is used.
    let _ = match config.log_format {
        LogFormat::Text => builder.finish().try_init(),
        LogFormat::Json => builder.json().flatten_event(true).finish().try_init(),
    };
    // Its words belong into the log like all others, and must wait for no reader either.
    std::panic::set_hook(Box::new(|panic| tracing::error!("a fault of our own: {panic}")));
    Log(())
}

/// How many lines were lost so far.
pub(super) fn lost() -> u64 {
    LOST.load(Ordering::Relaxed)
}

impl Drop for Log {
    fn drop(&mut self) {
        let until = Instant::now() + WRITTEN_WITHIN;
        while WAITING.load(Ordering::Acquire) > 0 && Instant::now() < until {
            thread::sleep(LOOK_EVERY);
        }
    }
}

/// Hands lines to a thread of its own, which waits for whoever reads them.
#[derive(Clone)]
struct Lines(SyncSender<Vec<u8>>);

impl Lines {
    fn to(out: impl Write + Send + 'static) -> Self {
        let (lines, waiting) = sync_channel(MOST_WAITING);
        let started = thread::Builder::new().name("log".to_owned()).spawn(move || write(&waiting, out));
        // Without the thread nobody receives, and each line is lost.
        drop(started);
        Self(lines)
    }
}

fn write(lines: &Receiver<Vec<u8>>, mut out: impl Write) {
    for line in lines {
        if out.write_all(&line).and_then(|()| out.flush()).is_err() {
            LOST.fetch_add(1, Ordering::Relaxed);
        }
        WAITING.fetch_sub(1, Ordering::Release);
    }
}

impl Write for Lines {
    /// Given a line at a time.
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        WAITING.fetch_add(1, Ordering::Relaxed);
        if self.0.try_send(told::line(line).into_owned()).is_err() {
            WAITING.fetch_sub(1, Ordering::Release);
            LOST.fetch_add(1, Ordering::Relaxed);
        }
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Lines {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Barrier};

    use super::*;

    /// A reader that does not read, and then is gone.
    struct Stuck(Arc<Barrier>);

    impl Write for Stuck {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            self.0.wait();
            Err(io::ErrorKind::BrokenPipe.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn nobody_waits_for_a_log_that_is_not_read_and_what_is_lost_is_counted() {
        let read = Arc::new(Barrier::new(2));
        let mut log = Lines::to(Stuck(Arc::clone(&read)));
        let before = lost();
        // One is being written, so many wait, and the rest is lost.
        for _ in 0..MOST_WAITING + 10 {
            log.write_all(b"a line\n").unwrap();
        }
        assert!(lost() >= before + 9, "{} lines were lost", lost() - before);
        let lost_by_then = lost();
        read.wait();
        while lost() == lost_by_then {
            thread::yield_now();
        }
    }
}
