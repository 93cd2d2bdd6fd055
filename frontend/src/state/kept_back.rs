//! What is kept back of units' options, in words: what is missing, which right it takes, and whom to ask.

use fleet::AppName;
use leptos::prelude::*;
use shared::Verb;
use shared::apps::AppDetail;
use shared::mask::MARK;
use shared::spec::Spec;

use super::rights;
use super::session::use_me;

/// Says it; nothing where all is shown. Tracked.
pub fn sentence(spec: Spec, app: Option<AppName>) -> impl Fn() -> Option<String> + Copy + Send + Sync {
    let (me, app) = (use_me(), StoredValue::new(app));
    move || words(spec, app.get_value().as_ref(), &me.view().contact)
}

/// Why a template can't be written: the right is missing, or options that are not shown whole, which would be written back
/// as they are shown. Absent if it can.
pub fn why_not_written(detail: &AppDetail) -> Signal<Option<String>> {
    let app = detail.view.app.clone();
    let refusal = rights::refusal(Verb::Template, Some(app.clone()));
    let kept_back = sentence(detail.spec, Some(app));
    Signal::derive(move || refusal.get().or_else(kept_back))
}

fn words(spec: Spec, app: Option<&AppName>, contact: &str) -> Option<String> {
    Some(match (spec, app) {
        (Spec::Whole, _) => return None,
        (Spec::Masked, Some(app)) => say::state::masked_of(&MARK, app, &contact),
        (Spec::Masked, None) => say::state::masked(&MARK, &contact),
        (Spec::Hidden, Some(app)) => say::state::hidden_of(app, &contact),
        (Spec::Hidden, None) => say::state::hidden(&contact),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_back_names_the_right_and_whom_to_ask() {
        let app = AppName::parse("web").unwrap();
        let words = |spec| words(spec, Some(&app), "ada");
        assert_eq!(words(Spec::Whole), None);
        assert!(words(Spec::Masked).unwrap().contains("'raw-unit' on web. Ask ada"));
        assert!(words(Spec::Hidden).unwrap().contains("'view-spec' on web. Ask ada"));
    }
}
