//! Filters that a phone folds away, so that what they filter stands on the first screen.

use leptos::prelude::*;

/// The filters; on a phone behind a button that says how many are on. They lie in their parent as if this were not here.
#[component]
pub fn FilterFold(
    /// How many filters are on.
    #[prop(into)]
    chosen: Signal<usize>,
    /// The filters.
    children: Children,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let words = move || say::ui::filters(chosen.get());
    view! {
        <div class="filter-fold" data-open=move || open.get().then_some("")>
            <button
                type="button"
                class="btn btn-small"
                aria-expanded=move || if open.get() { "true" } else { "false" }
                on:click=move |_| open.update(|open| *open = !*open)
            >
                {words}
            </button>
            {children()}
        </div>
    }
}
