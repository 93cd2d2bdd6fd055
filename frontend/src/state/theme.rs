//! Light, dark, or as the system has it. Kept in the browser.

use leptos::prelude::*;

use super::memo::effect;
use super::storage;

const KEY: &str = "theme";

/// Which colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// As the system has it.
    System,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

impl Theme {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::System => say::state::theme_system(),
            Self::Light => say::state::theme_light(),
            Self::Dark => say::state::theme_dark(),
        }
    }

    /// The value of `data-theme`; absent for the system's.
    fn attribute(self) -> Option<&'static str> {
        match self {
            Self::System => None,
            Self::Light => Some("light"),
            Self::Dark => Some("dark"),
        }
    }

    fn stored() -> Self {
        let stored = storage().and_then(|storage| storage.get_item(KEY).ok().flatten());
        let named = |theme: &Self| theme.attribute() == stored.as_deref();
        Self::ALL.into_iter().find(named).unwrap_or(Self::System)
    }
}

/// Sets the stored theme and hands the choice to everything below.
pub fn provide_theme() {
    let theme = RwSignal::new(Theme::stored());
    provide_context(theme);
    effect(move || {
        let Some(root) = document().document_element() else { return };
        // Without storage (a private window) the choice lasts until the page is closed.
        let _ = match theme.get().attribute() {
            Some(name) => {
                storage().map(|storage| storage.set_item(KEY, name));
                root.set_attribute("data-theme", name)
            }
            None => {
                storage().map(|storage| storage.remove_item(KEY));
                root.remove_attribute("data-theme")
            }
        };
    });
}

/// The chosen theme.
pub fn use_theme() -> RwSignal<Theme> {
    expect_context()
}
