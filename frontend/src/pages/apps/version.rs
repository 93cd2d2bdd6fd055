//! One version of an open app: how many, and each instance with what can be done to it.

use fleet::{AppName, DesiredState, Instance, Version};
use leptos::prelude::*;
use shared::plan::PlanRequest;
use shared::{Health, Verb};

use super::row::instances;
use super::scale::{Scale, ScalePlan};
use crate::action::acting::use_acting;
use crate::paths;
use crate::state::cluster::{AppUnits, Unit};
use crate::state::live::use_live;
use crate::state::memo::{Memo, memo};
use crate::state::rights;
use crate::state::same::Same;
use crate::state::words;
use crate::ui::button::{Button, Kind};
use crate::ui::each::each;
use crate::ui::state::{StateWord, why_line};
use crate::ui::time::Since;

/// One version with its instances.
#[component]
pub fn VersionSection(
    /// The app.
    app: AppName,
    /// The version; absent for units named without one.
    version: Option<Version>,
    /// All units of the app.
    units: Memo<Option<Same<AppUnits>>>,
) -> impl IntoView {
    let acting = use_acting();
    let own = instances(units, version.clone());
    let count = memo(move || own.with(Vec::len));
    let heading = heading_id(&app, version.as_ref());
    let id = heading.clone();
    let title = version.as_ref().map_or_else(|| say::apps::no_version().to_owned(), ToString::to_string);
    let remove = PlanRequest::RemoveVersion { app: app.clone(), version: version.clone() };
    let blocked = rights::blocked(Verb::Remove, Some(app.clone()));
    let scale = Scale::new(app.clone(), version, count);
    let row = {
        let app = app.clone();
        move |instance: Instance| view! { <InstanceRow app=app.clone() own=own instance=instance /> }
    };
    let label = say::apps::instances_of(&app, &title);
    let removed = format!(" {}", say::apps::remove_units_of(&app, &title));
    let controls = rights::for_who_changes(move || {
        let (label, removed, remove) = (label.clone(), removed.clone(), remove.clone());
        view! {
            <span class="btns">
                <super::scale::ScaleStepper scale=scale label=label />
                <Button
                    kind=Kind::BareDanger
                    small=true
                    blocked=blocked
                    tip_at="end"
                    on_press=move |()| acting.ask(remove.clone())
                >
                    {move || say::apps::remove_units(count.get(), &words::grouped(count.get()))}
                    <span class="sr">{removed}</span>
                </Button>
            </span>
        }
        .into_any()
    });
    view! {
        <section class="app-version" aria-labelledby=heading>
            <header>
                <h4 id=id>{title.clone()}</h4>
                <span class="quiet small">{move || own.with(|own| standing(own))}</span>
                {controls}
            </header>
            <ScalePlan scale=scale />
            <table class="table table-compact table-stack">
                <thead class="sr">
                    <tr>
                        <th scope="col">{say::apps::column_unit()}</th>
                        <th scope="col">{say::apps::column_state()}</th>
                        <th scope="col">{say::apps::column_machine()}</th>
                        <th scope="col">{say::apps::column_since()}</th>
                        <th scope="col">{say::apps::column_actions()}</th>
                    </tr>
                </thead>
                <tbody>
                    {each(move || own.with(|own| own.iter().map(|(instance, _)| *instance).collect::<Vec<_>>()), ToString::to_string, move |item| row(item).into_any())}
                </tbody>
            </table>
        </section>
    }
}

