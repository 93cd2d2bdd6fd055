//! Answers judged without a socket, for tests that have more of them than sockets can carry.
//!
//! Owns nothing of its own: each function here ends in the code that the client's calls end in. Must never be used
//! outside of tests; it comes with the feature `offline` only.

use std::future::ready;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use fleet::{DesiredState, Machine, Unit, UnitName, UnitOption, UnitState};

use crate::answer::Answer;
use crate::listing::{Listed, collect};
use crate::verdict::{self, Put};
use crate::{DestroyOutcome, FleetError, Listing, PutOutcome};

/// An answer as it comes from the network.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Heard {
    /// The HTTP status.
    pub status: u16,
    /// The header `Server`.
    pub server: Option<String>,
    /// The header `Location`.
    pub location: Option<String>,
    /// The header `Content-Type`.
    pub content_type: Option<String>,
    /// The body.
    pub body: Vec<u8>,
}

impl Heard {
    fn usable(self, asked: &str) -> Result<Answer, FleetError> {
        let Self { status, server, location, content_type, body } = self;
        Answer { asked: asked.to_owned(), status, server, location, content_type, body }.usable()
    }
}

/// The list of units, with `page` as Fleet: it gets the resource that is asked for.
pub fn units(page: impl Fn(&str) -> Heard) -> Result<Listing<Unit>, FleetError> {
    list(page)
}

/// The list of states.
pub fn states(page: impl Fn(&str) -> Heard) -> Result<Listing<UnitState>, FleetError> {
    list(page)
}

/// The list of machines.
pub fn machines(page: impl Fn(&str) -> Heard) -> Result<Listing<Machine>, FleetError> {
    list(page)
}

/// One unit, by its name.
pub fn unit(heard: Heard, name: &UnitName) -> Result<Option<Unit>, FleetError> {
    verdict::unit(&heard.usable("GET /fleet/v1/units/NAME")?, name)
}

/// The answer to a `PUT` with options.
pub fn created(heard: Heard) -> Result<PutOutcome, FleetError> {
    verdict::created(&heard.usable("PUT /fleet/v1/units/NAME")?)
}

/// The answer to a `PUT` of a desired state.
pub fn desired_set(heard: Heard) -> Result<(), FleetError> {
    verdict::desired_set(&heard.usable("PUT /fleet/v1/units/NAME")?)
}

/// The answer to a `DELETE`.
pub fn destroyed(heard: Heard) -> Result<DestroyOutcome, FleetError> {
    verdict::destroyed(&heard.usable("DELETE /fleet/v1/units/NAME")?)
}

/// The answer to a `PATCH` of machines' metadata.
pub fn patched(heard: Heard) -> Result<(), FleetError> {
    verdict::patched(&heard.usable("PATCH /fleet/v1/machines")?)
}

/// The bytes that the client sends in a `PUT`.
pub fn put_body(desired_state: DesiredState, options: Option<&[UnitOption]>) -> Vec<u8> {
    // Texts always serialise.
    serde_json::to_vec(&Put { desired_state, options }).unwrap_or_default()
}

fn list<T: Listed>(page: impl Fn(&str) -> Heard) -> Result<Listing<T>, FleetError> {
    let fetch = |resource: String| ready(page(&resource).usable(&resource));
    let mut list = pin!(collect(fetch, |item| item));
    match list.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(listing) => listing,
        // Every page is there at once, so there is nothing to wait for.
        Poll::Pending => Err(FleetError::Nonsense { what: "the list waits for something".to_owned() }),
    }
}
