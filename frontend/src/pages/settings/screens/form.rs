//! The panels: a code confirmed, a link made, a view changed. All of them ask for a name and a view.

use leptos::prelude::*;
use leptos::task::spawn_local;
use say::Language;
use shared::policy::Pattern;
use shared::screen::{
    CODE_LENGTH, ConfirmPairing, CreatedLink, DISTANCES_M, Dim, NewLink, PatchScreen, ScreenRow, ScreenView,
    Theme,
};

use crate::api;
use crate::api::Failure;
use crate::state::call::Call;
use crate::state::clock::use_clock;
use crate::state::memo::{effect, memo};
use crate::state::words;
use crate::ui::field::TextField;
use crate::ui::message::{Check, Tone};
use crate::ui::panel_form::PanelForm;
use crate::ui::select::Select;

/// How long a link may last.
const DAYS: [usize; 3] = [1, 7, 30];

/// What is typed.
#[derive(Clone, Copy)]
struct Draft {
    name: RwSignal<String>,
    clusters: RwSignal<String>,
    apps: RwSignal<String>,
    theme: RwSignal<String>,
    language: RwSignal<String>,
    distance: RwSignal<String>,
    dim_from: RwSignal<String>,
    dim_until: RwSignal<String>,
    name_error: RwSignal<Option<String>>,
    clusters_error: RwSignal<Option<String>>,
    apps_error: RwSignal<Option<String>>,
    dim_error: RwSignal<Option<String>>,
}

impl Draft {
    fn of(name: &str, view: &ScreenView) -> Self {
        let list = |patterns: &[Pattern]| {
            RwSignal::new(patterns.iter().map(Pattern::to_string).collect::<Vec<_>>().join(", "))
        };
        let theme = match view.theme {
            Theme::Dark => "dark",
            Theme::Light => "light",
            Theme::System => "system",
        };
        let hour = |minute: Option<u16>| {
            RwSignal::new(
                minute.map(|minute| format!("{:02}:{:02}", minute / 60, minute % 60)).unwrap_or_default(),
            )
        };
        Self {
            name: RwSignal::new(name.to_owned()),
            clusters: list(&view.clusters),
            apps: list(&view.apps),
            theme: RwSignal::new(theme.to_owned()),
            language: RwSignal::new(view.language.map(Language::tag).unwrap_or_default().to_owned()),
            distance: RwSignal::new(view.distance_m.to_string()),
            dim_from: hour(view.dim.map(|dim| dim.from_min)),
            dim_until: hour(view.dim.map(|dim| dim.until_min)),
            name_error: RwSignal::new(None),
            clusters_error: RwSignal::new(None),
            apps_error: RwSignal::new(None),
            dim_error: RwSignal::new(None),
        }
    }

    /// What it comes to; none if something is wrong, which is then said beside its field.
    fn read(self) -> Option<(String, ScreenView)> {
        let name = self.name.get_untracked().trim().to_owned();
        let (clusters, apps) =
            (patterns(&self.clusters.get_untracked()), patterns(&self.apps.get_untracked()));
        let dim = dim(&self.dim_from.get_untracked(), &self.dim_until.get_untracked());
        self.name_error.set(shared::screen::wrong_name(&name));
        self.clusters_error.set(clusters.clone().err());
        self.apps_error.set(apps.clone().err());
        self.dim_error.set(dim.clone().err());
        let theme = match self.theme.get_untracked().as_str() {
            "light" => Theme::Light,
            "system" => Theme::System,
            _ => Theme::Dark,
        };
        let language = self.language.get_untracked();
        let language = Language::ALL.into_iter().find(|own| own.tag() == language);
        let distance_m = self.distance.get_untracked().parse().unwrap_or(3);
        let view = ScreenView {
            clusters: clusters.ok()?,
            apps: apps.ok()?,
            theme,
            distance_m,
            language,
            dim: dim.ok()?,
        };
        self.name_error.with_untracked(Option::is_none).then_some((name, view))
    }

    /// Shows what the server found wrong beside its field.
    fn beside(self, failure: &Failure) -> bool {
        let fields = [
            (self.name_error, "name"),
            (self.clusters_error, "view.clusters"),
            (self.apps_error, "view.apps"),
            (self.dim_error, "view.dim"),
        ];
        let mut said = false;
        for (error, field) in fields {
            let wrong = failure.field(field);
            said |= wrong.is_some();
            error.try_set(wrong);
        }
        said
    }
}

