//! A link just made for somebody: the one time that it can be seen.

use leptos::html;
use leptos::prelude::*;
use shared::people::Invitation;

use crate::state::memo::effect;
use crate::ui::copy::CopyButton;
use crate::ui::time::absolute;

/// A link, and for whom.
#[derive(Clone, PartialEq, Eq)]
pub struct Handed {
    /// Whose it is.
    pub name: String,
    /// The link.
    pub invitation: Invitation,
}

/// The link, to be copied.
#[component]
pub fn Link(
    /// The link, and for whom.
    handed: Handed,
) -> impl IntoView {
    let heading = NodeRef::<html::H2>::new();
    effect(move || {
        if let Some(heading) = heading.get() {
            let _ = heading.focus();
        }
    });
    let until = absolute(handed.invitation.expires_ms);
    let link = handed.invitation.link;
    view! {
        <section class="zone stack" aria-labelledby="handed">
            <h2 id="handed" tabindex="-1" node_ref=heading>
                {say::settings_people::link_title(&handed.name)}
            </h2>
            <p class="quiet">
                {say::settings_people::link_about(&handed.name, &until)}
            </p>
            <div class="secret">
                <code>{link.clone()}</code>
                <CopyButton text=link label=say::settings_people::link_copy() />
            </div>
        </section>
    }
}
