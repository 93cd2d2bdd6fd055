//! Brings something into view where it is out of it, moving as little as it takes.

use web_sys::{Element, ScrollIntoViewOptions, ScrollLogicalPosition};

/// Both ways: also in a row that is moved sideways.
pub fn bring_into_view(element: &Element) {
    let options = ScrollIntoViewOptions::new();
    options.set_block(ScrollLogicalPosition::Nearest);
    options.set_inline(ScrollLogicalPosition::Nearest);
    element.scroll_into_view_with_scroll_into_view_options(&options);
}
