//! Dialogs: native `<dialog>` shown modally. Mounted while it is open: focus goes in when it appears, stays inside,
//! and goes back to where it was when it is gone. Escape and a click beside it close it.

use crate::state::memo::effect;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::button::IconButton;
use super::focus;
use super::icon::Icon;
use super::toast::ToastHost;
use super::unique::unique;

/// Where a dialog stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// In the middle, for a decision.
    Middle,
    /// From the right, full height.
    Panel,
    /// From the right, for an editor beside its preview.
    WidePanel,
}

/// A modal dialog. Give it its body (`.panel-body`) and foot (`.panel-foot`) as children.
#[component]
pub fn Dialog(
    /// Where it stands.
    shape: Shape,
    /// Its title.
    #[prop(into)]
    title: Signal<String>,
    /// Asked to close it: by Escape, by the close button, by a click beside it.
    #[prop(into)]
    on_close: Callback<()>,
    /// Body and foot.
    children: Children,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    let heading = unique("dialog");
    focus::give_back();
    effect(move || {
        let Some(dialog) = node.get() else { return };
        if dialog.open() {
            // Where one dialog follows another, the element is the same. Shown anew, it takes the focus again.
            dialog.close();
        }
        // It can only fail when the dialog is not in the page any more.
        let _ = dialog.show_modal();
    });
    let beside = move |event: web_sys::MouseEvent| {
        if node.get_untracked().is_some_and(|dialog| is_beside(&dialog, &event)) {
            on_close.run(());
        }
    };
    let heading_id = heading.clone();
    let class = match shape {
        Shape::Middle => "dialog",
        Shape::Panel => "panel",
        Shape::WidePanel => "panel panel-wide",
    };
    view! {
        <dialog
            class=class
            node_ref=node
            aria-labelledby=heading
            on:cancel=move |event: web_sys::Event| {
                event.prevent_default();
                on_close.run(());
            }
            on:mousedown=beside
        >
            <header class="panel-head">
                <h2 id=heading_id tabindex="-1">
                    {move || title.get()}
                </h2>
                {(shape != Shape::Middle)
                    .then(|| view! { <IconButton icon=Icon::Close label=say::ui::close() on_press=on_close /> })}
            </header>
            {children()}
            <ToastHost />
        </dialog>
    }
}

/// Whether a press met the backdrop: then its target is the dialog itself, and the pointer is outside of its box.
pub fn is_beside(dialog: &web_sys::HtmlDialogElement, event: &web_sys::MouseEvent) -> bool {
    let on_dialog = event.target().is_some_and(|target| target.dyn_ref() == Some(dialog));
    let place = dialog.get_bounding_client_rect();
    let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
    on_dialog && (x < place.left() || x > place.right() || y < place.top() || y > place.bottom())
}
