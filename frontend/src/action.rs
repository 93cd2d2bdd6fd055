//! From a wish to an action: the plan, its confirmation, its start, and the toasts that follow it.
//!
//! Every change of the cluster goes through here. The plan comes from the server and its hash goes back with the
//! click; nothing here decides what a plan holds.

pub mod acting;
pub mod asked;
pub mod confirm;
pub mod live_plan;
pub mod log;
pub mod plan_view;
pub mod toasts;
