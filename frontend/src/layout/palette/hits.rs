//! What the palette offers for what was typed: places of the cluster, pages, and what one may do. Pure.

use std::collections::BTreeSet;
use std::fmt::Display;

use fleet::{AppName, DesiredState, UnitName};
use shared::Verb;
use shared::action::ActionView;
use shared::plan::PlanRequest;

use super::fuzzy::{Pattern, best_of};
use crate::layout::bar::{Place, places};
use crate::pages::deployments::words;
use crate::paths::{self, Section, Source};
use crate::state::cluster::Cluster;
use crate::state::filter::UnitFilter;
use crate::state::language::Choice;
use crate::state::order;
use crate::state::same::Same;
use crate::state::theme::Theme;
use crate::ui::icon::Icon;
use crate::ui::state::state_at;

/// Not more than so many of a kind are offered.
const MOST: usize = 8;
/// Of actions and deployments fewer: a word that fits one of them fits many.
const FEW: usize = 5;
/// So much better fits what can be done to a unit, where its verb was typed.
const VERB_TYPED: i32 = 12;

/// What choosing a hit does.
#[derive(Debug, Clone, PartialEq)]
pub enum Does {
    /// Goes there.
    Go(String),
    /// Makes this plan and shows it.
    Plan(PlanRequest),
    /// Takes these colours.
    Colours(Theme),
    /// The page in another language.
    Speak(Choice),
    /// Shows the list of keys.
    Keys,
}

/// What is offered under one heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Apps.
    Apps,
    /// What one may do.
    Actions,
    /// Deployments.
    Deployments,
    /// Units.
    Units,
    /// Machines.
    Machines,
    /// Pages.
    Pages,
    /// Where more of them are.
    More,
}

impl Kind {
    /// The heading.
    pub fn word(self) -> &'static str {
        match self {
            Self::Apps => say::frame::place_apps(),
            Self::Actions => say::frame::hits_actions(),
            Self::Deployments => say::frame::place_deployments(),
            Self::Units => say::frame::place_units(),
            Self::Machines => say::frame::place_machines(),
            Self::Pages => say::frame::hits_pages(),
            Self::More => say::frame::hits_more(),
        }
    }
}

/// Something that is offered.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// Of which kind.
    pub group: Kind,
    /// Its icon.
    pub icon: Icon,
    /// Its name.
    pub name: String,
    /// A quiet remark.
    pub note: String,
    /// What choosing it does.
    pub does: Does,
}

/// What is searched.
pub struct World<'a> {
    /// The cluster.
    pub cluster: &'a Cluster,
    /// The apps that have a template: some may have no units.
    pub templates: &'a [AppName],
    /// The deployments that the page knows, in any order.
    pub deployments: &'a [Same<ActionView>],
    /// Whether one may do this now, to this app or to units of none.
    pub may: &'a dyn Fn(Verb, Option<&AppName>) -> bool,
    /// Whether one may begin an app now.
    pub may_begin_app: &'a dyn Fn() -> bool,
    /// Whether one is led to this page.
    pub leads_to: &'a dyn Fn(&Place) -> bool,
}

/// A group of hits with how well its best one fits.
type Group = Vec<(i32, Hit)>;

/// What fits, the best group first. Where nothing was typed: the apps and the pages.
pub fn find(world: &World<'_>, typed: &str) -> Vec<Hit> {
    let pattern = Pattern::new(typed);
    let mut groups = vec![apps(world, &pattern)];
    if !pattern.is_empty() {
        groups.push(actions(world, &pattern, typed));
        groups.push(deployments(world, &pattern));
        groups.push(units(world, &pattern));
        groups.push(machines(world, &pattern));
    }
    groups.push(pages(world, &pattern));
    // Stable: groups that fit alike stay in the order above.
    groups.sort_by_key(|group| std::cmp::Reverse(group.first().map(|(score, _)| *score)));
    let mut hits: Vec<Hit> = groups.into_iter().flatten().map(|(_, hit)| hit).collect();
    hits.extend(all_units(world, typed));
    hits
}

fn apps(world: &World<'_>, pattern: &Pattern) -> Group {
    let apps = all_apps(world).into_iter().filter_map(|app| Some((pattern.score(app.as_str())?, app)));
    let hit = |app: &AppName| {
        let note = world.cluster.apps().get(app).map_or(say::frame::not_running().to_owned(), |units| {
            let (running, wanted) = units.running_of_wanted();
            say::frame::running_of(&running, &wanted)
        });
        go(Kind::Apps, Icon::Apps, app.to_string(), note, paths::app(app))
    };
    best_of(apps, MOST).into_iter().map(|(score, app)| (score, hit(app))).collect()
}

fn all_apps<'a>(world: &World<'a>) -> BTreeSet<&'a AppName> {
    world.cluster.apps().keys().chain(world.templates).collect()
}

