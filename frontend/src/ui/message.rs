//! Messages inside a page: a check's result, an error of a form, a reason beside a control.

use leptos::prelude::*;

use super::icon::{Icon, IconView};

/// How a message is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Good.
    Ok,
    /// To know before the click.
    Warn,
    /// Wrong.
    Bad,
    /// Worth knowing.
    Info,
}

impl Tone {
    /// The value of `data-tone`; absent for what is only worth knowing.
    pub fn attribute(self) -> Option<&'static str> {
        match self {
            Self::Ok => Some("ok"),
            Self::Warn => Some("warn"),
            Self::Bad => Some("bad"),
            Self::Info => None,
        }
    }

    /// Its shape.
    pub fn icon(self) -> Icon {
        match self {
            Self::Ok => Icon::Check,
            Self::Warn => Icon::Warning,
            Self::Bad => Icon::Error,
            Self::Info => Icon::Info,
        }
    }
}

/// A sentence with an icon. `role="alert"` when it is bad: it is read out when it appears.
#[component]
pub fn Check(
    /// How it is meant.
    tone: Tone,
    /// The sentence.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    view! {
        <p class="check" data-tone=tone.attribute() role=(tone == Tone::Bad).then_some("alert")>
            <IconView icon=tone.icon() />
            <span>{text}</span>
        </p>
    }
}

/// The error of a form or of a part of a page; nothing while there is none.
#[component]
pub fn ErrorLine(
    /// What is wrong.
    #[prop(into)]
    error: Signal<Option<String>>,
) -> impl IntoView {
    view! { {move || error.get().map(|text| view! { <Check tone=Tone::Bad text=text /> })} }
}
