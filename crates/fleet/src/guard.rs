//! What a Fleet would take and Quarterdeck never sends.
//!
//! Fleet turns options into a text, reads the text back and runs the result as root on its machines. Whatever means
//! one thing as options and another as text, whatever can't be undone, and whatever shadows a unit of the machine
//! itself is refused here. Owns the refusals; must never repair: what is sent is what was judged.

use crate::{UnitName, UnitOption, UnitType};

mod host_units;
mod names;
mod options;

/// The longest name that systemd loads, in bytes. Fleet takes one more, and the unit can never start.
pub const MAX_NAME_BYTES: usize = 255;
/// The most options of a unit.
pub const MAX_OPTIONS: usize = 512;
/// The longest text of a unit, in bytes. Fleet keeps every text for ever and reads all of them for each list.
pub const MAX_TEXT_BYTES: usize = 256 * 1024;
/// The most values of one key of `[X-Fleet]`. Each is compared with units and with other values, again and again.
pub const MAX_FLEET_VALUES: usize = 64;

/// Why something is not sent to Fleet: a sentence for people, that says what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GuardError {
    /// A name that systemd cannot load.
    #[error(
        "the name has {bytes} bytes, but systemd loads names of at most {MAX_NAME_BYTES}: shorten the name"
    )]
    NameTooLong {
        /// Its length.
        bytes: usize,
    },
    /// A type that Fleet starts and never stops.
    #[error("Fleet could start a {0} but never stop it again: use a service, socket, timer, path or mount")]
    TypeNotUnloadable(UnitType),
    /// The name of a unit that belongs to the machine.
    #[error(
        "{name} is the name of a unit of the machine itself, which it would shadow or stop: choose \
         another name, or put a version into it (app:1.0@1.service)"
    )]
    HostUnit {
        /// The name.
        name: UnitName,
    },
    /// An option that would not mean what it says.
    #[error("option {number}, {label}: {problem}")]
    Option {
        /// Its place in the list, counted from 1.
        number: usize,
        /// Section and name, made fit to print.
        label: String,
        /// What is wrong with it.
        problem: OptionProblem,
    },
    /// More options than any unit needs.
    #[error("the unit has {count} options, at most {MAX_OPTIONS} are taken: move the rest into a script")]
    TooManyOptions {
        /// How many.
        count: usize,
    },
    /// More text than any unit needs.
    #[error("the unit file has {bytes} bytes, at most {MAX_TEXT_BYTES} are taken: shorten the values")]
    TextTooLong {
        /// How much.
        bytes: usize,
    },
    /// More demands of one kind than any unit needs.
    #[error(
        "X-Fleet/{key} has {count} values, at most {MAX_FLEET_VALUES} are taken: put several into one pattern, such \
         as app@*.service, or leave some out"
    )]
    TooManyFleetValues {
        /// The key, made fit to print.
        key: String,
        /// How many values it has in the whole unit.
        count: usize,
    },
}

pub use options::{OptionPart, OptionProblem};

/// Refuses names that Fleet takes and that do harm: too long for systemd, of a type that the agent cannot unload, or
/// that of a unit of the machine itself.
pub fn check_name(name: &UnitName) -> Result<(), GuardError> {
    names::check(name)
}

/// Refuses options whose text Fleet would read back as something else, or not at all, and lists beyond all measure.
/// What passes comes back from Fleet as it was sent.
pub fn check_options(options: &[UnitOption]) -> Result<(), GuardError> {
    options::check(options)
}

/// The same for one option alone: all but where it stands among others.
pub(crate) fn check_option(option: &UnitOption) -> Result<(), OptionProblem> {
    options::check_option(option)
}

/// Refuses only what is beyond all measure.
pub(crate) fn check_size(options: &[UnitOption]) -> Result<(), GuardError> {
    options::check_size(options)
}

/// Refuses only a line that is too long.
pub(crate) fn check_length(option: &UnitOption) -> Result<(), OptionProblem> {
    options::check_length(option)
}

#[cfg(test)]
mod tests;
