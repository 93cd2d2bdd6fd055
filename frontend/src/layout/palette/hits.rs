//! What the palette offers for what was typed: places of the cluster, pages, and what one may do. Pure.

use std::collections::BTreeSet;

use fleet::{AppName, DesiredState, UnitName};
use shared::Verb;
use shared::action::ActionView;
use shared::plan::PlanRequest;

use super::fuzzy::{Pattern, best_of};
use crate::layout::bar::places;
use crate::pages::deployments::words;
use crate::paths::{self, Section, Source};
use crate::state::cluster::Cluster;
use crate::state::filter::UnitFilter;
use crate::state::same::Same;
use crate::state::theme::Theme;
use crate::ui::icon::Icon;
use crate::ui::state::word;

/// Not more than so many of a kind are offered.
const MOST: usize = 8;
/// Of actions and deployments fewer: a word that fits one of them fits many.
const FEW: usize = 5;
/// The group of what one may do.
const ACTIONS: &str = "Actions";
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
    /// Shows the list of keys.
    Keys,
}

/// Something that is offered.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// Of which kind.
    pub group: &'static str,
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
    /// The deployments that the page knows, newest first.
    pub deployments: &'a [Same<ActionView>],
    /// Whether one may do this now, to this app or to units of none.
    pub may: &'a dyn Fn(Verb, Option<&AppName>) -> bool,
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
    groups.push(pages(&pattern));
    // Stable: groups that fit alike stay in the order above.
    groups.sort_by_key(|group| std::cmp::Reverse(group.first().map(|(score, _)| *score)));
    let mut hits: Vec<Hit> = groups.into_iter().flatten().map(|(_, hit)| hit).collect();
    hits.extend(all_units(world, typed));
    hits
}

fn apps(world: &World<'_>, pattern: &Pattern) -> Group {
    let apps = all_apps(world).into_iter().filter_map(|app| Some((pattern.score(app.as_str())?, app)));
    let hit = |app: &AppName| {
        let note = world.cluster.apps().get(app).map_or("not running".to_owned(), |units| {
            let (running, wanted) = units.running_of_wanted();
            format!("{running} of {wanted}")
        });
        go("Apps", Icon::Apps, app.to_string(), note, paths::app(app))
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
        let place = world.cluster.place(unit).map(|place| format!(" on {place}")).unwrap_or_default();
        let note = format!("{}{place}", word(unit.health));
        (score, go("Units", Icon::Units, unit.row.name.to_string(), note, paths::unit(&unit.row.name)))
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
        let name = format!("All {count} units that match");
        go("More", Icon::Filter, name, String::new(), paths::units_with(&filter))
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
            go("Machines", Icon::Machine, machine.label().to_owned(), note, paths::machine(&machine.row.id)),
        )
    });
    hits.collect()
}

fn deployments(world: &World<'_>, pattern: &Pattern) -> Group {
    let fits = world.deployments.iter().filter_map(|action| {
        let app = action.request.app().map(|app| app.to_string()).unwrap_or_default();
        let name = format!("{app} {}", words::change(action));
        Some((pattern.score(&name)?, (name, action)))
    });
    let hits = best_of(fits, FEW).into_iter().map(|(score, (name, action))| {
        let note = words::standing(action).0.to_owned();
        // What goes by the same words as an app is less often meant than the app.
        (score - 1, go("Deployments", Icon::Deploy, name, note, paths::deployment(&action.id)))
    });
    hits.collect()
}

