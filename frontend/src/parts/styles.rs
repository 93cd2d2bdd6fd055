//! The style sheet of the parts: fetched with the first of them. Parts that are here already wait for nothing.

use leptos::prelude::document;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::NotHere;

/// The element of the shell that names it.
const LINK: &str = "later";

/// Begins to fetch it; the future waits until it is here. A page without such a sheet needs none.
pub(super) fn later() -> impl Future<Output = Result<(), NotHere>> {
    let link = document().get_element_by_id(LINK).filter(|link| !is_here(link));
    let coming = link.map(|link| {
        let coming = js_sys::Promise::new(&mut |here, failed| {
            // A listener that can't be added is one of an element that is gone.
            let _ = link.add_event_listener_with_callback("load", &here);
            let _ = link.add_event_listener_with_callback("error", &failed);
        });
        let _ = link.set_attribute("rel", "stylesheet");
        (link, coming)
    });
    async move {
        let Some((link, coming)) = coming else { return Ok(()) };
        JsFuture::from(coming).await.map(drop).map_err(|_| {
            // So that the next part tries again.
            let _ = link.remove_attribute("rel");
            NotHere
        })
    }
}

/// A link has a sheet once that was loaded.
fn is_here(link: &web_sys::Element) -> bool {
    let sheet = js_sys::Reflect::get(link.unchecked_ref::<JsValue>(), &JsValue::from_str("sheet"));
    sheet.is_ok_and(|sheet| sheet.is_object())
}