/// Patterns with commas or blanks between them.
fn patterns(text: &str) -> Result<Vec<Pattern>, String> {
    let parts = text.split([',', ' ']).filter(|part| !part.is_empty());
    let all: Result<Vec<Pattern>, String> =
        parts.map(|part| Pattern::parse(part).map_err(|error| format!("{part}: {error}."))).collect();
    all.and_then(|all| {
        if all.is_empty() { Err(say::settings_screens::patterns_none().to_owned()) } else { Ok(all) }
    })
}

/// "22:00" and "06:00"; nothing if both are empty.
fn dim(from: &str, until: &str) -> Result<Option<Dim>, String> {
    let minute = |text: &str| {
        let (hours, minutes) = text.trim().split_once(':')?;
        let (hours, minutes) = (hours.parse::<u16>().ok()?, minutes.get(..2)?.parse::<u16>().ok()?);
        (hours < 24 && minutes < 60).then_some(hours * 60 + minutes)
    };
    match (from.trim().is_empty(), until.trim().is_empty(), minute(from), minute(until)) {
        (true, true, ..) => Ok(None),
        (_, _, Some(from_min), Some(until_min)) => Ok(Some(Dim { from_min, until_min })),
        _ => Err(say::settings_screens::dim_wrong().to_owned()),
    }
}

#[component]
fn Fields(draft: Draft, is_link: bool, is_first: bool) -> impl IntoView {
    let themes = [
        ("dark", say::settings_screens::theme_dark()),
        ("light", say::settings_screens::theme_light()),
        ("system", say::settings_screens::theme_system()),
    ];
    let themes = themes.map(|(value, words)| (value.to_owned(), words.to_owned())).to_vec();
    let languages = [
        ("", say::state::language_of_display()),
        (Language::English.tag(), say::state::language_english()),
        (Language::German.tag(), say::state::language_german()),
    ];
    let languages = languages.map(|(value, words)| (value.to_owned(), words.to_owned())).to_vec();
    let distances = DISTANCES_M.map(|metres| {
        let words = match metres {
            1 => say::settings_screens::distance_desk(&metres),
            metres => say::settings_screens::distance_metres(&metres),
        };
        (metres.to_string(), words)
    });
    let distances: Vec<_> = distances.collect();
    let hint =
        if is_link { say::settings_screens::link_name_hint() } else { say::settings_screens::name_hint() };
    view! {
        <TextField label=say::settings::name() value=draft.name error=draft.name_error autofocus=is_first hint=Signal::stored(hint.to_owned()) />
        <TextField
            label=say::settings_screens::apps()
            value=draft.apps
            error=draft.apps_error
            mono=true
            hint=Signal::stored(say::settings_screens::apps_hint().to_owned())
        />
        <TextField
            label=say::settings_screens::clusters()
            value=draft.clusters
            error=draft.clusters_error
            mono=true
            hint=Signal::stored(say::settings_screens::clusters_hint().to_owned())
        />
        <Select
            label=say::settings_screens::distance()
            value=draft.distance
            options=Signal::stored(distances)
            on_choose=move |chosen| draft.distance.set(chosen)
        />
        <Select
            label=say::settings_screens::theme()
            value=draft.theme
            options=Signal::stored(themes)
            on_choose=move |chosen| draft.theme.set(chosen)
        />
        <Select
            label=say::state::language()
            value=draft.language
            options=Signal::stored(languages)
            on_choose=move |chosen| draft.language.set(chosen)
        />
        <TextField label=say::settings_screens::dim_from() value=draft.dim_from kind="time" error=draft.dim_error />
        <TextField label=say::settings_screens::dim_until() value=draft.dim_until kind="time" hint=Signal::stored(say::settings_screens::dim_hint().to_owned()) />
    }
}

