//! Who asks: credentials in, [`SignedIn`] out. Decides who somebody is; what they may do is the policy's to say.

pub mod actor;
mod asking;
pub mod certificate;
pub mod confirm;
pub mod cookie;
pub mod header;
pub mod limit;
pub mod password;
pub mod picture;
pub mod recovery;
pub mod seal;
pub mod secret;
pub mod session;
pub mod totp;
mod via;

pub use actor::{SignedIn, Still};
pub use asking::scope_of_unit;
pub use via::Via;
