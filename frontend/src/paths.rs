//! Where everything is: the one place that writes addresses of the page. Filters live in the query.

mod activity;
mod deployments;
mod history;
mod units;

use fleet::{AppName, MachineId, UnitName};
use leptos::prelude::window;
use leptos_router::params::ParamsMap;
use shared::Health;
use shared::history::Span;

use crate::api::encoded;
use crate::state::filter::{UnitFilter, health_from_word};

pub use activity::{ActivityQuery, OUTCOMES, activity_of_unit, outcome};
pub use deployments::{DeploymentsQuery, STANDINGS, deployment, deployments, deployments_of, standing_words};
pub use history::{HistoryQuery, history, history_of, span, span_word};
pub use units::{SortBy, UnitsQuery, units_in, units_of, units_on};

/// Where an invitation leads; its code stands in the fragment.
pub const INVITATION: &str = "/invitation";

/// The wall display. It stands alone, without the router.
pub const SCREEN: &str = "/screen";

/// Whether the address is that of a wall display.
pub fn is_screen() -> bool {
    window().location().pathname().is_ok_and(|path| path.trim_end_matches('/') == SCREEN)
}

/// The apps, without a filter.
pub fn apps() -> String {
    AppsQuery::default().path()
}

/// Signing in.
pub fn sign_in() -> String {
    "/sign-in".to_owned()
}

/// The deploy panel over the apps, with this app chosen.
pub fn deploy(app: &AppName) -> String {
    AppsQuery { deploy: Some(Deploy::App(app.clone())), ..AppsQuery::default() }.path()
}

/// The deploy panel with this version and count chosen already.
pub fn deploy_version(app: &AppName, version: &str, count: u32) -> String {
    AppsQuery {
        deploy: Some(Deploy::App(app.clone())),
        version: version.to_owned(),
        count: Some(count),
        ..AppsQuery::default()
    }
    .path()
}

/// The deploy panel over the apps, for a new app.
pub fn deploy_new(source: Source) -> String {
    AppsQuery { deploy: Some(Deploy::New(source)), ..AppsQuery::default() }.path()
}

/// The deploy panel for an app whose template is taken over from a unit that is there.
pub fn deploy_from(unit: &UnitName) -> String {
    AppsQuery { deploy: Some(Deploy::New(Source::Paste)), from: Some(unit.clone()), ..AppsQuery::default() }
        .path()
}

/// An app's row, open.
pub fn app(app: &AppName) -> String {
    AppsQuery { open: Some(app.clone()), ..AppsQuery::default() }.path()
}

/// All units.
pub fn units() -> String {
    "/units".to_owned()
}

/// The units that a filter lets through.
pub fn units_with(filter: &UnitFilter) -> String {
    let states: Vec<&str> = filter.health.iter().map(|health| health.word()).collect();
    with_query("/units", &[("q", &filter.search), ("state", &states.join(","))])
}

/// Reads the filter of the units page.
pub fn unit_filter(query: &ParamsMap) -> UnitFilter {
    read_unit_filter(|key| query.get(key))
}

fn read_unit_filter(get: impl Fn(&str) -> Option<String>) -> UnitFilter {
    let states = get("state").unwrap_or_default();
    let health: Vec<Health> = states.split(',').filter_map(health_from_word).collect();
    UnitFilter { search: get("q").unwrap_or_default(), health }
}

/// One unit.
pub fn unit(unit: &UnitName) -> String {
    format!("/units/{}", unit.url_segment())
}

/// All machines.
pub fn machines() -> String {
    "/machines".to_owned()
}

/// One machine.
pub fn machine(machine: &MachineId) -> String {
    with_query("/machines", &[("machine", machine.as_str())])
}

/// One machine, with its past so far back.
pub fn machine_back(machine: &MachineId, span: Span) -> String {
    with_query("/machines", &[("machine", machine.as_str()), ("span", span_word(span))])
}

/// The record.
pub fn activity() -> String {
    "/activity".to_owned()
}