/// Confirms a code.
#[component]
pub fn PairPanel(
    /// The code that is known already; else empty.
    code: String,
    /// The display shows its view now.
    on_paired: Callback<ScreenRow>,
    /// Leaves it.
    on_close: Callback<()>,
) -> impl IntoView {
    let draft = Draft::of("", &ScreenView::default());
    let asks_code = code.is_empty();
    let code = RwSignal::new(code);
    let code_error = RwSignal::new(None::<String>);
    let asked = RwSignal::new(None::<String>);
    let clock = use_clock();
    let call = Call::idle();
    let typed = memo(move || code.with(|code| shared::screen::code(code)));
    // Who shows it, as soon as it is whole: nobody shall confirm another display than the one that they stand before.
    effect(move || {
        let typed = typed.get();
        asked.set(None);
        let Some(typed) = typed else { return };
        spawn_local(async move {
            match api::screens::look(&typed).await {
                Ok(found) => {
                    let ago = words::ago(clock.exact_ms(), found.asked_ms);
                    let words = say::settings_screens::asked(&ago, &found.from, &found.user_agent);
                    asked.try_set(Some(words));
                    code_error.try_set(None);
                }
                Err(failure) => drop(code_error.try_set(Some(failure.message()))),
            }
        });
    });
    let submit = move |()| {
        let Some(typed) = typed.get_untracked() else {
            code_error.set(Some(say::settings_screens::code_wrong(&CODE_LENGTH)));
            return;
        };
        let Some((name, view)) = draft.read() else { return };
        let confirm = async move { api::screens::confirm(&typed, &ConfirmPairing { name, view }).await };
        call.make_or(confirm, move |screen| on_paired.run(screen), move |failure| draft.beside(failure));
    };
    view! {
        <PanelForm title=say::settings_screens::pair_title() verb=say::settings_screens::pair_button() busy=call.busy error=call.error on_submit=submit on_close=on_close>
            <TextField
                label=say::settings_screens::code()
                value=code
                error=code_error
                mono=true
                autofocus=asks_code
                hint=Signal::stored(say::settings_screens::code_hint().to_owned())
            />
            {move || asked.get().map(|words| view! { <Check tone=Tone::Info text=words /> })}
            <Fields draft=draft is_link=false is_first=!asks_code />
        </PanelForm>
    }
}

/// Makes a read-only link.
#[component]
pub fn LinkPanel(
    /// It was made.
    on_made: Callback<CreatedLink>,
    /// Leaves it.
    on_close: Callback<()>,
) -> impl IntoView {
    let view = ScreenView { theme: Theme::System, distance_m: 1, ..ScreenView::default() };
    let draft = Draft::of("", &view);
    let days = RwSignal::new("7".to_owned());
    let call = Call::idle();
    let submit = move |()| {
        let Some((name, view)) = draft.read() else { return };
        let days = days.get_untracked().parse().unwrap_or(1);
        let make = async move { api::screens::make_link(&NewLink { name, view, days }).await };
        call.make_or(make, move |made| on_made.run(made), move |failure| draft.beside(failure));
    };
    let choices = DAYS.map(|days| (days.to_string(), say::settings_screens::link_days(days))).to_vec();
    view! {
        <PanelForm title=say::settings_screens::link_title() verb=say::settings_screens::link_button() busy=call.busy error=call.error on_submit=submit on_close=on_close>
            <Fields draft=draft is_link=true is_first=true />
            <Select
                label=say::settings_screens::link_ends()
                value=days
                options=Signal::stored(choices)
                on_choose=move |chosen| days.set(chosen)
            />
        </PanelForm>
    }
}

/// Changes what a screen shows, and its name.
#[component]
pub fn ChangePanel(
    /// The screen.
    screen: ScreenRow,
    /// It was changed.
    on_changed: Callback<()>,
    /// Leaves it.
    on_close: Callback<()>,
) -> impl IntoView {
    let draft = Draft::of(&screen.name, &screen.view);
    let call = Call::idle();
    let id = StoredValue::new(screen.id);
    let submit = move |()| {
        let Some((name, view)) = draft.read() else { return };
        let id = id.get_value();
        let patch = PatchScreen { name: Some(name), view: Some(view) };
        let change = async move { api::screens::change(&id, &patch).await };
        call.make_or(change, move |_| on_changed.run(()), move |failure| draft.beside(failure));
    };
    view! {
        <PanelForm
            title=say::settings_screens::change_title(&screen.name)
            verb=say::settings_screens::change_button()
            busy=call.busy
            error=call.error
            on_submit=submit
            on_close=on_close
        >
            <Fields draft=draft is_link=false is_first=true />
        </PanelForm>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_and_hours_are_read_as_people_type_them() {
        let read = |text: &str| patterns(text).map(|all| all.len());
        assert_eq!((read("web-*, checkout"), read("*")), (Ok(2), Ok(1)));
        assert!(read(" ").is_err() && read("a/b").unwrap_err().starts_with("a/b: "));
        assert_eq!(dim("", ""), Ok(None));
        assert_eq!(dim("22:00", "06:30"), Ok(Some(Dim { from_min: 1_320, until_min: 390 })));
        assert!(dim("22:00", "").is_err() && dim("25:00", "06:00").is_err());
    }
}
