//! A part of a page under a small heading, by which it is named.

use leptos::prelude::*;
use leptos::text_prop::TextProp;

/// The part.
#[component]
pub fn Zone(
    /// The heading's id.
    id: &'static str,
    /// The heading.
    #[prop(into)]
    title: TextProp,
    /// What sets the part apart from others.
    #[prop(optional)]
    class: Option<&'static str>,
    /// What stands at the other end of the heading's line.
    #[prop(optional)]
    aside: Option<AnyView>,
    /// What stands below.
    children: Children,
) -> impl IntoView {
    view! {
        <section class=class aria-labelledby=id>
            <div class="zone-head">
                <h2 class="label" id=id>
                    {move || title.get()}
                </h2>
                {aside}
            </div>
            {children()}
        </section>
    }
}
