//! One's own account: how the page looks, the password, the signed-in browsers.

pub mod browser;
pub mod look;
pub mod notifications;
pub mod password;
pub mod second_factor;
pub mod sessions;
pub mod ways_in;

use leptos::prelude::*;

use self::look::Look;
use self::notifications::Notifications;
use self::password::Password;
use self::second_factor::SecondFactorSection;
use self::sessions::Sessions;
use self::ways_in::OwnWays;
use super::SectionHead;
use crate::state::memo::memo;
use crate::state::session::{self, use_me};

/// The Account section.
#[component]
pub fn Account() -> impl IntoView {
    let me = use_me();
    let who = memo(move || {
        let view = me.view();
        say::settings_account::signed_in_as(&view.user, &session::roles(&view))
    });
    let has_password = memo(move || me.view().has_password);
    view! {
        {move || view! { <SectionHead title=say::settings::account() text=who.get() /> }}
        {move || view! { <Password has_password=has_password.get() /> }}
        <SecondFactorSection />
        <OwnWays />
        <Sessions />
        <Look />
        <Notifications />
    }
}
