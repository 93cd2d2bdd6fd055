//! On which apps of which clusters, and how far: fields that grants and tokens share.

use leptos::prelude::*;
use shared::RoleName;
use shared::people::FirstGrant;
use shared::policy::{Limits, Pattern};

use super::verbs;
use crate::state::live::use_live;
use crate::state::session::use_me;
use crate::ui::field::TextField;
use crate::ui::select::Select;

/// How many apps that a pattern matches are named.
const NAMED: usize = 4;

/// What is typed.
#[derive(Clone, Copy)]
pub struct Draft {
    role: RwSignal<String>,
    cluster: RwSignal<String>,
    apps: RwSignal<String>,
    most: RwSignal<String>,
    versions: RwSignal<String>,
    apps_error: RwSignal<Option<String>>,
    most_error: RwSignal<Option<String>>,
    versions_error: RwSignal<Option<String>>,
}

impl Draft {
    /// The least at first: looking.
    pub fn least() -> Self {
        Self {
            role: RwSignal::new("viewer".to_owned()),
            cluster: RwSignal::new("*".to_owned()),
            apps: RwSignal::new("*".to_owned()),
            most: RwSignal::new(String::new()),
            versions: RwSignal::new(String::new()),
            apps_error: RwSignal::new(None),
            most_error: RwSignal::new(None),
            versions_error: RwSignal::new(None),
        }
    }

    /// What it comes to; none if something is wrong, which is then said beside its field.
    pub fn read(self) -> Option<FirstGrant> {
        let apps = Pattern::parse(self.apps.get_untracked().trim());
        let most = most(&self.most.get_untracked());
        let versions = versions(&self.versions.get_untracked());
        self.apps_error.set(apps.as_ref().err().map(|error| sentence(&error.to_string())));
        self.most_error.set(most.clone().err());
        self.versions_error.set(versions.clone().err());
        Some(FirstGrant {
            role: RoleName::parse(&self.role.get_untracked()).ok()?,
            cluster: Pattern::parse(&self.cluster.get_untracked()).ok()?,
            apps: apps.ok()?,
            limits: Limits { most_instances: most.ok()?, versions: versions.ok()? },
        })
    }
}

/// The fields.
#[component]
pub fn ScopeFields(
    /// What is typed.
    draft: Draft,
    /// The roles there are, with what they may do.
    roles: Vec<(String, String)>,
) -> impl IntoView {
    let live = use_live();
    let matched = Signal::derive(move || {
        let Ok(pattern) = Pattern::parse(draft.apps.get().trim()) else { return String::new() };
        if pattern.is_all() {
            return say::settings_access::apps_all().to_owned();
        }
        let names = live.with(|cluster| {
            cluster
                .apps()
                .keys()
                .map(ToString::to_string)
                .filter(|name| pattern.matches(name))
                .collect::<Vec<_>>()
        });
        matched_words(&names)
    });
    let mut clusters = vec![("*".to_owned(), say::settings_access::all_clusters().to_owned())];
    clusters.extend(
        use_me()
            .view_now()
            .clusters
            .iter()
            .map(|cluster| (cluster.name.to_string(), cluster.name.to_string())),
    );
    // With one cluster there is no choice to make.
    let choose_cluster = (clusters.len() > 2).then(|| {
        view! {
            <Select
                label=say::settings_access::on_clusters()
                value=draft.cluster
                options=Signal::stored(clusters)
                on_choose=move |chosen| draft.cluster.set(chosen)
            />
        }
    });
    // A choice is as wide as the panel at most, and cuts what is longer: what the roles mean stands below it.
    let names = roles.iter().map(|(name, _)| (name.clone(), name.clone())).collect::<Vec<_>>();
    let means = move || {
        let means = roles.iter().find(|(name, _)| draft.role.with(|role| role == name));
        means.map(|(_, means)| means.clone())
    };
    view! {
        <div class="field">
            <Select
                label=say::settings::may()
                value=draft.role
                options=Signal::stored(names)
                on_choose=move |chosen| draft.role.set(chosen)
            />
            <p class="hint" aria-live="polite">
                {means}
            </p>
        </div>
        {choose_cluster}
        <TextField label=say::settings_access::apps() value=draft.apps mono=true error=draft.apps_error hint=matched />
        <div class="field-row">
            <TextField
                label=say::settings_access::most()
                value=draft.most
                error=draft.most_error
                hint=Signal::stored(say::settings_access::most_hint().to_owned())
            />
            <TextField
                label=say::settings_access::versions()
                value=draft.versions
                mono=true
                error=draft.versions_error
                hint=Signal::stored(say::settings_access::versions_hint().to_owned())
            />
        </div>
    }
}

