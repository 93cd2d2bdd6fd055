//! The icons: 16 px, stroked, always beside words or inside a named control. This module owns their shapes.

use leptos::prelude::*;

/// An icon's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Icon {
    /// The apps.
    Apps,
    /// The units.
    Units,
    /// A machine.
    Machine,
    /// The record.
    Activity,
    /// Settings.
    Settings,
    /// Search.
    Search,
    /// Opens what is beside it.
    Chevron,
    /// Opens what is below.
    ChevronDown,
    /// More actions.
    More,
    /// One more.
    Plus,
    /// One fewer.
    Minus,
    /// Closes.
    Close,
    /// Good.
    Check,
    /// Needs a look.
    Warning,
    /// Broken.
    Error,
    /// Worth knowing.
    Info,
    /// Starts.
    Play,
    /// Stops.
    Stop,
    /// Removes.
    Remove,
    /// Takes back.
    Undo,
    /// Reads again.
    Refresh,
    /// Copies.
    Copy,
    /// A file.
    File,
    /// A template.
    Template,
    /// A shell.
    Terminal,
    /// A person.
    User,
    /// A token.
    Key,
    /// Not allowed.
    Lock,
    /// A cluster.
    Cluster,
    /// Earlier.
    History,
    /// Signs out.
    SignOut,
    /// Light or dark.
    Theme,
    /// A language.
    Language,
    /// Help.
    Help,
    /// Quarterdeck.
    Brand,
    /// Deploys.
    Deploy,
    /// Leads elsewhere.
    External,
    /// Filters.
    Filter,
    /// An address.
    Link,
    /// Goes on.
    Arrow,
    /// Pauses.
    Pause,
}

