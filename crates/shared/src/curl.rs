//! Curl lines.