/// The record of one app.
pub fn activity_of(app: &AppName) -> String {
    with_query("/activity", &[("app", app.as_str())])
}

/// Settings, at their first section.
pub fn settings() -> String {
    settings_at(Section::Templates)
}

/// A section of the settings.
pub fn settings_at(section: Section) -> String {
    format!("/settings/{}", section.as_str())
}

/// An app's template in the settings.
pub fn template(app: &AppName) -> String {
    with_query(&settings_at(Section::Templates), &[("app", app.as_str())])
}

/// The sections of the settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    /// Apps' templates.
    Templates,
    /// Who can sign in.
    People,
    /// Who may do what.
    Access,
    /// API tokens.
    Tokens,
    /// Wall displays and read-only links.
    Screens,
    /// Connected clusters.
    Clusters,
    /// One's own account.
    Account,
}

impl Section {
    /// All of them, in the order of the navigation.
    pub const ALL: [Self; 7] = [
        Self::Templates,
        Self::People,
        Self::Access,
        Self::Tokens,
        Self::Screens,
        Self::Clusters,
        Self::Account,
    ];

    /// As it stands in the address.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Templates => "templates",
            Self::People => "people",
            Self::Access => "access",
            Self::Tokens => "tokens",
            Self::Screens => "screens",
            Self::Clusters => "clusters",
            Self::Account => "account",
        }
    }

    /// Reads what `as_str` wrote.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|section| section.as_str() == text)
    }
}

/// Where a new app's template comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// Pasted text.
    Paste,
    /// A starter.
    Starter,
}

/// What the deploy panel is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deploy {
    /// An app.
    App(AppName),
    /// A new app.
    New(Source),
}

/// Which apps are listed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Show {
    /// All.
    #[default]
    All,
    /// Those that need attention.
    Attention,
    /// Those with an action under way.
    Changing,
}

/// What the address says of the Apps page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AppsQuery {
    /// Which apps are listed.
    pub show: Show,
    /// The app whose row is open.
    pub open: Option<AppName>,
    /// The deploy panel.
    pub deploy: Option<Deploy>,
    /// The version that stands in the deploy panel at first; empty for none.
    pub version: String,
    /// The count that stands in the deploy panel at first.
    pub count: Option<u32>,
    /// The unit that a new app's template is taken over from.
    pub from: Option<UnitName>,
}

impl AppsQuery {
    /// Reads the query of an address. What can't be read is left out.
    pub fn read(query: &ParamsMap) -> Self {
        Self::read_from(|key| query.get(key))
    }

    fn read_from(get: impl Fn(&str) -> Option<String>) -> Self {
        let name = |key: &str| get(key).and_then(|text| AppName::parse(&text).ok());
        Self {
            show: match get("show").as_deref() {
                Some("attention") => Show::Attention,
                Some("changing") => Show::Changing,
                _ => Show::All,
            },
            open: name("open"),
            deploy: match get("new").as_deref() {
                Some("starter") => Some(Deploy::New(Source::Starter)),
                Some(_) => Some(Deploy::New(Source::Paste)),
                None => name("deploy").map(Deploy::App),
            },
            version: get("version").unwrap_or_default(),
            count: get("count").and_then(|count| count.parse().ok()),
            from: get("from").and_then(|unit| UnitName::parse(&unit).ok()),
        }
    }

    /// The address of the page in this state.
    pub fn path(&self) -> String {
        let show = match self.show {
            Show::All => "",
            Show::Attention => "attention",
            Show::Changing => "changing",
        };
        let open = self.open.as_ref().map_or("", AppName::as_str);
        let (deploy, new) = match &self.deploy {
            None => ("", ""),
            Some(Deploy::App(app)) => (app.as_str(), ""),
            Some(Deploy::New(Source::Paste)) => ("", "paste"),
            Some(Deploy::New(Source::Starter)) => ("", "starter"),
        };
        let count = self.count.map(|count| count.to_string()).unwrap_or_default();
        let pairs = [
            ("show", show),
            ("open", open),
            ("deploy", deploy),
            ("new", new),
            ("version", &self.version),
            ("count", &count),
            ("from", self.from.as_ref().map_or("", UnitName::as_str)),
        ];
        with_query("/", &pairs)
    }
}

