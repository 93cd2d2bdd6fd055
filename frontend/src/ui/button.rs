//! Buttons: a verb with its object, and the reason when it cannot be pressed.

use leptos::prelude::*;

use super::icon::{Icon, IconView};

/// How a button looks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Kind {
    /// A hairline around it: the default.
    #[default]
    Quiet,
    /// The one filled button of a view or dialog.
    Primary,
    /// Asks for or confirms a removal.
    Danger,
    /// No hairline: repeated on every row.
    Bare,
    /// Bare, for a removal.
    BareDanger,
}

impl Kind {
    fn class(self) -> &'static str {
        match self {
            Self::Quiet => "btn",
            Self::Primary => "btn btn-primary",
            Self::Danger => "btn btn-danger",
            Self::Bare => "btn btn-bare",
            Self::BareDanger => "btn btn-bare btn-danger",
        }
    }
}

/// A button. While `blocked` holds a reason it stays focusable, says the reason on hover, on focus and to screen
/// readers, and does nothing when pressed.
#[component]
pub fn Button(
    /// What it does.
    #[prop(into)]
    on_press: Callback<()>,
    /// How it looks.
    #[prop(optional)]
    kind: Kind,
    /// 24 px high, inside compact rows.
    #[prop(optional)]
    small: bool,
    /// An icon before the words.
    #[prop(optional)]
    icon: Option<Icon>,
    /// The accessible name, when the words alone don't name the object ("Stop" in a row).
    #[prop(optional, into)]
    label: Option<String>,
    /// Why it can't be pressed now; absent if it can.
    #[prop(default = Signal::stored(None), into)]
    blocked: Signal<Option<String>>,
    /// While a request runs.
    #[prop(default = Signal::stored(false), into)]
    busy: Signal<bool>,
    /// Whether it gets the focus when its dialog opens.
    #[prop(optional)]
    autofocus: bool,
    /// Where the reason is shown: `end` at the right edge, `below` in the top bar.
    #[prop(optional)]
    tip_at: Option<&'static str>,
    /// What it leads to, where the words alone don't say it: shown and read out where a reason would be.
    #[prop(optional_no_strip)]
    about: Option<String>,
    /// The words.
    children: Children,
) -> impl IntoView {
    let said = Signal::derive(move || blocked.get().or_else(|| about.clone()));
    let class = if small { format!("{} btn-small", kind.class()) } else { kind.class().to_owned() };
    let press = move |_| {
        if !busy.get_untracked() && blocked.with_untracked(Option::is_none) {
            on_press.run(());
        }
    };
    view! {
        <button
            type="button"
            class=class
            aria-label=label
            aria-disabled=move || (blocked.with(Option::is_some) || busy.get()).then_some("true")
            aria-busy=move || busy.get().then_some("true")
            aria-description=move || said.get()
            data-tip=move || said.get()
            data-tip-at=tip_at
            autofocus=autofocus
            on:click=press
        >
            {icon.map(|icon| view! { <IconView icon=icon /> })}
            {children()}
        </button>
    }
}

/// A square button with an icon alone and a name.
#[component]
pub fn IconButton(
    /// What it does.
    #[prop(into)]
    on_press: Callback<()>,
    /// Its icon.
    icon: Icon,
    /// Its name.
    #[prop(into)]
    label: String,
) -> impl IntoView {
    view! {
        <button type="button" class="btn btn-icon btn-bare" aria-label=label on:click=move |_| on_press.run(())>
            <IconView icon=icon />
        </button>
    }
}
