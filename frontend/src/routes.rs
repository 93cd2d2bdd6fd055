//! Which page stands at which address.

use leptos::prelude::*;
use leptos_router::components::{FlatRoutes, Redirect, Route};
use leptos_router::path;

use crate::pages::apps::Apps;
use crate::pages::problem::NotFound;
use crate::parts;
use crate::paths;

/// The pages for somebody who is signed in.
#[component]
pub fn PageRoutes() -> impl IntoView {
    view! {
        <FlatRoutes fallback=|| view! { <NotFound /> }>
            <Route path=path!("/") view=Apps />
            <Route path=path!("/deployments") view=parts::deployments />
            <Route path=path!("/deployments/:id") view=parts::deployment />
            <Route path=path!("/units") view=parts::units />
            <Route path=path!("/units/:unit") view=parts::unit />
            <Route path=path!("/machines") view=parts::machines />
            <Route path=path!("/history") view=parts::history />
            <Route path=path!("/activity") view=parts::activity />
            <Route path=path!("/settings") view=|| view! { <Redirect path=paths::settings() /> } />
            <Route path=path!("/settings/:section") view=parts::settings />
            <Route path=path!("/sign-in") view=|| view! { <Redirect path=paths::apps() /> } />
        </FlatRoutes>
    }
}
