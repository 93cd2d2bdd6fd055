//! How durations and sizes are written.

use std::time::Duration;

/// `0.4 s`, `12 s`, `2 min 9 s`.
pub(crate) fn duration(took: Duration) -> String {
    let seconds = took.as_secs();
    match seconds {
        0..10 => format!("{:.1} s", took.as_secs_f64()),
        10..60 => format!("{seconds} s"),
        _ => format!("{} min {} s", seconds / 60, seconds % 60),
    }
}

/// `1.2 MB`, `48.4 KB`: thousands, as the budgets are meant.
pub(crate) fn size(bytes: u64) -> String {
    let bytes_shown = bytes as f64;
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{:.1} KB", bytes_shown / 1e3),
        _ => format!("{:.1} MB", bytes_shown / 1e6),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_grow_coarser() {
        let written = [0.42, 9.96, 12.7, 129.0].map(|seconds| duration(Duration::from_secs_f64(seconds)));
        assert_eq!(written, ["0.4 s", "10.0 s", "12 s", "2 min 9 s"]);
    }

    #[test]
    fn sizes_have_one_unit() {
        assert_eq!([0, 999, 48_386, 25_000_000].map(size), ["0 B", "999 B", "48.4 KB", "25.0 MB"]);
    }
}
