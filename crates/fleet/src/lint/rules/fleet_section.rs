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
        let message = "Fleet reads several pairs in one line only if each stands in quotation marks. As it is, it passes over \
                       the line without a word, and the unit starts on any machine.";
        return Some(Finding::at(Rule::MetadataIgnored, index, message).with(quoted(index, &words)));
    }
    let message = format!(
        "'{}' is not of the form key=value: Fleet passes over it without a word, and the unit starts on any machine.",
        wrong?
    );
    Some(Finding::at(Rule::MetadataIgnored, index, message))
}

fn quoted(index: usize, words: &[&str]) -> Fix {
    let value = words.iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(" ");
    Fix::replace("Put each in quotation marks", index, value)
}

fn units(context: &Context<'_>, index: usize, option: &UnitOption) -> Vec<Finding> {
    let value = option.value.as_str();
    let words: Vec<&str> = value.split_whitespace().collect();
    if words.len() > 1 && !value.contains('"') {
        let message = "Fleet takes this for one long name, which no unit has. Several units each stand in quotation marks, or \
                       on lines of their own.";
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
        let message = format!(
            "'{text}' is no pattern that Fleet can read: it passes over it without a word. A '[' needs its ']'."
        );
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
    let message = format!(
        "No unit is called '{text}': names end in a type, such as .service. Fleet passes over this without a word."
    );
    let longer = format!("{text}.service");
    let fix = (UnitName::parse(&context.expand(&longer)).is_ok() && option.value.matches(text).count() == 1)
        .then(|| Fix::replace(format!("Write {longer}"), index, option.value.replace(text, &longer)));
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
    let message = format!(
        "No unit is called like that: those of {app} have their version before the '@', such as {app}:{version}@1.service. So \
         this keeps none of them apart."
    );
    let written = text.replacen('@', ":*@", 1);
    let fix = (option.value.matches(text).count() == 1).then(|| {
        // How many there can be is then bounded by the machines, which has to be wanted.
        Fix::replace(format!("Write {written}"), index, option.value.replace(text, &written)).by_hand()
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
    let message = format!(
        "Fleet does not take {} for yes: the unit would run on one machine only. Yes is true, yes, on, 1 or t.",
        quote(value)
    );
    Some(Finding::at(Rule::GlobalValue, index, message).with(Fix::replace("Write true", index, "true")))
}

fn refused(context: &Context<'_>) -> Option<Finding> {
    let filled = context.filled();
    // Each demand is compared with each other one: what is beyond all measure is said by a rule of its own.
    guard::check_size(&filled).ok()?;
    let error = Requirements::check_create(&filled).err()?;
    let message = format!("Fleet refuses to create the unit: {error}. Take one of the two away.");
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
        Some(1) => "the cluster has one machine, so one runs, and any further one waits".to_owned(),
        Some(machines) => format!(
            "the cluster has {machines} machines, so at most {machines} run, and any further one waits"
        ),
        None => "there can be no more of them than machines, and any further one waits".to_owned(),
    };
    Some(Finding::at(Rule::ConflictsCap, index, format!("No two instances share a machine: {most}.")))
}
