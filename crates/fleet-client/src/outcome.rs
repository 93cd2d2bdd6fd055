//! What a write that Fleet accepted did.

/// What Fleet did with a `PUT` of options and a desired state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PutOutcome {
    /// 201: the unit is new, or the options of an existing unit were replaced.
    Created,
    /// 204: the unit had these options already; only its desired state was written.
    Updated,
}

/// What Fleet did with a `DELETE`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DestroyOutcome {
    /// 204: the unit is destroyed. Its process is stopped later, by the agent.
    Destroyed,
    /// 404: there was no such unit.
    WasAbsent,
}
