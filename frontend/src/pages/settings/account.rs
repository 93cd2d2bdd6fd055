//! One's own account: how the page looks, the password, the signed-in browsers.

pub mod browser;
pub mod look;
pub mod password;
pub mod second_factor;
pub mod sessions;

use leptos::prelude::*;

use self::look::Look;
use self::password::Password;
use self::second_factor::SecondFactorSection;
use self::sessions::Sessions;
use super::SectionHead;
use crate::state::session::use_me;

/// The Account section.
#[component]
pub fn Account() -> impl IntoView {
    let me = use_me();
    view! {
        <SectionHead title="Account" text=format!("{}, {}", me.0.user, me.roles()) />
        <Password />
        <SecondFactorSection />
        <Look />
        <Sessions />
    }
}
