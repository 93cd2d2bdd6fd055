//! What a service as a whole needs.

use super::{Context, Finding};
use crate::UnitOption;
use crate::UnitType;
use crate::lint::docker::Verb;
use crate::lint::{Edit, Fix, Place, Rule, time_span};

/// A limit of so many seconds is long enough for a pull.
const LONG_S: f64 = 300.0;

pub(super) fn check(context: &Context<'_>) -> Vec<Finding> {
    if context.kind != UnitType::Service {
        return Vec::new();
    }
    let findings = [start(context), several(context), timeout(context), restart(context)];
    findings.into_iter().flatten().collect()
}

fn is_oneshot(context: &Context<'_>) -> bool {
    context.last("Service", "Type").is_some_and(|(_, option)| option.value == "oneshot")
}

fn start(context: &Context<'_>) -> Option<Finding> {
    let starts = |name: &str| context.named("Service", name).any(|(_, option)| !option.value.is_empty());
    let succeeds = context
        .last("Unit", "SuccessAction")
        .is_some_and(|(_, option)| !matches!(option.value.as_str(), "" | "none"));
    (!starts("ExecStart") && !starts("ExecStop") && !succeeds)
        .then(|| Finding::new(Rule::NoExecStart, Place::File, say::server::lint::no_exec_start()))
}

fn several(context: &Context<'_>) -> Option<Finding> {
    let mut count = 0;
    let mut second = None;
    for (index, option) in context.named("Service", "ExecStart") {
        // An empty value takes back all before it.
        count = if option.value.is_empty() { 0 } else { count + 1 };
        second = if count > 1 { second.or(Some(index)) } else { None };
    }
    let message = say::server::lint::several_exec_start();
    (!is_oneshot(context)).then_some(second)?.map(|index| Finding::at(Rule::SeveralExecStart, index, message))
}

fn timeout(context: &Context<'_>) -> Option<Finding> {
    let pull = context.calls.iter().find(|call| call.verb == Verb::Pull && call.option == "ExecStartPre")?;
    let limits = ["TimeoutStartSec", "TimeoutSec"];
    let set = limits.iter().filter_map(|name| context.last("Service", name)).max_by_key(|(index, _)| *index);
    let zero = "0".to_owned();
    let why = say::server::lint::pull_takes_longer();
    let finding = match set {
        Some((_, option)) if time_span::limit_s(&option.value).is_none_or(|limit| limit >= LONG_S) => {
            return None;
        }
        Some((index, option)) => {
            let message = say::server::lint::start_timeout(&option.value, &why);
            // TimeoutSec is the limit for the stop as well, which stays.
            let edit = if option.name == "TimeoutSec" {
                let option = UnitOption::new("Service", "TimeoutStartSec", zero);
                Edit::Insert { before: index + 1, option }
            } else {
                Edit::Replace { index, value: zero }
            };
            Finding::at(Rule::StartTimeout, index, message)
                .with(Fix::new(say::server::lint::no_time_limit(), vec![edit]))
        }
        None if is_oneshot(context) => return None,
        None => {
            let first =
                context.options.iter().position(|option| option.section == "Service").unwrap_or(pull.index);
            let message = say::server::lint::start_timeout_default(&why);
            let option = UnitOption::new("Service", "TimeoutStartSec", zero);
            Finding::at(Rule::StartTimeout, pull.index, message).with(Fix::new(
                say::server::lint::add_start_timeout(),
                vec![Edit::Insert { before: first, option }],
            ))
        }
    };
    Some(finding)
}

fn restart(context: &Context<'_>) -> Option<Finding> {
    let (index, _) = context.last("Service", "ExecStart")?;
    if is_oneshot(context) || context.last("Service", "Restart").is_some() {
        return None;
    }
    let option = UnitOption::new("Service", "Restart", "on-failure");
    let before = context.end_of("Service");
    Some(
        Finding::at(Rule::NoRestart, index, say::server::lint::no_restart())
            .with(Fix::new(say::server::lint::add_restart(), vec![Edit::Insert { before, option }])),
    )
}
