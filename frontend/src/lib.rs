//! Quarterdeck's page: one Leptos application, rendered in the browser and embedded in the server.
//!
//! `paths` writes addresses, `routes` reads them; `api` calls the server; `state` knows; `ui` draws small parts,
//! `layout` the frame, `pages` the rest, of which `parts` loads the most when it is needed; `action` is the way from a wish to a change. A library besides the binary, so
//! that its pure parts are tested on the host.

pub mod action;
pub mod api;
pub mod app;
pub mod layout;
pub mod pages;
pub mod parts;
pub mod paths;
pub mod routes;
pub mod state;
pub mod ui;
