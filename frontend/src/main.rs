//! Mounts the page.

fn main() {
    console_error_panic_hook::set_once();
    frontend::state::language::begin(|| leptos::mount::mount_to_body(frontend::app::App));
}
