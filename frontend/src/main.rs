//! The page: one Leptos application, rendered in the browser and embedded in the server.

use leptos::prelude::*;

fn main() {
    console_error_panic_hook::set_once();
    mount_to_body(App);
}

/// The whole page.
#[component]
fn App() -> impl IntoView {
    view! {
        <main>
            <h1>"Quarterdeck"</h1>
        </main>
    }
}