/// A path with the members of a query that are not empty.
pub fn with_query(path: &str, pairs: &[(&str, &str)]) -> String {
    let query: Vec<String> = pairs
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| format!("{name}={}", encoded(value)))
        .collect();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{}", query.join("&")) }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    fn name(text: &str) -> AppName {
        AppName::parse(text).unwrap()
    }

    /// Every address of the page. A change here breaks links that people have kept.
    #[test]
    fn addresses() {
        let unit_name = UnitName::parse("example:1.0.0@1.service").unwrap();
        let filter = UnitFilter { search: "a b".into(), health: vec![Health::Failed, Health::Unplaced] };
        let all = [
            apps(),
            deploy(&name("example")),
            deploy_version(&name("example"), "1.0.0", 2),
            deploy_new(Source::Paste),
            deploy_new(Source::Starter),
            deploy_from(&unit_name),
            app(&name("example")),
            units(),
            units_with(&UnitFilter::default()),
            units_with(&filter),
            unit(&unit_name),
            machines(),
            machine(&"0123abcd".parse().unwrap()),
            units_on(None),
            units_of(Some(name("example"))),
            machine_back(&"0123abcd".parse().unwrap(), Span::Year),
            history(),
            history_of(&name("example")),
            HistoryQuery { app: None, span: Span::Month }.path(),
            activity(),
            activity_of_unit(&unit_name),
            activity_of(&name("example")),
            settings(),
            template(&name("example")),
            sign_in(),
        ];
        let expected = [
            "/",
            "/?deploy=example",
            "/?deploy=example&version=1.0.0&count=2",
            "/?new=paste",
            "/?new=starter",
            "/?new=paste&from=example%3A1.0.0%401.service",
            "/?open=example",
            "/units",
            "/units",
            "/units?q=a%20b&state=failed%2Cunplaced",
            "/units/example%3A1.0.0%401.service",
            "/machines",
            "/machines?machine=0123abcd",
            "/units?machine=-",
            "/units?app=example",
            "/machines?machine=0123abcd&span=year",
            "/history",
            "/history?app=example",
            "/history?span=month",
            "/activity",
            "/activity?q=example%3A1.0.0%401.service",
            "/activity?app=example",
            "/settings/templates",
            "/settings/templates?app=example",
            "/sign-in",
        ];
        assert_eq!(all, expected);
    }

    #[test]
    fn the_state_of_the_apps_page_survives_its_address() {
        for query in [
            AppsQuery::default(),
            AppsQuery { show: Show::Attention, open: Some(name("example")), ..AppsQuery::default() },
            AppsQuery {
                show: Show::Changing,
                deploy: Some(Deploy::App(name("new"))),
                version: "1.0.0".into(),
                count: Some(3),
                ..AppsQuery::default()
            },
            AppsQuery { deploy: Some(Deploy::New(Source::Starter)), ..AppsQuery::default() },
        ] {
            assert_eq!(AppsQuery::read_from(params(&query.path())), query);
        }
    }

    #[test]
    fn a_filter_survives_its_address() {
        let filter = UnitFilter { search: "web 10.0.1".into(), health: vec![Health::Running] };
        assert_eq!(read_unit_filter(params(&units_with(&filter))), filter);
        assert_eq!(read_unit_filter(params("/units?state=fine%2Crunning")).health, [Health::Running]);
    }

    pub(crate) fn params(path: &str) -> impl Fn(&str) -> Option<String> {
        let query = path.split_once('?').map_or("", |(_, query)| query);
        let decoded =
            |text: &str| percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned();
        let pairs: Vec<(String, String)> = query
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .map(|(name, value)| (name.to_owned(), decoded(value)))
            .collect();
        move |key| pairs.iter().find(|(name, _)| name == key).map(|(_, value)| value.clone())
    }
}