impl Icon {
    /// The icon's outline, in a box of 16 by 16.
    fn path(self) -> &'static str {
        match self {
            Self::Apps => {
                "M3.5 2.5h2a1 1 0 0 1 1 1v2a1 1 0 0 1 -1 1h-2a1 1 0 0 1 -1 -1v-2a1 1 0 0 1 1 -1zM10.5 2.5h2a1 1 0 0 1 1 1v2a1 1 0 0 1 -1 1h-2a1 1 0 0 1 -1 -1v-2a1 1 0 0 1 1 -1zM3.5 9.5h2a1 1 0 0 1 1 1v2a1 1 0 0 1 -1 1h-2a1 1 0 0 1 -1 -1v-2a1 1 0 0 1 1 -1zM10.5 9.5h2a1 1 0 0 1 1 1v2a1 1 0 0 1 -1 1h-2a1 1 0 0 1 -1 -1v-2a1 1 0 0 1 1 -1z"
            }
            Self::Units => "M5.5 4h8M5.5 8h8M5.5 12h8M2.5 4h.01M2.5 8h.01M2.5 12h.01",
            Self::Machine => {
                "M3 2.5h10a1 1 0 0 1 1 1v2.5a1 1 0 0 1 -1 1h-10a1 1 0 0 1 -1 -1v-2.5a1 1 0 0 1 1 -1zM3 9h10a1 1 0 0 1 1 1v2.5a1 1 0 0 1 -1 1h-10a1 1 0 0 1 -1 -1v-2.5a1 1 0 0 1 1 -1zM4.8 4.75h.01M4.8 11.25h.01M8 4.75h3.5M8 11.25h3.5"
            }
            Self::Activity => "M1.8 8.5h2.7L6.3 3l3.2 10 1.9-4.5h2.8",
            Self::Settings => {
                "M2 4.5h6.5M12 4.5h2M2 11.5h2M7.5 11.5H14M8.5 4.5a1.7 1.7 0 1 0 3.4 0a1.7 1.7 0 1 0 -3.4 0M4.1 11.5a1.7 1.7 0 1 0 3.4 0a1.7 1.7 0 1 0 -3.4 0"
            }
            Self::Search => "M2.7 7a4.3 4.3 0 1 0 8.6 0a4.3 4.3 0 1 0 -8.6 0M10.3 10.3l3.4 3.4",
            Self::Chevron => "M6 3.5l4.5 4.5L6 12.5",
            Self::ChevronDown => "M3.5 6l4.5 4.5L12.5 6",
            Self::More => "M3.5 8h.01M8 8h.01M12.5 8h.01",
            Self::Plus => "M8 3v10M3 8h10",
            Self::Minus => "M3 8h10",
            Self::Close => "M3.8 3.8l8.4 8.4M12.2 3.8l-8.4 8.4",
            Self::Check => "M3 8.5l3.3 3.3L13 4.8",
            Self::Warning => "M8 2.3 14.3 13H1.7zM8 6.5v3M8 11.3h.01",
            Self::Error => "M2 8a6 6 0 1 0 12 0a6 6 0 1 0 -12 0M5.8 5.8l4.4 4.4M10.2 5.8l-4.4 4.4",
            Self::Info => "M2 8a6 6 0 1 0 12 0a6 6 0 1 0 -12 0M8 7.5V11M8 5.1h.01",
            Self::Play => "M4.5 3v10l8-5z",
            Self::Stop => {
                "M4.8 3.8h6.4a1 1 0 0 1 1 1v6.4a1 1 0 0 1 -1 1h-6.4a1 1 0 0 1 -1 -1v-6.4a1 1 0 0 1 1 -1z"
            }
            Self::Remove => "M2.8 4.3h10.4M6.3 4.3V2.8h3.4v1.5M4 4.3l.7 9.2h6.6l.7-9.2M6.8 7v4M9.2 7v4",
            Self::Undo => "M5.5 3 2.5 6l3 3M2.8 6h6.7a3.7 3.7 0 0 1 0 7.4H6",
            Self::Refresh => {
                "M13 6.5A5.3 5.3 0 0 0 3.3 5.3M3 2.3v3.2h3.2M3 9.5a5.3 5.3 0 0 0 9.7 1.2M13 13.7v-3.2H9.8"
            }
            Self::Copy => {
                "M6.7 5.5h5.6a1.2 1.2 0 0 1 1.2 1.2v5.6a1.2 1.2 0 0 1 -1.2 1.2h-5.6a1.2 1.2 0 0 1 -1.2 -1.2v-5.6a1.2 1.2 0 0 1 1.2 -1.2zM3.5 10.5h-.3a.7.7 0 0 1-.7-.7V3.2c0-.4.3-.7.7-.7h6.6c.4 0 .7.3.7.7v.3"
            }
            Self::File => "M3.5 2h5.2l3.8 3.8V14h-9zM8.5 2v4h4",
            Self::Template => "M3.5 2h9v12h-9zM6 5.5h4M6 8h4M6 10.5h2",
            Self::Terminal => {
                "M2.8 2.8h10.4a1 1 0 0 1 1 1v8.4a1 1 0 0 1 -1 1h-10.4a1 1 0 0 1 -1 -1v-8.4a1 1 0 0 1 1 -1zM4.5 6l2 2-2 2M8.5 10.3h3"
            }
            Self::User => "M5.2 5.3a2.8 2.8 0 1 0 5.6 0a2.8 2.8 0 1 0 -5.6 0M2.8 13.7a5.3 5.3 0 0 1 10.4 0",
            Self::Key => "M2.3 11a2.7 2.7 0 1 0 5.4 0a2.7 2.7 0 1 0 -5.4 0M7 9l6-6M10.5 5.5 12.3 7.3",
            Self::Lock => {
                "M4 7h8a1 1 0 0 1 1 1v4.5a1 1 0 0 1 -1 1h-8a1 1 0 0 1 -1 -1v-4.5a1 1 0 0 1 1 -1zM5.3 7V5a2.7 2.7 0 0 1 5.4 0v2"
            }
            Self::Cluster => {
                "M6.2 3.7a1.8 1.8 0 1 0 3.6 0a1.8 1.8 0 1 0 -3.6 0M1.9 11.8a1.8 1.8 0 1 0 3.6 0a1.8 1.8 0 1 0 -3.6 0M10.5 11.8a1.8 1.8 0 1 0 3.6 0a1.8 1.8 0 1 0 -3.6 0M7.1 5.3 4.6 10.2M8.9 5.3l2.5 4.9M5.5 11.8h5"
            }
            Self::History => "M2.7 5.2A6 6 0 1 1 2 8.5M2.3 2.5v3h3M8 5v3.3l2.3 1.4",
            Self::SignOut => "M6.5 13.5h-3a1 1 0 0 1-1-1v-9a1 1 0 0 1 1-1h3M10.5 11 13.5 8l-3-3M13.3 8H6",
            Self::Theme => "M2.2 8a5.8 5.8 0 1 0 11.6 0a5.8 5.8 0 1 0 -11.6 0M8 2.2v11.6M10 3v10M12 4.5v7",
            Self::Language => {
                "M2.2 8a5.8 5.8 0 1 0 11.6 0a5.8 5.8 0 1 0 -11.6 0M2.4 8h11.2M8 2.2c-3.2 3.5-3.2 8.1 0 11.6M8 2.2c3.2 3.5 3.2 8.1 0 11.6"
            }
            Self::Help => "M2 8a6 6 0 1 0 12 0a6 6 0 1 0 -12 0M6.2 6.2A1.9 1.9 0 1 1 8 8.3v.9M8 11.4h.01",
            Self::Brand => "M2 12.8h12M3.5 9.8h9M8 9.8V2.6M8 3l4.3 3.4H8M8 4.4 4.2 7.2",
            Self::Deploy => "M8 10V2.5M4.8 5.5 8 2.3l3.2 3.2M2.5 9.5v3a1 1 0 0 0 1 1h9a1 1 0 0 0 1-1v-3",
            Self::External => {
                "M9.5 2.5h4v4M13.3 2.7 7.5 8.5M6.5 3.5h-3a1 1 0 0 0-1 1v8a1 1 0 0 0 1 1h8a1 1 0 0 0 1-1v-3"
            }
            Self::Filter => "M2 3.5h12M4.5 8h7M6.8 12.5h2.4",
            Self::Link => {
                "M6.7 9.3 9.3 6.7M7.3 4.5l1.5-1.5a2.9 2.9 0 0 1 4.2 4.2l-1.5 1.5M8.7 11.5 7.2 13A2.9 2.9 0 0 1 3 8.8l1.5-1.5"
            }
            Self::Arrow => "M2.8 8h10.4M9.2 4l4 4-4 4",
            Self::Pause => "M5.5 3.5v9M10.5 3.5v9",
        }
    }
}

/// Draws an icon. It says nothing to a screen reader: the words beside it do.
#[component]
pub fn IconView(
    /// Which one.
    icon: Icon,
    /// Further classes, such as `chev`.
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView {
    let class = if class.is_empty() { "icon".to_owned() } else { format!("icon {class}") };
    let weight = (icon == Icon::More).then_some("2.2");
    view! {
        <svg class=class viewBox="0 0 16 16" aria-hidden="true">
            <path d=icon.path() stroke-width=weight></path>
        </svg>
    }
}