fn units(world: &World<'_>, pattern: &Pattern) -> Group {
    let units = world.cluster.units();
    let fits = units.filter_map(|unit| Some((pattern.score(unit.row.name.as_str())?, unit)));
    let hits = best_of(fits, MOST).into_iter().map(|(score, unit)| {
        let note = state_at(unit.health, world.cluster.place(unit).as_deref());
        (score, go(Kind::Units, Icon::Units, unit.row.name.to_string(), note, paths::unit(&unit.row.name)))
    });
    hits.collect()
}

/// The way to all units that have it in their names, if they are more than were offered.
fn all_units(world: &World<'_>, typed: &str) -> Option<Hit> {
    let typed = typed.trim();
    let filter = UnitFilter { search: typed.to_owned(), health: Vec::new() };
    let count = || {
        let units = world.cluster.units();
        units.filter(|unit| filter.matches(unit, world.cluster.place(unit).as_deref())).count()
    };
    let count = if typed.is_empty() { 0 } else { count() };
    (count > MOST).then(|| {
        let name = say::frame::all_units(&count);
        go(Kind::More, Icon::Filter, name, String::new(), paths::units_with(&filter))
    })
}

fn machines(world: &World<'_>, pattern: &Pattern) -> Group {
    let fits = world.cluster.machines().filter_map(|machine| {
        let by_id = pattern.score(machine.row.id.as_str());
        Some((pattern.score(machine.label()).max(by_id)?, machine))
    });
    let hits = best_of(fits, MOST).into_iter().map(|(score, machine)| {
        let note = machine.row.id.short().to_owned();
        (
            score,
            go(
                Kind::Machines,
                Icon::Machine,
                machine.label().to_owned(),
                note,
                paths::machine(&machine.row.id),
            ),
        )
    });
    hits.collect()
}

fn deployments(world: &World<'_>, pattern: &Pattern) -> Group {
    // Of those that fit alike the newest are meant.
    let mut newest_first: Vec<&Same<ActionView>> = world.deployments.iter().collect();
    order::sort(&mut newest_first, |a, b| b.started_ms.cmp(&a.started_ms));
    let fits = newest_first.into_iter().filter_map(|action| {
        let app = action.request.app().map(|app| app.to_string()).unwrap_or_default();
        let name = format!("{app} {}", words::change(action));
        Some((pattern.score(&name)?, (name, action)))
    });
    let hits = best_of(fits, FEW).into_iter().map(|(score, (name, action))| {
        let note = words::standing(action).0.to_owned();
        // What goes by the same words as an app is less often meant than the app.
        (score - 1, go(Kind::Deployments, Icon::Deploy, name, note, paths::deployment(&action.id)))
    });
    hits.collect()
}

fn actions(world: &World<'_>, pattern: &Pattern, typed: &str) -> Group {
    let mut all = Vec::new();
    // Only for what fits is asked whether one may, and made what it does.
    let mut offer = |icon, name: String, may: &dyn Fn() -> bool, does: &dyn Fn() -> Does| {
        if let Some(score) = pattern.score(&name)
            && may()
        {
            all.push((score, Hit { group: Kind::Actions, icon, name, note: String::new(), does: does() }));
        }
    };
    for app in all_apps(world) {
        let may = |verb| (world.may)(verb, Some(app));
        let runs = world.cluster.apps().contains_key(app);
        let deploys = || may(Verb::Launch) || may(Verb::Deploy);
        let restart = || Does::Plan(PlanRequest::RestartApp { app: app.clone(), version: None });
        let back = || Does::Go(paths::deployments_of(app));
        let remove = || Does::Plan(PlanRequest::RemoveApp { app: app.clone() });
        let template = || Does::Go(paths::template(app));
        offer(Icon::Deploy, say::frame::deploy_app(app), &deploys, &|| Does::Go(paths::deploy(app)));
        let scales = || runs && may(Verb::Scale);
        offer(Icon::Apps, say::frame::scale_app(app), &scales, &|| Does::Go(paths::app(app)));
        offer(Icon::Refresh, say::frame::restart_app(app), &|| runs && may(Verb::Restart), &restart);
        offer(Icon::Undo, say::frame::roll_back_app(app), &|| may(Verb::Rollback), &back);
        offer(Icon::Remove, say::frame::remove_app(app), &|| runs && may(Verb::Remove), &remove);
        let change = say::frame::change_template(app);
        offer(Icon::Settings, change, &|| may(Verb::Template), &template);
    }
    let new = || Does::Go(paths::deploy_new(Source::Paste));
    offer(Icon::Plus, say::frame::deploy_new().to_owned(), world.may_begin_app, &new);
    for theme in Theme::ALL {
        let name = match theme {
            Theme::System => say::frame::colours_system(),
            Theme::Light => say::frame::colours_light(),
            Theme::Dark => say::frame::colours_dark(),
        };
        offer(Icon::Theme, name.to_owned(), &|| true, &|| Does::Colours(theme));
    }
    for choice in Choice::ALL {
        offer(Icon::Language, say::frame::language(&choice.word()), &|| true, &|| Does::Speak(choice));
    }
    offer(Icon::Help, say::frame::keys().to_owned(), &|| true, &|| Does::Keys);
    all.extend(unit_actions(world, typed));
    best_of(all.into_iter(), FEW)
}

