//! Who asks: credentials in, [`SignedIn`] out. Decides who somebody is, by what the store
//! has, and changes nothing but when credentials were used; what they may do is the policy's to say, and asked in
//! `service::asking`.

pub mod actor;
pub mod certificate;
pub mod confirm;
pub mod cookie;
pub mod familiar;
pub mod header;
pub mod limit;
pub mod password;
pub mod picture;
pub mod recovery;
pub mod screen;
pub mod seal;
pub mod secret;
pub mod session;
pub mod totp;
mod via;

pub use actor::{SignedIn, Still};
pub use screen::OnScreen;
pub use via::Via;