fn actions(world: &World<'_>, pattern: &Pattern, typed: &str) -> Group {
    let mut all = Vec::new();
    let mut offer = |icon, name: String, does: Does| {
        if let Some(score) = pattern.score(&name) {
            all.push((score, Hit { group: ACTIONS, icon, name, note: String::new(), does }));
        }
    };
    for app in all_apps(world) {
        let may = |verb| (world.may)(verb, Some(app));
        let runs = world.cluster.apps().contains_key(app);
        if may(Verb::Launch) || may(Verb::Deploy) {
            offer(Icon::Deploy, format!("Deploy {app}…"), Does::Go(paths::deploy(app)));
        }
        if runs && may(Verb::Scale) {
            offer(Icon::Apps, format!("Scale {app}…"), Does::Go(paths::app(app)));
        }
        if runs && may(Verb::Restart) {
            let request = PlanRequest::RestartApp { app: app.clone(), version: None };
            offer(Icon::Refresh, format!("Restart {app}…"), Does::Plan(request));
        }
        if may(Verb::Rollback) {
            offer(Icon::Undo, format!("Roll back {app}…"), Does::Go(paths::deployments_of(app)));
        }
        if runs && may(Verb::Remove) {
            let request = PlanRequest::RemoveApp { app: app.clone() };
            offer(Icon::Remove, format!("Remove {app}…"), Does::Plan(request));
        }
        if may(Verb::Template) {
            offer(Icon::Settings, format!("Change the template of {app}…"), Does::Go(paths::template(app)));
        }
    }
    if (world.may)(Verb::Launch, None) {
        offer(Icon::Plus, "Deploy a new app…".to_owned(), Does::Go(paths::deploy_new(Source::Paste)));
    }
    for theme in Theme::ALL {
        offer(Icon::Theme, format!("Colours: {}", theme.word().to_lowercase()), Does::Colours(theme));
    }
    offer(Icon::Help, "Keyboard shortcuts".to_owned(), Does::Keys);
    all.extend(unit_actions(world, typed));
    best_of(all.into_iter(), FEW)
}

/// "Stop web:1.0.0@1.service": where one of the typed words begins the verb, and the others fit the name.
fn unit_actions(world: &World<'_>, typed: &str) -> Group {
    type Request = fn(UnitName) -> PlanRequest;
    const VERBS: [(&str, Icon, Verb, Request); 3] = [
        ("Stop", Icon::Stop, Verb::Restart, |unit| PlanRequest::StopUnit { unit }),
        ("Start", Icon::Play, Verb::Restart, |unit| PlanRequest::StartUnit { unit }),
        ("Remove", Icon::Remove, Verb::Remove, |unit| PlanRequest::RemoveUnit { unit }),
    ];
    let mut all = Vec::new();
    for (word, icon, verb, request) in VERBS {
        let Some(of_name) = without_verb(typed, word) else { continue };
        let fits = world.cluster.units().filter_map(|unit| {
            let makes_sense = match word {
                "Stop" => unit.row.desired == DesiredState::Launched,
                "Start" => unit.row.desired != DesiredState::Launched,
                _ => true,
            };
            let score = of_name.score(unit.row.name.as_str())?;
            let app = unit.app.as_ref().map(|parsed| &parsed.app);
            (makes_sense && unit.row.leaving.is_none() && (world.may)(verb, app)).then_some((score, unit))
        });
        all.extend(best_of(fits, FEW).into_iter().map(|(score, unit)| {
            let name = format!("{word} {}", unit.short_name());
            let does = Does::Plan(request(unit.row.name.clone()));
            (score + VERB_TYPED, Hit { group: ACTIONS, icon, name, note: String::new(), does })
        }));
    }
    best_of(all.into_iter(), FEW)
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

fn pages(pattern: &Pattern) -> Group {
    let mut all = Vec::new();
    let mut offer = |icon: Icon, name: String, note: String, path: String| {
        if let Some(score) = pattern.score(&name) {
            all.push((score, go("Go to", icon, name, note, path)));
        }
    };
    for place in places() {
        offer(place.icon, place.name.to_owned(), format!("g {}", place.key), place.path);
    }
    if !pattern.is_empty() {
        for section in Section::ALL {
            let path = paths::settings_at(section);
            offer(Icon::Settings, format!("Settings: {}", section.as_str()), String::new(), path);
        }
    }
    best_of(all.into_iter(), MOST)
}

fn go(group: &'static str, icon: Icon, name: String, note: String, path: String) -> Hit {
    Hit { group, icon, name, note, does: Does::Go(path) }
}

#[cfg(test)]
mod tests;
