//! Toasts: what the page says by itself, at the lower right. Errors stay until dismissed; the rest goes.
//!
//! Errors of a form stand in the form, never here as well. A modal dialog makes all beside it dead, so that each
//! dialog has a host of its own, and only the topmost host shows anything.

use std::time::Duration;

use crate::state::memo::{effect, memo};
use crate::ui::each::each;
use leptos::html;
use leptos::prelude::*;

use super::button::IconButton;
use super::icon::{Icon, IconView};

/// How long a toast that needs no answer stays.
const STAYS: Duration = Duration::from_secs(6);

/// How a toast is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Done.
    Ok,
    /// Did not work; stays until dismissed.
    Bad,
}

#[derive(Clone, PartialEq)]
struct Toast {
    id: u32,
    tone: Tone,
    text: String,
}

/// The toasts of the page.
#[derive(Clone, Copy)]
pub struct Toasts {
    shown: RwSignal<Vec<Toast>>,
    next: StoredValue<u32>,
    /// The hosts that are mounted, in the order in which they were: the last one is on top.
    hosts: RwSignal<Vec<u32>>,
}

/// What stands before the toasts in every host: what is under way.
#[derive(Clone)]
pub struct Ahead {
    /// How many there are.
    pub count: Signal<usize>,
    /// Draws them.
    pub view: ViewFn,
}

impl Toasts {
    /// Hands the toasts to everything below.
    pub fn provide() -> Self {
        let toasts = Self {
            shown: RwSignal::new(Vec::new()),
            next: StoredValue::new(0),
            hosts: RwSignal::new(Vec::new()),
        };
        provide_context(toasts);
        toasts
    }

    /// Says that something is done.
    pub fn ok(&self, text: impl Into<String>) {
        let id = self.push(Tone::Ok, text.into());
        let toasts = *self;
        set_timeout(move || toasts.dismiss(id), STAYS);
    }

    /// Says that something did not work.
    pub fn bad(&self, text: impl Into<String>) {
        let text = text.into();
        // The same error twice is one toast.
        if !self.shown.with_untracked(|shown| shown.iter().any(|toast| toast.text == text)) {
            self.push(Tone::Bad, text);
        }
    }

    fn push(&self, tone: Tone, text: String) -> u32 {
        let id = self.number();
        self.shown.update(|shown| shown.push(Toast { id, tone, text }));
        id
    }

    fn number(&self) -> u32 {
        let id = self.next.get_value();
        self.next.set_value(id.wrapping_add(1));
        id
    }

    fn dismiss(&self, id: u32) {
        self.shown.update(|shown| shown.retain(|toast| toast.id != id));
    }
}

/// The toasts of the page.
pub fn use_toasts() -> Toasts {
    expect_context()
}

/// Where toasts appear: one for the page, and one in every dialog. Empty where nobody provided toasts.
#[component]
pub fn ToastHost() -> impl IntoView {
    use_context::<Toasts>().map(|toasts| host(toasts).into_any())
}

fn host(toasts: Toasts) -> impl IntoView {
    let ahead = use_context::<Ahead>();
    let id = toasts.number();
    toasts.hosts.update(|hosts| hosts.push(id));
    on_cleanup(move || {
        toasts.hosts.try_update(|hosts| hosts.retain(|host| *host != id));
    });
    let on_top = memo(move || toasts.hosts.with(|hosts| hosts.last() == Some(&id)));
    let node = NodeRef::<html::Section>::new();
    let count = ahead.as_ref().map(|ahead| ahead.count);
    effect(move || {
        // Shown again with each toast, so that it stands above a dialog that opened meanwhile.
        toasts.shown.track();
        let _ = count.map(|count| count.get());
        if let (Some(host), true) = (node.get(), on_top.get()) {
            raise(&host);
        }
    });
    let first = move || on_top.get().then(|| ahead.as_ref().map(|ahead| ahead.view.run()));
    let said = move || if on_top.get() { toasts.shown.get() } else { Vec::new() };
    view! {
        <section class="toasts" popover="manual" aria-label=say::ui::messages() node_ref=node>
            {move || first()}
            {each(said, |toast| toast.id.to_string(), move |toast| view! { <div
                    class="toast"
                    data-tone=if toast.tone == Tone::Ok { "ok" } else { "bad" }
                    role=if toast.tone == Tone::Ok { "status" } else { "alert" }
                >
                    <IconView icon=if toast.tone == Tone::Ok { Icon::Check } else { Icon::Error } />
                    <p>{toast.text}</p>
                    <IconButton
                        icon=Icon::Close
                        label=say::ui::dismiss()
                        on_press=move |()| toasts.dismiss(toast.id)
                    />
                </div> }.into_any())}
        </section>
    }
}

fn raise(host: &web_sys::HtmlElement) {
    // Hiding what is not shown is an error that means nothing here; browsers without popovers show it in place.
    let _ = host.hide_popover();
    let _ = host.show_popover();
}
