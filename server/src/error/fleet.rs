//! What is told of Fleet's errors, and to whom.
//!
//! What Fleet refuses about the caller's own unit (400, 404, 409, 415) is theirs to read, and fleetctl is of no use without
//! it. Everything else that Fleet, what stands in front of it, or the system says of a failure names hosts, paths and other
//! people's units: it goes into the log alone, under a reference that those who asked, the record and the page are given.

use fleet_client::FleetError;
use shared::mask;

/// The statuses of Fleet's refusals that are about what it was sent, and about nothing else.
const ABOUT_WHAT_WAS_SENT: [u16; 4] = [400, 404, 409, 415];

/// The error as a sentence that whoever asked may read. What is left out of it goes into the log.
pub(crate) fn told(error: &FleetError) -> String {
    if refusal(error).is_some() {
        return error.to_string();
    }
    let plain = error.in_plain_words();
    if !says_more(error) {
        return plain;
    }
    let reference = format!("{:08x}", rand::random::<u32>());
    // It may quote what Fleet was sent.
    tracing::warn!(%reference, error = %mask::text(&error.to_string()), "Fleet failed");
    say::server::fleet::log_says_more(&plain, &reference)
}

/// Fleet's refusal of what it was sent: the status, and Fleet's own words.
pub(crate) fn refusal(error: &FleetError) -> Option<(u16, &str)> {
    match error {
        FleetError::Refused { status, message } if ABOUT_WHAT_WAS_SENT.contains(status) => {
            Some((*status, message))
        }
        _ => None,
    }
}

/// Whether the log can say more than is told: of a Fleet that is silent it can't.
fn says_more(error: &FleetError) -> bool {
    match error {
        FleetError::TimedOut { .. } => false,
        FleetError::Degraded { message, .. } | FleetError::Refused { message, .. } => !message.is_empty(),
        FleetError::Unreachable { .. } | FleetError::Nonsense { .. } => true,
    }
}
