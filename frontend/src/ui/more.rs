//! The button below a list that has more than is shown.

use leptos::prelude::*;

use super::button::Button;

/// Reads more of a list; nothing while there is no more.
#[component]
pub fn More(
    /// What the button says.
    label: &'static str,
    /// Whether there is more.
    #[prop(into)]
    has_more: Signal<bool>,
    /// Whether it is being read.
    #[prop(into)]
    busy: Signal<bool>,
    /// Reads it.
    #[prop(into)]
    on_press: Callback<()>,
) -> impl IntoView {
    view! { {move || {
        has_more
            .get()
            .then(|| {
                view! {
                    <p class="zone">
                        <Button busy=busy on_press=on_press>
                            {label}
                        </Button>
                    </p>
                }
            })
    }} }
}
