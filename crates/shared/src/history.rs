//! History: how many units were wanted and ran, and for how long, in buckets of time that take bounded space.
//!
//! Owns what a bucket says ([`Point`]), how buckets become longer ones, their text in the database ([`Block`]), and what
//! is read from them: availability, strips, lapses, and the bodies of the API. Pure: times come in as milliseconds since the
//! Unix epoch. Time in which nothing was known is in no bucket: it must never count as good or as bad.

mod availability;
mod block;
mod lapse;
mod point;
mod promised;
mod resolution;
mod subject;
mod tally;
#[cfg(test)]
mod tests;
mod view;

pub use availability::{Availability, Cell, percent, strip};
pub use block::{Block, NotABlock, Run};
pub use lapse::{Lapse, lapses};
pub use point::Point;
pub use promised::{Promised, promised};
pub use resolution::{Resolution, Span, Window};
pub use subject::{NotASubject, Subject};
pub use tally::{Counts, Tallies};
pub use view::{AppStrip, AppsHistory, HistoryView, Mark};
