//! `[X-Fleet]`: what Fleet passes over without a word, refuses, or means otherwise.

use super::{Context, Finding};
use crate::command_line::quote;
use crate::lint::{Fix, MOST_FINDINGS, Place, Rule, directives};
use crate::requirements::{is_truthy, split_list};
use crate::{AppUnit, Requirements, UnitName, UnitOption, glob, guard};

pub(super) fn check(context: &Context<'_>) -> Vec<Finding> {
    let of_fleet =
        context.options.iter().enumerate().filter(|(_, option)| option.section == directives::FLEET);
    let mut findings: Vec<Finding> =
        of_fleet.flat_map(|(index, option)| option_of(context, index, option)).take(MOST_FINDINGS).collect();
    findings.extend(refused(context));
    findings.extend(cap(context));
    findings
}

fn option_of(context: &Context<'_>, index: usize, option: &UnitOption) -> Vec<Finding> {
    match option.name.as_str() {
        "MachineMetadata" | "X-ConditionMachineMetadata" => metadata(index, option).into_iter().collect(),
        "MachineOf" | "X-ConditionMachineOf" | "Replaces" => units(context, index, option),
        "Conflicts" | "X-Conflicts" => patterns(context, index, option).take(MOST_FINDINGS).collect(),
        "Global" => global(index, option).into_iter().collect(),
        _ => Vec::new(),
    }
}

fn is_pair(text: &str) -> bool {
    matches!(text.split_once('='), Some((key, value)) if !key.is_empty() && !value.is_empty() && !value.contains('='))
}

fn metadata(index: usize, option: &UnitOption) -> Option<Finding> {
    let value = option.value.as_str();
    let parts = split_list(value);
    let wrong = parts.iter().find(|part| !is_pair(part));
    let words: Vec<&str> = value.split_whitespace().collect();
    let is_list =
        parts.len() == 1 && words.len() > 1 && !value.contains('"') && words.iter().all(|word| is_pair(word));
    if is_list {
        let message = say::server::lint::pairs_unquoted();
        return Some(Finding::at(Rule::MetadataIgnored, index, message).with(quoted(index, &words)));
    }
    let message = say::server::lint::no_pair(&(wrong?));
    Some(Finding::at(Rule::MetadataIgnored, index, message))
}

fn quoted(index: usize, words: &[&str]) -> Fix {
    let value = words.iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(" ");
    Fix::replace(say::server::lint::quote_each(), index, value)
}

fn units(context: &Context<'_>, index: usize, option: &UnitOption) -> Vec<Finding> {
    let value = option.value.as_str();
    let words: Vec<&str> = value.split_whitespace().collect();
    if words.len() > 1 && !value.contains('"') {
        let message = say::server::lint::one_long_name();
        return vec![Finding::at(Rule::UnquotedList, index, message).with(quoted(index, &words))];
    }
    split_list(value)
        .iter()
        .filter_map(|text| pattern(context, index, option, text))
        .take(MOST_FINDINGS)
        .collect()
}

fn patterns<'a>(
    context: &'a Context<'_>,
    index: usize,
    option: &'a UnitOption,
) -> impl Iterator<Item = Finding> + use<'a> {
    let words = split_list(&option.value)
        .into_iter()
        .flat_map(|part| part.split_whitespace().map(str::to_owned).collect::<Vec<_>>());
    words.filter_map(move |text| pattern(context, index, option, &text))
}

fn pattern(context: &Context<'_>, index: usize, option: &UnitOption, text: &str) -> Option<Finding> {
    if !glob::is_well_formed(text) {
        let message = say::server::lint::no_pattern(&text);
        return Some(Finding::at(Rule::BadPattern, index, message));
    }
    let name = context.expand(text);
    if option.name.ends_with("Conflicts")
        && let Some(finding) = nobody(context, index, option, text, &name)
    {
        return Some(finding);
    }
    if name.contains(['*', '?', '[', '\\', '%', '{']) || UnitName::parse(&name).is_ok() {
        return None;
    }
    let message = say::server::lint::no_type(&text);
    let longer = format!("{text}.service");
    let fix = (UnitName::parse(&context.expand(&longer)).is_ok() && option.value.matches(text).count() == 1)
        .then(|| Fix::replace(say::server::lint::write(&longer), index, option.value.replace(text, &longer)));
    Some(Finding::at(Rule::BadPattern, index, message).with_some(fix))
}

/// The own app's name with an instance and without a version, where all of its units have one.
fn nobody(
    context: &Context<'_>,
    index: usize,
    option: &UnitOption,
    text: &str,
    name: &str,
) -> Option<Finding> {
    let own = AppUnit::parse(context.subject.name?)?;
    let version = own.version.as_ref()?;
    let (app, _) = name.split_once('@')?;
    if app != own.app.as_str() {
        return None;
    }
    let message = say::server::lint::nobody_called_so(&app, &version);
    let written = text.replacen('@', ":*@", 1);
    let fix = (option.value.matches(text).count() == 1).then(|| {
        // How many there can be is then bounded by the machines, which has to be wanted.
        Fix::replace(say::server::lint::write(&written), index, option.value.replace(text, &written))
            .by_hand()
    });
    Some(Finding::at(Rule::ConflictsNobody, index, message).with_some(fix))
}

fn global(index: usize, option: &UnitOption) -> Option<Finding> {
    let value = option.value.as_str();
    let parts = split_list(value);
    let last = parts.last()?;
    let is_no = ["", "false", "no", "0", "off", "f"].iter().any(|word| last.eq_ignore_ascii_case(word));
    if is_truthy(last) || is_no {
        return None;
    }
    let message = say::server::lint::global_value(&quote(value));
    Some(Finding::at(Rule::GlobalValue, index, message).with(Fix::replace(
        say::server::lint::write_true(),
        index,
        "true",
    )))
}

fn refused(context: &Context<'_>) -> Option<Finding> {
    let filled = context.filled();
    // Each demand is compared with each other one: what is beyond all measure is said by a rule of its own.
    guard::check_size(&filled).ok()?;
    let error = Requirements::check_create(&filled).err()?;
    let message = say::server::lint::fleet_refuses(&error);
    let place = context.options.iter().position(|option| option.section == directives::FLEET);
    let place = place.map_or(Place::File, |index| Place::Option { index, span: None });
    Some(Finding::new(Rule::RequirementsRefused, place, message))
}

/// A pattern that hits the next instance.
fn cap(context: &Context<'_>) -> Option<Finding> {
    let name = context.subject.name?;
    let instance = name.instance()?;
    let sibling = format!("{}@{}2.{}", name.prefix(), instance, name.unit_type());
    let (index, _) = context
        .options
        .iter()
        .enumerate()
        .filter(|(_, option)| option.section == directives::FLEET && option.name.ends_with("Conflicts"))
        .find(|(_, option)| {
            let filled = UnitOption { value: context.fill(&option.value), ..(*option).clone() };
            let own = Requirements::read(name, std::slice::from_ref(&filled));
            own.conflicts.iter().any(|pattern| glob::matches(pattern, &sibling))
        })?;
    let most = match context.subject.machines {
        Some(1) => say::server::lint::cap_one().to_owned(),
        Some(machines) => say::server::lint::cap_some(&machines),
        None => say::server::lint::cap_unknown().to_owned(),
    };
    Some(Finding::at(Rule::ConflictsCap, index, say::server::lint::conflicts_cap(&most)))
}
