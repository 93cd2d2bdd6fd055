//! The Fleet API for scripts and fleetctl, behind credentials: `/fleet/v1/*`.
//!
//! Deny by default: behind good credentials, a method on a whole path that is not listed in `target` is refused before
//! the body is read or the policy asked. Bodies are parsed strictly and sent as our own serialisation, never as the
//! client's bytes. Lists come from the snapshot, so that Fleet's load does not depend on who reads. This module reads and
//! checks; what changes Fleet goes through `service::unit` and `service::machines`, which record it.

mod answer;
mod body;
mod lens;
mod lists;
mod pages;
mod patch;
mod query;
mod strict;
mod target;

pub use answer::{Answer, Refused};
pub use body::{Write, read_write};
pub use lens::{Lens, hash_shown};
pub use lists::{machines, state, states, unit, unit_as_read, units};
pub use pages::FleetPages;
pub use patch::{check_machines, read_patch};
pub use target::{Call, Target};

/// The largest body of a write. The guard on options allows less; this bounds what is read at all.
pub const MAX_BODY_BYTES: usize = 512 * 1024;
