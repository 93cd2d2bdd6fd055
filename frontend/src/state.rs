//! What the page knows: the session, the cluster as it streams in, actions, templates, the clock.
//!
//! Everything here is a value or a signal. Pure decisions (grouping, freshness, reducers) stand in files of their
//! own without signals, so that they are tested on the host. Nothing here draws.

pub mod actions;
pub mod call;
pub mod clock;
pub mod cluster;
pub mod deploying;
pub mod filter;
pub mod freshness;
pub mod kept_back;
pub mod language;
pub mod live;
pub mod loaded;
pub mod memo;
pub mod notices;
pub mod order;
pub mod rights;
pub mod rows;
pub mod same;
pub mod session;
pub mod settings_words;
pub mod sparing;
pub mod step_up;
pub mod stream;
pub mod templates;
pub mod theme;
pub mod way_back;
pub mod words;

/// What the browser keeps for this page; absent where it keeps nothing.
fn storage() -> Option<web_sys::Storage> {
    leptos::prelude::window().local_storage().ok().flatten()
}