/// A role, and what it means.
pub fn choice(name: &str, allowed: shared::policy::Verbs) -> (String, String) {
    let about = shared::policy::BUILT_IN
        .iter()
        .find(|(own, ..)| *own == name)
        .map(|(_, _, about)| about().to_owned());
    let about =
        about.unwrap_or_else(|| allowed.iter().map(shared::Verb::as_str).collect::<Vec<_>>().join(", "));
    let words = format!("{name}: {about}");
    let words =
        if allowed.iter().any(verbs::is_root) { say::settings_access::role_is_root(&words) } else { words };
    (name.to_owned(), words)
}

/// On which apps, in words.
pub fn apps_words(apps: &Pattern) -> String {
    if apps.is_all() { say::settings_access::everything().to_owned() } else { apps.to_string() }
}

/// "deployer on web-* of east, at most 10 instances".
pub fn scope_words(role: &RoleName, cluster: &Pattern, apps: &Pattern, limits: &Limits) -> String {
    let apps = apps_words(apps);
    let words = if cluster.is_all() {
        say::settings_access::role_on(role, &apps)
    } else {
        say::settings_access::role_on_of(role, &apps, cluster)
    };
    let limits = limits.words();
    if limits.is_empty() { words } else { format!("{words}, {limits}") }
}

fn matched_words(names: &[String]) -> String {
    match names {
        [] => say::settings_access::apps_none().to_owned(),
        names if names.len() <= NAMED => say::settings_access::apps_today(&names.join(", ")),
        names => say::settings_access::apps_today_more(&names[..NAMED].join(", "), &(names.len() - NAMED)),
    }
}

fn most(text: &str) -> Result<Option<u32>, String> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|_| say::settings_access::most_wrong().to_owned())
}

fn versions(text: &str) -> Result<Option<Pattern>, String> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    Pattern::parse(text).map(Some).map_err(|error| sentence(&error.to_string()))
}

/// "a pattern must …" as a sentence.
fn sentence(text: &str) -> String {
    let mut signs = text.chars();
    let first = signs.next().map(|sign| sign.to_ascii_uppercase());
    first.into_iter().chain(signs).chain(['.']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_means_no_limit_and_nonsense_is_said() {
        assert_eq!(most(" "), Ok(None));
        assert_eq!(most("10"), Ok(Some(10)));
        assert!(most("-1").is_err() && most("many").is_err());
        assert_eq!(versions(""), Ok(None));
        assert!(versions("2 *").is_err_and(|error| error.starts_with("A pattern")));
    }

    #[test]
    fn what_a_pattern_is_today_is_named_up_to_a_few() {
        let names = |count: usize| (0..count).map(|at| format!("web-{at}")).collect::<Vec<_>>();
        assert_eq!(matched_words(&names(0)), "No app of today has such a name.");
        assert_eq!(matched_words(&names(2)), "Today: web-0, web-1.");
        assert_eq!(matched_words(&names(6)), "Today: web-0, web-1, web-2, web-3 and 2 more.");
    }

    #[test]
    fn limits_are_told_in_words() {
        let limits = Limits { most_instances: Some(1), versions: Pattern::parse("2.*").ok() };
        assert_eq!(limits.words(), "at most 1 instance, versions 2.*");
        assert_eq!(Limits::NONE.words(), "");
    }
}