/// One instance.
#[component]
fn InstanceRow(app: AppName, own: Memo<Vec<(Instance, Same<Unit>)>>, instance: Instance) -> impl IntoView {
    let acting = use_acting();
    let live = use_live();
    let find = move |own: &Vec<(Instance, Same<Unit>)>| {
        own.iter().find(|(other, _)| *other == instance).map(|(_, unit)| unit.clone())
    };
    let first = own.with_untracked(find)?;
    let unit = memo({
        let first = first.clone();
        move || own.with(find).unwrap_or_else(|| first.clone())
    });
    let name = first.row.name.clone();
    let short = first.short_name().to_owned();
    let place = move || {
        unit.with(|unit| {
            Some((live.place(unit)?, unit.only_machine().map_or_else(paths::machines, paths::machine)))
        })
    };
    let may_restart = rights::blocked(Verb::Restart, Some(app.clone()));
    let may_remove = rights::blocked(Verb::Remove, Some(app));
    let remove = PlanRequest::RemoveUnit { unit: name.clone() };
    let removing = remove.clone();
    let restart = {
        let name = name.clone();
        let short = short.clone();
        move || {
            let wanted = unit.with(|unit| unit.row.desired == DesiredState::Launched);
            let (verb, label, request) = if wanted {
                let request = PlanRequest::StopUnit { unit: name.clone() };
                (say::apps::stop(), say::apps::stop_unit(&short), request)
            } else {
                let request = PlanRequest::StartUnit { unit: name.clone() };
                (say::apps::start(), say::apps::start_unit(&short), request)
            };
            let busy_on = request.clone();
            view! {
                <Button
                    kind=Kind::Bare
                    small=true
                    label=label
                    blocked=may_restart
                    busy=Signal::derive(move || acting.is_busy(&busy_on))
                    on_press=move |()| acting.ask(request.clone())
                >
                    {verb}
                </Button>
            }
        }
    };
    let label = say::apps::remove_unit(&short);
    let controls = rights::for_who_changes(move || {
        let (restart, remove, removing) = (restart.clone(), remove.clone(), removing.clone());
        view! {
            <span class="btns">
                {move || restart()}
                <Button
                    kind=Kind::BareDanger
                    small=true
                    label=label.clone()
                    blocked=may_remove
                    tip_at="end"
                    busy=Signal::derive(move || acting.is_busy(&removing))
                    on_press=move |()| acting.ask(remove.clone())
                >
                    {say::apps::remove()}
                </Button>
            </span>
        }
        .into_any()
    });
    Some(view! {
        <tr>
            <th scope="row">
                <a class="mono" href=paths::unit(&name) title=name.to_string()>
                    {short.clone()}
                </a>
                {move || why_line(unit.with(|unit| unit.row.why.clone()))}
            </th>
            <td>
                <StateWord health=Signal::derive(move || unit.with(|unit| unit.health)) />
            </td>
            <td>
                {move || place().map_or_else(
                    || view! { <span class="faint">{say::apps::no_machine()}</span> }.into_any(),
                    |(place, href)| view! { <a href=href>{place}</a> }.into_any(),
                )}
            </td>
            <td>
                <Since at_ms=Signal::derive(move || unit.with(|unit| unit.row.since_ms)) />
            </td>
            <td class="end">
                {controls}
            </td>
        </tr>
    })
}

/// The id of a version's heading. No name of an app has a colon in it, so that no two are the same.
fn heading_id(app: &AppName, version: Option<&Version>) -> String {
    match version {
        Some(version) => format!("v-{app}:{version}"),
        None => format!("v-{app}"),
    }
}

/// "2 running, 1 failed": what there is, worst first.
fn standing(own: &[(Instance, Same<Unit>)]) -> String {
    let of = |health: Health| {
        let n = own.iter().filter(|(_, unit)| unit.health == health).count();
        (n > 0).then(|| counted(health, n))
    };
    let parts: Vec<String> = crate::state::filter::HEALTHS.into_iter().filter_map(of).collect();
    parts.join(", ")
}

fn counted(health: Health, n: usize) -> String {
    match health {
        Health::Running => say::apps::running(n),
        Health::Starting => say::apps::starting(n),
        Health::Stopping => say::apps::stopping(n),
        Health::Stopped => say::apps::stopped(n),
        Health::Failed => say::apps::failed(n),
        Health::Unplaced => say::apps::unplaced(n),
        Health::Unknown => say::apps::unknown(n),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_heading_has_an_id_of_its_own_and_in_one_word() {
        let id = |app: &str, version: Option<&str>| {
            let version = version.map(|version| Version::parse(version).unwrap());
            heading_id(&AppName::parse(app).unwrap(), version.as_ref())
        };
        let all =
            [id("a", None), id("a", Some("b")), id("a", Some("b-c")), id("a-b", Some("c")), id("a-b", None)];
        assert!(all.iter().all(|id| !id.contains(char::is_whitespace)), "{all:?}");
        let each: std::collections::BTreeSet<&String> = all.iter().collect();
        assert_eq!(each.len(), all.len(), "{all:?}");
    }
}