/// "Stop web:1.0.0@1.service": where one of the typed words begins the verb, and the others fit the name.
fn unit_actions(world: &World<'_>, typed: &str) -> Group {
    let mut all = Vec::new();
    for UnitVerb { word, name, icon, right, launched, request } in unit_verbs() {
        let Some(of_name) = without_verb(typed, word) else { continue };
        let fits = world.cluster.units().filter_map(|unit| {
            let is_launched = unit.row.desired == DesiredState::Launched;
            let makes_sense = launched.is_none_or(|launched| launched == is_launched);
            let score = of_name.score(unit.row.name.as_str())?;
            let app = unit.app.as_ref().map(|parsed| &parsed.app);
            (makes_sense && unit.row.leaving.is_none() && (world.may)(right, app)).then_some((score, unit))
        });
        all.extend(best_of(fits, FEW).into_iter().map(|(score, unit)| {
            let name = name(&unit.short_name());
            let does = Does::Plan(request(unit.row.name.clone()));
            (score + VERB_TYPED, Hit { group: Kind::Actions, icon, name, note: String::new(), does })
        }));
    }
    best_of(all.into_iter(), FEW)
}

/// Something that is done to a unit by typing its verb.
struct UnitVerb {
    word: &'static str,
    name: fn(&dyn Display) -> String,
    icon: Icon,
    right: Verb,
    /// Only to those that are to run, or only to the others.
    launched: Option<bool>,
    request: fn(UnitName) -> PlanRequest,
}

fn unit_verbs() -> [UnitVerb; 3] {
    [
        UnitVerb {
            word: say::frame::stop(),
            name: say::frame::stop_unit,
            icon: Icon::Stop,
            right: Verb::Restart,
            launched: Some(true),
            request: |unit| PlanRequest::StopUnit { unit },
        },
        UnitVerb {
            word: say::frame::start(),
            name: say::frame::start_unit,
            icon: Icon::Play,
            right: Verb::Restart,
            launched: Some(false),
            request: |unit| PlanRequest::StartUnit { unit },
        },
        UnitVerb {
            word: say::frame::remove(),
            name: say::frame::remove_unit,
            icon: Icon::Remove,
            right: Verb::Remove,
            launched: None,
            request: |unit| PlanRequest::RemoveUnit { unit },
        },
    ]
}

/// What was typed besides the beginning of a verb; absent if that was not typed, or nothing besides.
fn without_verb(typed: &str, verb: &str) -> Option<Pattern> {
    let begins = |word: &str| {
        word.len() > 1 && verb.get(..word.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(word))
    };
    let words: Vec<&str> = typed.split_whitespace().collect();
    let at = words.iter().position(|word| begins(word))?;
    let rest = Pattern::new(&[&words[..at], &words[at + 1..]].concat().join(" "));
    (!rest.is_empty()).then_some(rest)
}

fn pages(world: &World<'_>, pattern: &Pattern) -> Group {
    let mut all = Vec::new();
    let mut offer = |icon: Icon, name: String, note: String, path: String| {
        if let Some(score) = pattern.score(&name) {
            all.push((score, go(Kind::Pages, icon, name, note, path)));
        }
    };
    for place in places().into_iter().filter(|place| (world.leads_to)(place)) {
        offer(place.icon, place.name.to_owned(), format!("g {}", place.key), place.path);
    }
    if !pattern.is_empty() {
        for section in Section::ALL {
            let name = match section {
                Section::Templates => say::frame::settings_templates(),
                Section::People => say::frame::settings_people(),
                Section::Access => say::frame::settings_access(),
                Section::Tokens => say::frame::settings_tokens(),
                Section::Clusters => say::frame::settings_clusters(),
                Section::Account => say::frame::settings_account(),
                Section::Screens => say::frame::settings_screens(),
            };
            offer(Icon::Settings, name.to_owned(), String::new(), paths::settings_at(section));
        }
    }
    best_of(all.into_iter(), MOST)
}

fn go(group: Kind, icon: Icon, name: String, note: String, path: String) -> Hit {
    Hit { group, icon, name, note, does: Does::Go(path) }
}

#[cfg(test)]
mod tests;
