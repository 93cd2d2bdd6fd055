//! Which page stands at which address.

use leptos::prelude::*;
use leptos_router::components::{FlatRoutes, Redirect, Route};
use leptos_router::path;

use crate::pages::activity::Activity;
use crate::pages::apps::Apps;
use crate::pages::machines::Machines;
use crate::pages::problem::NotFound;
use crate::pages::settings::Settings;
use crate::pages::unit::UnitPage;
use crate::pages::units::Units;
use crate::paths;

/// The pages for somebody who is signed in.
#[component]
pub fn PageRoutes() -> impl IntoView {
    view! {
        <FlatRoutes fallback=|| view! { <NotFound /> }>
            <Route path=path!("/") view=Apps />
            <Route path=path!("/units") view=Units />
            <Route path=path!("/units/:unit") view=UnitPage />
            <Route path=path!("/machines") view=Machines />
            <Route path=path!("/activity") view=Activity />
            <Route path=path!("/settings") view=|| view! { <Redirect path=paths::settings() /> } />
            <Route path=path!("/settings/:section") view=Settings />
            <Route path=path!("/sign-in") view=|| view! { <Redirect path=paths::apps() /> } />
        </FlatRoutes>
    }
}
