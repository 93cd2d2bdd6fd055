//! Fleet's vocabulary: unit names, options, unit files, entities, hashes, page tokens, scheduling requirements.
//!
//! Owns what Fleet API v1 means, to the letter where Fleet has letters (messages, hashes, tokens), what must never be
//! sent to a Fleet although Fleet would take it ([`guard`]), and what a unit should rather not say ([`lint`]).
//! Never does I/O, never reads a clock, never decides policy. It builds for the browser as well as for the server.

mod app;
pub mod command_line;
mod entity;
pub mod glob;
pub mod go_json;
pub mod go_quote;
pub mod guard;
mod hash;
pub mod lint;
mod metadata;
mod name;
mod option;
mod page_token;
mod requirements;
pub mod specifier;
mod text;
pub mod unit_file;
mod wire;

pub use app::{AppName, AppNameError, AppUnit, Instance, InstanceError, Version, VersionError};
pub use entity::{
    DesiredState, DesiredStateError, ErrorBody, ErrorDetail, Machine, MachineId, MachineIdError, MachinePage,
    StatePage, Unit, UnitPage, UnitState,
};
pub use guard::GuardError;
pub use hash::{UnitHash, UnitHashError};
pub use metadata::{MetadataChange, MetadataError, MetadataKey, MetadataValue};
pub use name::{NameError, UnitName, UnitType};
pub use option::UnitOption;
pub use page_token::{PageToken, PageTokenError};
pub use requirements::{RequirementError, Requirements};
pub use unit_file::UnitFileError;
