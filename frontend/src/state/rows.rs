//! How high rows are. Kept in the browser.

use leptos::prelude::*;

use super::memo::effect;
use super::storage;

const KEY: &str = "rows";
const COMPACT: &str = "compact";

/// Sets the stored height and hands the choice to everything below.
pub fn provide_rows() {
    let stored = storage().and_then(|storage| storage.get_item(KEY).ok().flatten());
    let compact = RwSignal::new(stored.as_deref() == Some(COMPACT));
    provide_context(Rows(compact));
    effect(move || {
        let Some(root) = document().document_element() else { return };
        // Without storage (a private window) the choice lasts until the page is closed.
        let _ = if compact.get() {
            storage().map(|storage| storage.set_item(KEY, COMPACT));
            root.set_attribute("data-rows", COMPACT)
        } else {
            storage().map(|storage| storage.remove_item(KEY));
            root.remove_attribute("data-rows")
        };
    });
}

/// Whether rows are compact.
pub fn use_rows() -> RwSignal<bool> {
    expect_context::<Rows>().0
}

/// A type of its own, so that no other switch is taken for it.
#[derive(Clone, Copy)]
struct Rows(RwSignal<bool>);
