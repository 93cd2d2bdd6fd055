//! How an app is deployed this time: as its settings say, unless one chooses otherwise.

use fleet::AppName;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::deployment::{AppSettings, Strategy};

use super::strategy::{StrategyDraft, StrategyFields};
use crate::api;
use crate::state::memo::{Memo, memo};
use crate::state::settings_words;
use crate::ui::icon::{Icon, IconView};

/// The strategy of one deployment.
#[derive(Clone, Copy)]
pub struct How {
    /// The app's settings, once they were read.
    settings: RwSignal<Option<AppSettings>>,
    draft: StrategyDraft,
}

impl How {
    /// Reads the app's settings. Without them the server goes by them all the same.
    pub fn of(app: AppName) -> Self {
        let how = Self { settings: RwSignal::new(None), draft: StrategyDraft::new(Strategy::default()) };
        spawn_local(async move {
            if let Ok(detail) = api::apps::get(&app).await
                && how.settings.try_set(Some(detail.settings.clone())).is_none()
            {
                how.draft.set(detail.settings.strategy);
            }
        });
        how
    }

    /// How many instances the settings want, once they are known; tracked.
    pub fn wanted(self) -> Option<u32> {
        self.settings.with(|settings| settings.as_ref().map(|settings| settings.wanted))
    }

    /// What was chosen, if it is not what the settings say; tracked.
    pub fn chosen(self) -> Option<Strategy> {
        let usual = self.settings.with(|settings| settings.as_ref().map(|settings| settings.strategy))?;
        let chosen = self.draft.get();
        (chosen != usual).then_some(chosen)
    }
}

/// The strategy in a sentence, and behind it the fields.
#[component]
pub fn HowFields(
    /// What is chosen.
    how: How,
    /// How many instances of it are wanted now.
    runs: Memo<u32>,
) -> impl IntoView {
    let known = memo(move || how.settings.with(Option::is_some));
    // Where nothing is to be replaced, all start at once; a canary is waited for all the same.
    let words = move || match how.draft.get() {
        Strategy::Canary { .. } => settings_words::strategy(&how.draft.get()),
        _ if runs.get() == 0 => say::deploy::how_at_once().to_owned(),
        strategy => settings_words::strategy(&strategy),
    };
    let gate = move || {
        how.settings.with(|settings| {
            settings.as_ref().map(|settings| say::deploy::good_once(&settings_words::gate(&settings.gate)))
        })
    };
    let kept = move || {
        let kept = how.settings.with(|settings| settings.as_ref().map(|settings| settings.keep_old_s))?;
        let words = match (how.draft.get(), kept) {
            (Strategy::BlueGreen, 0) => say::deploy::old_removed().to_owned(),
            (Strategy::BlueGreen, kept_s) => say::deploy::old_kept(&settings_words::seconds(kept_s)),
            _ => return None,
        };
        Some(view! { <p class="hint">{words}</p> })
    };
    let wrong = Callback::new(move |field: &'static str| {
        let errors = how.draft.get().check().err().unwrap_or_default();
        errors.into_iter().find(|error| error.field == field).map(|error| error.message)
    });
    view! { {move || {
        known
            .get()
            .then(|| {
                view! {
                    <details class="fold">
                        <summary>
                            <IconView icon=Icon::Chevron class="chev" />
                            <span>{words}</span>
                        </summary>
                        <div class="fold-body form">
                            <StrategyFields draft=how.draft wrong=wrong />
                            {kept}
                            <p class="hint">{gate}</p>
                        </div>
                    </details>
                }
            })
    }} }
}
