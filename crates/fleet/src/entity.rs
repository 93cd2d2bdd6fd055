//! What Fleet's API hands out and takes: units, states, machines, pages of them, and errors.
//!
//! Owns the JSON of the wire: Fleet's member names in Fleet's order, empty members left out on the way out, absent,
//! null and unknown members taken on the way in. Must hold nothing that Fleet does not send.

mod desired_state;
mod error_body;
mod machine;
mod page;
mod state;
mod unit;

pub use desired_state::{DesiredState, DesiredStateError};
pub use error_body::{ErrorBody, ErrorDetail};
pub use machine::{Machine, MachineId, MachineIdError};
pub use page::{MachinePage, StatePage, UnitPage};
pub use state::UnitState;
pub use unit::Unit;
