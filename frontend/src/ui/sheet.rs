//! Style sheets that come in the code of a part: what only that part draws, nobody else loads.
//!
//! They lie in `styles/parts/` and are none of the page's two sheets. One that a script makes is none in the page's text,
//! which the content security policy would not let in.

use std::cell::RefCell;

use js_sys::{Array, Function, Reflect};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};

thread_local! {
    static ADOPTED: RefCell<Vec<&'static str>> = const { RefCell::new(Vec::new()) };
}

/// Adds a sheet to the page's, once however often it is asked for.
pub fn adopt(text: &'static str) {
    let is_new = ADOPTED.with_borrow_mut(|adopted| {
        let is_new = !adopted.contains(&text);
        if is_new {
            adopted.push(text);
        }
        is_new
    });
    if is_new && add(text).is_err() {
        leptos::logging::warn!("this browser is too old for the styles of a part of the page");
    }
}

fn add(text: &str) -> Result<(), JsValue> {
    let class = Reflect::get(&window(), &"CSSStyleSheet".into())?;
    let sheet = Reflect::construct(&class.unchecked_into::<Function>(), &Array::new())?;
    let replace = Reflect::get(&sheet, &"replaceSync".into())?.unchecked_into::<Function>();
    replace.call1(&sheet, &text.into())?;
    let name = "adoptedStyleSheets".into();
    // Whole and anew: not every browser lets the list be added to.
    let sheets = Array::from(&Reflect::get(&document(), &name)?);
    sheets.push(&sheet);
    Reflect::set(&document(), &name, &sheets).map(drop)
}
