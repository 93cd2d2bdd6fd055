//! The invariant, always worked out from the cluster as it is: how many serve now, and how many must.

use fleet::AppName;
use leptos::prelude::*;
use shared::Health;
use shared::action::ActionView;
use shared::deployment::VersionCount;

use super::watched::Shown;
use crate::state::deploying;
use crate::state::live::{Live, use_live};
use crate::state::memo::memo;
use crate::ui::icon::{Icon, IconView};

/// How many are healthy now, by version, newest first; only of versions that have some.
pub fn by_version(live: Live, app: &AppName) -> Vec<VersionCount> {
    live.with_untracked(|cluster| {
        let versions = cluster.apps().get(app).map(|units| units.versions.clone()).unwrap_or_default();
        let counted = versions.into_iter().map(|own| {
            let healthy = own.units.iter().filter(|(_, unit)| unit.health == Health::Running).count();
            VersionCount { version: own.version, count: u32::try_from(healthy).unwrap_or(u32::MAX) }
        });
        counted.filter(|counted| counted.count > 0).collect()
    })
}

/// "Serving now: 3 healthy, at least 3", and how far the whole is.
#[component]
pub fn Serving(
    /// The deployment.
    shown: Shown,
) -> impl IntoView {
    let live = use_live();
    let app = shown.app()?;
    let units = live.app(app);
    let healthy =
        memo(move || units.with(|units| units.as_ref().map_or(0, |units| units.count(Health::Running))));
    let said = memo(move || shown.view.with(|view| serving(view, healthy.get(), live.stale())));
    let progress = memo(move || {
        shown.view.with(|view| {
            let deploying = view.deploying.as_deref().filter(|_| view.state.is_at_work())?;
            let title = Some(&deploying.title).filter(|title| !title.is_empty());
            let title = title.map(|title| format!(": {title}")).unwrap_or_default();
            Some((view.percent(), format!("{}{title}", capital(&deploying::stage(deploying)))))
        })
    });
    Some(view! {
        <section class="serving" data-tone=move || said.with(|said| said.tone) aria-label=say::deployment::serving_label()>
            <b role="status">
                {move || view! { <IconView icon=said.with(|said| said.icon) /> }}
                <span>{move || said.with(|said| said.text.clone())}</span>
            </b>
            {move || {
                progress
                    .get()
                    .map(|(percent, words)| {
                        view! {
                            <span class="serving-progress">
                                <span class="quiet">{words}</span>
                                <progress
                                    class="progress"
                                    max="100"
                                    value=percent
                                    aria-label=say::deployment::progress()
                                ></progress>
                                <span class="quiet">{format!("{percent} %")}</span>
                            </span>
                        }
                    })
            }}
        </section>
    })
}

/// As the beginning of a sentence.
fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_ascii_uppercase().to_string() + letters.as_str()).unwrap_or_default()
}

#[derive(Debug, Clone, PartialEq)]
struct Said {
    tone: &'static str,
    icon: Icon,
    text: String,
}

fn serving(view: &ActionView, healthy: usize, stale: bool) -> Said {
    let min = view.deploying.as_ref().filter(|_| view.state.is_open()).map_or(0, |deploying| deploying.min);
    let is_short = healthy < usize::try_from(min).unwrap_or(usize::MAX);
    let text = match (stale, min) {
        (true, 0) => say::deployment::served(&healthy),
        (true, _) => say::deployment::served_of(&healthy, &min),
        (false, 0) => say::deployment::serves(&healthy),
        (false, _) if is_short => say::deployment::serves_short(&healthy, &min),
        (false, _) => say::deployment::serves_of(&healthy, &min),
    };
    let (tone, icon) = if stale {
        ("old", Icon::History)
    } else if is_short {
        ("bad", Icon::Warning)
    } else if healthy == 0 {
        ("none", Icon::Info)
    } else {
        ("ok", Icon::Check)
    };
    Said { tone, icon, text }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::deploying::tests::deployment;
    use shared::action::ActionState;

    #[test]
    fn the_invariant_is_told_and_its_breach_too() {
        let running = deployment(ActionState::Running);
        let well = serving(&running, 3, false);
        assert_eq!((well.tone, well.text.as_str()), ("ok", "Serving now: 3 healthy, at least 3"));
        let short = serving(&running, 2, false);
        assert_eq!(
            (short.tone, short.text.as_str()),
            ("bad", "Serving now: 2 healthy, at least 3 are meant to")
        );
    }

    #[test]
    fn old_data_is_never_well() {
        let old = serving(&deployment(ActionState::Running), 3, true);
        assert_eq!((old.tone, old.text.as_str()), ("old", "Serving when last read: 3 healthy, at least 3"));
    }

    #[test]
    fn what_is_over_promises_nothing() {
        assert_eq!(serving(&deployment(ActionState::Done), 1, false).text, "Serving now: 1 healthy");
    }
}
