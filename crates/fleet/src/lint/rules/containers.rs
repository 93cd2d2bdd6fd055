//! The container of a unit: whether all lines mean the same one, and Docker takes its name.

use super::{Context, Finding};
use crate::UnitOption;
use crate::lint::docker::{Call, Piece, Verb};
use crate::lint::{Edit, Fix, Rule};

pub(super) fn check(context: &Context<'_>) -> Vec<Finding> {
    let mut findings: Vec<Finding> = illegal(context).into_iter().collect();
    findings.extend(differing(context));
    findings.extend(cleanup(context));
    findings.extend(left(context));
    findings
}

/// Every word that names a container.
fn names<'a>(context: &'a Context<'_>) -> impl Iterator<Item = (&'a Call, &'a Piece)> {
    context.calls.iter().flat_map(|call| call.containers.iter().map(move |piece| (call, piece)))
}

/// The name as Docker will get it; none if that can't be known.
fn known(context: &Context<'_>, piece: &Piece) -> Option<String> {
    let name = context.expand(&piece.text);
    (!name.contains(['$', '%', '{'])).then_some(name)
}

/// The first sign that Docker refuses.
fn refused(name: &str) -> Option<char> {
    name.chars().find(|sign| !sign.is_ascii_alphanumeric() && !matches!(sign, '_' | '.' | '-'))
}

/// One finding, at the first place: one fix mends all.
fn illegal(context: &Context<'_>) -> Option<Finding> {
    // A name that is refused everywhere is said once, where the container is made; a stray one where it is.
    let mut bad: Vec<(&Call, &Piece, String, char)> = names(context)
        .filter_map(|(call, piece)| {
            let name = known(context, piece)?;
            let sign = refused(&name)?;
            Some((call, piece, name, sign))
        })
        .collect();
    bad.sort_by_key(|(call, ..)| call.verb != Verb::Run);
    let (call, piece, name, sign) = bad.first()?;
    let because = if piece.text.contains(*sign) { "" } else { ", once filled in" };
    let message = format!(
        "The container would be called '{name}'{because}, and Docker refuses '{sign}' in a name: it takes letters, digits, \
         '_', '.' and '-'."
    );
    let fix = context.subject.container.map(|container| rename_all(context, &container.whole()));
    Some(Finding::within(Rule::ContainerNameColon, call.index, piece.span.clone(), message).with_some(fix))
}

/// Only where one container is run: other names may well be those of others.
fn differing(context: &Context<'_>) -> Vec<Finding> {
    let mut runs = context.calls.iter().filter(|call| call.verb == Verb::Run);
    let (Some(run), None) = (runs.next(), runs.next()) else { return Vec::new() };
    let others = || names(context).filter(|(call, _)| call.verb != Verb::Run);
    let Some(own) = run.containers.first() else {
        return others().next().map(|(_, piece)| unnamed(context, run, piece)).into_iter().collect();
    };
    let started = context.expand(&own.text);
    let differs = |piece: &Piece| {
        let name = context.expand(&piece.text);
        !name.contains('$') && !started.contains('$') && name != started
    };
    let fix = common_name(context).map(|name| rename_all(context, &name));
    others()
        .filter(|(_, piece)| differs(piece))
        .map(|(call, piece)| {
            let does = match call.verb {
                Verb::Kill => "kills",
                Verb::Stop => "stops",
                _ => "removes",
            };
            let message = format!(
                "This {does} '{}', but the container is started as '{}': it has no effect on it.",
                piece.text, own.text
            );
            Finding::within(Rule::ContainerNameDiffers, call.index, piece.span.clone(), message)
                .with_some(fix.clone())
        })
        .collect()
}

fn unnamed(context: &Context<'_>, run: &Call, piece: &Piece) -> Finding {
    let message = format!(
        "Other lines speak of the container '{}', but this one is started without a name: they have no effect on it.",
        piece.text
    );
    let value = context.options.get(run.index).map(|option| option.value.as_str()).unwrap_or_default();
    let (before, after) = value.split_at_checked(run.verb_span.end).unwrap_or((value, ""));
    let fix = Fix::replace(
        format!("Start it with --name {}", piece.text),
        run.index,
        format!("{before} --name {}{after}", piece.text),
    );
    Finding::within(Rule::ContainerNameDiffers, run.index, run.verb_span.clone(), message).with(fix)
}

