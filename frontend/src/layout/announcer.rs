//! Tells people who do not see the page that it is another one: the title, the focus, a polite word.

use leptos::html;
use leptos::prelude::*;

use crate::state::memo::effect;

/// What is announced.
#[derive(Clone, Copy)]
pub struct Announcer {
    said: RwSignal<String>,
    /// What the window's title says of the page, and in its place while something is deployed.
    title: RwSignal<String>,
    progress: RwSignal<Option<String>>,
    /// What stands before either: "(3) ".
    before: RwSignal<String>,
    /// The page that is loaded first keeps the focus where the browser puts it.
    first: StoredValue<bool>,
}

impl Announcer {
    /// Hands it to everything below.
    pub fn provide() {
        let announcer = Self {
            said: RwSignal::new(String::new()),
            title: RwSignal::new(String::new()),
            progress: RwSignal::new(None),
            before: RwSignal::new(String::new()),
            first: StoredValue::new(true),
        };
        provide_context(announcer);
        effect(move || {
            let title = announcer.progress.get().unwrap_or_else(|| announcer.title.get());
            if !title.is_empty() {
                document().set_title(&format!("{}{title} · Quarterdeck", announcer.before.get()));
            }
        });
    }

    /// What the window's title says in place of the page's, while something is deployed.
    pub fn progress(&self, progress: Option<String>) {
        self.progress.set(progress);
    }

    /// What stands before the window's title: how many need attention.
    pub fn before_title(&self, before: String) {
        self.before.set(before);
    }

    /// Says something to screen readers, politely.
    pub fn say(&self, text: impl Into<String>) {
        self.said.set(text.into());
    }
}

/// The announcer of the page.
pub fn use_announcer() -> Announcer {
    expect_context()
}

/// Where announcements are read from.
#[component]
pub fn LiveRegion() -> impl IntoView {
    let announcer = use_announcer();
    view! {
        <p class="sr" role="status" aria-live="polite">
            {move || announcer.said.get()}
        </p>
    }
}

/// The heading of a page: sets the window's title, takes the focus when one comes from another page, and is
/// announced.
#[component]
pub fn PageTitle(
    /// What the page is called.
    #[prop(into)]
    title: Signal<String>,
    /// The class of the heading.
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView {
    let announcer = use_announcer();
    let node = NodeRef::<html::H1>::new();
    Effect::new(move |before: Option<()>| {
        let title = title.get();
        announcer.title.set(title.clone());
        let Some(heading) = node.get() else { return };
        let first = announcer.first.get_value();
        announcer.first.set_value(false);
        if !first {
            announcer.say(title);
        }
        if !first && before.is_none() {
            let _ = heading.focus();
        }
    });
    view! {
        <h1 tabindex="-1" class=class node_ref=node>
            {move || title.get()}
        </h1>
    }
}
