//! What Quarterdeck says, in each language it speaks: the one place for text that people read.
//!
//! The catalogues in `en/` and `de/` are written in Fluent, the format that translators' tools know. While this crate
//! is compiled each message becomes a function: `deploy-app` in `en/apps.ftl` is `say::apps::deploy_app`, and takes what
//! the message names. So a word that is missing, or not there in one language, is an error of the compiler.
//!
//! English is part of the program, each message beside the code that says it. Another language is one file, which the
//! page fetches before it draws anything ([`speak`]). The server speaks to each in theirs ([`Scope`]); what only it says
//! lies in the folder `server` of each catalogue, which the page does not fetch. Must never decide anything, read a
//! clock, or know who asks.

mod language;
#[cfg(not(target_family = "wasm"))]
mod scope;
mod shape;
mod spoken;

pub use language::Language;
#[cfg(not(target_family = "wasm"))]
pub use scope::{KEPT, Scope, in_language, is_sign_of_kept, keeping, tell, tell_in_english};
pub use shape::{capital, clipped};

pub use spoken::{HERE, Unfit, around, speak};

include!(concat!(env!("OUT_DIR"), "/messages.rs"));

/// The German catalogue, as [`speak`] wants it.
pub const GERMAN: &str = include_str!(concat!(env!("OUT_DIR"), "/de.txt"));
