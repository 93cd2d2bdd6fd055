//! What stands where nothing is: a title, a sentence, and what to do next.

use leptos::prelude::*;

/// An empty part of a page.
#[component]
pub fn Empty(
    /// The title: "No unit matches".
    #[prop(into)]
    title: String,
    /// Why, and what to do.
    #[prop(into)]
    text: String,
    /// Next steps: a button, a link, or `.nexts`.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <section class="empty">
            <h2>{title}</h2>
            <p>{text}</p>
            {children.map(|children| children())}
        </section>
    }
}