/// The name that most lines use, if Docker takes it; else the one that is right in every unit.
fn common_name(context: &Context<'_>) -> Option<String> {
    let mut counted: Vec<(usize, &str)> = Vec::new();
    for (_, piece) in names(context) {
        let is_legal = known(context, piece).is_some_and(|name| refused(&name).is_none());
        match counted.iter_mut().find(|(_, text)| *text == piece.text) {
            Some((count, _)) => *count += 1,
            None if is_legal => counted.push((1, &piece.text)),
            None => {}
        }
    }
    let most = counted.iter().map(|(count, _)| *count).max().filter(|count| *count > 1);
    let chosen = most.and_then(|most| counted.iter().find(|(count, _)| *count == most));
    let own = || context.subject.container.map(|container| container.whole());
    chosen
        .map(|(_, text)| (*text).to_owned())
        .or_else(own)
        .or_else(|| counted.first().map(|(_, text)| (*text).to_owned()))
}

/// Writes the same name wherever a container is named.
fn rename_all(context: &Context<'_>, name: &str) -> Fix {
    let mut values: Vec<(usize, String)> = Vec::new();
    // From the back, so that places before stay as they are.
    let mut pieces: Vec<(usize, &Piece)> = names(context).map(|(call, piece)| (call.index, piece)).collect();
    pieces.sort_by_key(|(index, piece)| (*index, std::cmp::Reverse(piece.span.start)));
    for (index, piece) in pieces {
        if values.last().is_none_or(|(last, _)| *last != index) {
            let value = context.options.get(index).map(|option| option.value.clone()).unwrap_or_default();
            values.push((index, value));
        }
        if let Some((_, value)) = values.last_mut()
            && value.get(piece.span.clone()).is_some()
        {
            value.replace_range(piece.span.clone(), &format!("{}{name}", piece.lead));
        }
    }
    let edits = values.into_iter().map(|(index, value)| Edit::Replace { index, value }).collect();
    Fix::new(format!("Use {name} everywhere"), edits)
}

fn cleanup(context: &Context<'_>) -> Vec<Finding> {
    let is_cleanup = |call: &&Call| {
        matches!(call.verb, Verb::Kill | Verb::Remove | Verb::Stop)
            && call.option == "ExecStartPre"
            && !call.is_tolerated
    };
    let finding = |call: &Call| {
        let value = context.options.get(call.index).map(|option| option.value.as_str()).unwrap_or_default();
        let message = "The first time there is no such container: this fails, and with it the start. A '-' before the \
                       program passes over that.";
        Finding::at(Rule::CleanupCanFail, call.index, message).with(Fix::replace(
            "Put a '-' before it",
            call.index,
            format!("-{value}"),
        ))
    };
    context.calls.iter().filter(is_cleanup).map(finding).collect()
}

fn left(context: &Context<'_>) -> Vec<Finding> {
    let is_removed = context.calls.iter().any(|call| call.verb == Verb::Remove);
    let runs = context.calls.iter().filter(|call| call.verb == Verb::Run && call.option == "ExecStart");
    let finding = |call: &Call| match call.containers.first() {
        Some(piece) => {
            let value = format!("-{} rm -f {}", call.program, piece.text);
            let option = UnitOption::new("Service", "ExecStartPre", value);
            let message = format!(
                "Nothing removes the container '{}' when it ends: the second start finds its name taken and fails.",
                piece.text
            );
            Finding::at(Rule::LeftContainer, call.index, message).with(Fix::new(
                "Remove it before the start",
                vec![Edit::Insert { before: call.index, option }],
            ))
        }
        None => {
            let value =
                context.options.get(call.index).map(|option| option.value.as_str()).unwrap_or_default();
            let (before, after) = value.split_at_checked(call.verb_span.end).unwrap_or((value, ""));
            let message =
                "Nothing removes this container when it ends: every start leaves one behind on the machine.";
            Finding::at(Rule::LeftContainer, call.index, message).with(Fix::replace(
                "Add --rm",
                call.index,
                format!("{before} --rm{after}"),
            ))
        }
    };
    runs.filter(|call| !call.removes_itself && !is_removed).map(finding).collect()
}
