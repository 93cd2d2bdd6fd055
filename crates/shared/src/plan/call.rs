//! Steps as calls to Fleet.

use fleet::{DesiredState, UnitName, UnitOption};
use serde::Serialize;

use super::Step;

/// One call to Fleet, or to the proxy, which has the same paths.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// `PUT` or `DELETE`.
    pub method: &'static str,
    /// From the root: `/fleet/v1/units/example:1.0.0@1.service`.
    pub path: String,
    /// Compact JSON; none for `DELETE`.
    pub body: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Body<'a> {
    desired_state: DesiredState,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    options: &'a [UnitOption],
}

impl Step {
    /// The call that it makes; `None` for a step that waits.
    pub fn call(&self) -> Option<Call> {
        match self {
            Self::Create { unit, options, desired } => Some(put(unit, *desired, options)),
            // Never with options: to send them with a state would replace the unit's.
            Self::SetDesired { unit, desired } => Some(put(unit, *desired, &[])),
            Self::Destroy { unit } => Some(Call { method: "DELETE", path: path(unit), body: None }),
            Self::WaitRunning { .. }
            | Self::Gate { .. }
            | Self::WaitStopped { .. }
            | Self::WaitGone { .. } => None,
        }
    }
}

fn put(unit: &UnitName, desired_state: DesiredState, options: &[UnitOption]) -> Call {
    // Texts and a fixed word can't fail to serialise; an empty body would be refused by Fleet.
    let body = serde_json::to_string(&Body { desired_state, options }).unwrap_or_default();
    Call { method: "PUT", path: path(unit), body: Some(body) }
}

/// Of a unit name's signs only the backslash can't stand in a path as it is; `:` and `@` can, and read better.
pub(crate) fn path(unit: &UnitName) -> String {
    format!("/fleet/v1/units/{}", unit.as_str().replace('\\', "%5C"))
}
