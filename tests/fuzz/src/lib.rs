//! Hostile input for everything that reads what people, scripts or a Fleet send.
//!
//! A target is one reader, with what must hold whatever it is given: not only that nothing panics, but that it agrees
//! with a `model`, which says the same rule a second time in other words. Cases are made from a grammar of the reader's
//! own language and by changing seeds: recorded answers of a real Fleet, and the kept `corpus/`. The same targets run
//! as ordinary tests (some thousand cases each, the same ones every time) and as `cargo xtask fuzz` (a million).
//!
//! Must never be used by the product, and never reach beyond loopback.

mod case;
mod change;
mod corpus;
mod model;
mod run;
mod target;
mod targets;

pub use run::{Failure, Report, replay, run};
pub use target::{ALL, Target, Verdict};
