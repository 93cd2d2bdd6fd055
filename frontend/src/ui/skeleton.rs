//! Grey bars where words will be. They do not move.

use leptos::prelude::*;

/// Some rows of grey bars, announced as "loading".
#[component]
pub fn Skeleton(
    /// How many rows.
    #[prop(default = 5)]
    rows: usize,
) -> impl IntoView {
    let row = |_| {
        view! {
            <p class="row">
                <span class="skel skel-short"></span>
                <span class="skel skel-long"></span>
                <span class="skel"></span>
            </p>
        }
    };
    view! {
        <div class="stack" aria-busy="true">
            <p class="sr" role="status">
                {say::ui::loading()}
            </p>
            {(0..rows).map(row).collect_view()}
        </div>
    }
}
