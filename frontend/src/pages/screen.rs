//! The wall display, and what a read-only link opens: paired by a code, and from then on a picture that nobody touches for
//! months.
//!
//! It stands alone: no session, no frame, none of the other pages' state. It shows what the server has put together
//! (`shared::screen::wall`), decides only how old that is, and must never show old data as if it were new.

pub mod care;
pub mod fit;
pub mod listen;
pub mod mark;
pub mod pairing;
pub mod time;
pub mod wall;

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::ErrorCode;
use shared::screen::Theme;
use wasm_bindgen::JsValue;

use self::care::Care;
use self::listen::Known;
use self::pairing::PairingView;
use self::wall::WallView;
use crate::api::{self, Failure};
use crate::paths;
use crate::state::memo::effect;
use crate::state::stream::back_off_ms;
use crate::ui::sheet;

const STYLE: &str = concat!(
    include_str!("../../styles/parts/screen/frame.css"),
    include_str!("../../styles/parts/screen/head.css"),
    include_str!("../../styles/parts/screen/bad.css"),
    include_str!("../../styles/parts/screen/runs.css"),
    include_str!("../../styles/parts/screen/apps.css"),
    include_str!("../../styles/parts/screen/age.css"),
    include_str!("../../styles/parts/screen/alone.css"),
    include_str!("../../styles/parts/screen/phone.css"),
);

/// What stands on the display.
#[derive(Clone, PartialEq)]
enum Stage {
    /// It is being asked whether this is a screen.
    Asking,
    /// It is none: it shows a code.
    Pairing,
    /// It is one.
    Wall,
    /// A link opened nothing, and why.
    Refused(String),
}

/// The page.
#[component]
pub fn Screen() -> impl IntoView {
    sheet::adopt(STYLE);
    let care = Care::begin();
    let known = Known::nothing();
    let stage = RwSignal::new(Stage::Asking);
    begin(stage, 0);
    let tick = RwSignal::new(0_u64);
    let beat = move || tick.update(|tick| *tick = tick.wrapping_add(1));
    if let Ok(beating) = set_interval_with_handle(beat, Duration::from_secs(1)) {
        on_cleanup(move || beating.clear());
    }
    // Said by what follows from the beat, as all that is drawn does: where that stands still, nothing is said.
    effect(move || {
        tick.track();
        care.lives(known.is_fresh());
    });
    effect(move || {
        let theme = known.own.with(|own| own.as_ref().map_or(Theme::Dark, |own| own.view.theme));
        let Some(root) = document().document_element() else { return };
        let _ = match theme {
            Theme::Dark => root.set_attribute("data-theme", "dark"),
            Theme::Light => root.set_attribute("data-theme", "light"),
            Theme::System => root.remove_attribute("data-theme"),
        };
    });
    let on_revoked = Callback::new(move |()| {
        known.forget();
        stage.set(Stage::Pairing);
    });
    let on_paired = Callback::new(move |()| stage.set(Stage::Wall));
    move || match stage.get() {
        Stage::Asking => view! {
            <main class="screen screen-alone" aria-busy="true">
                <h1 class="screen-quiet">{say::wall::connecting()}</h1>
            </main>
        }
        .into_any(),
        Stage::Pairing => view! { <PairingView on_paired=on_paired /> }.into_any(),
        Stage::Wall => {
            view! { <WallView known=known tick=tick care=care on_revoked=on_revoked /> }.into_any()
        }
        Stage::Refused(reason) => view! {
            <main class="screen screen-alone">
                <h1>{say::wall::link_refused()}</h1>
                <p class="screen-quiet">{reason}</p>
            </main>
        }
        .into_any(),
    }
}

/// Opens the link in the address if there is one, else asks whether this browser is a screen; again and again, until the
/// server answers.
fn begin(stage: RwSignal<Stage>, attempt: u32) {
    let link = link();
    spawn_local(async move {
        let answer = match link.clone() {
            Some(secret) => api::screens::open(secret).await,
            None => api::screens::own().await,
        };
        match answer {
            Ok(_) => {
                forget_fragment();
                drop(stage.try_set(Stage::Wall));
            }
            Err(Failure::Api(refusal)) if link.is_some() && refusal.code == ErrorCode::NotSignedIn => {
                forget_fragment();
                drop(stage.try_set(Stage::Refused(refusal.message)));
            }
            Err(failure) if failure.code() == Some(ErrorCode::NotSignedIn) => {
                drop(stage.try_set(Stage::Pairing));
            }
            Err(_) => {
                let wait_ms = back_off_ms(attempt, js_sys::Math::random());
                let wait = Duration::from_millis(u64::from(wait_ms));
                set_timeout(move || begin(stage, attempt.saturating_add(1)), wait);
            }
        }
    });
}

/// The secret of a read-only link, if the address has one.
fn link() -> Option<String> {
    let fragment = window().location().hash().unwrap_or_default();
    fragment.strip_prefix("#link=").filter(|secret| !secret.is_empty()).map(str::to_owned)
}

/// Out of the address bar and the history. The link is used up; what it opened is the browser's cookie.
fn forget_fragment() {
    if let Ok(history) = window().history() {
        // A browser that refuses shows a link that opens nothing any more.
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(paths::SCREEN));
    }
}
