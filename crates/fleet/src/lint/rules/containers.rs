//! The container of a unit: whether all lines mean the same one, and Docker takes its name.

use super::{Context, Finding};
use crate::UnitOption;
use crate::lint::docker::{Call, Piece, Verb, write_pieces};
use crate::lint::fix::replace_pieces;
use crate::lint::near::is_near;
use crate::lint::{Edit, Fix, MOST_FINDINGS, Rule};

/// What is longer, in bytes, is not looked through for a slip.
const LONGEST_NAME: usize = 255;

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
    let because = if piece.text.contains(*sign) { "" } else { say::server::lint::once_filled_in() };
    let message = say::server::lint::container_name(&name, &because, &sign);
    let same = || names(context).filter(|(_, piece)| known(context, piece).as_ref() == Some(name));
    let fix = context
        .subject
        .container
        .filter(|_| runs(context) <= 1 && are_all_read(context))
        .map(|container| rename(context, same(), &container.whole()));
    Some(Finding::within(Rule::ContainerNameColon, call.index, piece.span.clone(), message).with_some(fix))
}

fn runs(context: &Context<'_>) -> usize {
    context.calls.iter().filter(|call| call.verb == Verb::Run).count()
}

/// Whether a call of this kind is about the unit's own container, as far as its place can tell.
fn means_own(call: &Call) -> bool {
    matches!(call.option.as_str(), "ExecStartPre" | "ExecStop" | "ExecStopPost") && !call.has_signal
}

/// Whether two names can only be the same one with a slip, as `%p-i%` and `%p-%i`: both are made from the unit's name.
fn is_slip(a: &str, b: &str) -> bool {
    let stems = ["%p", "%n", "%N", "{app}"];
    let letters = |text: &str| -> String { text.chars().filter(|sign| sign.is_alphanumeric()).collect() };
    a != b
        && a.len().max(b.len()) <= LONGEST_NAME
        && stems.iter().any(|stem| a.starts_with(stem) && b.starts_with(stem))
        && is_near(&letters(a), &letters(b), 1)
}

/// Only where one container is run: other names may well be those of others.
fn differing(context: &Context<'_>) -> Vec<Finding> {
    let mut runs = context.calls.iter().filter(|call| call.verb == Verb::Run);
    let (Some(run), None) = (runs.next(), runs.next()) else { return Vec::new() };
    let others = || names(context).filter(|(call, _)| call.verb != Verb::Run);
    let Some(own) = run.containers.first() else {
        let mut meant = others().filter(|(call, _)| means_own(call));
        return meant.next().map(|(call, piece)| unnamed(context, run, call, piece)).into_iter().collect();
    };
    let started = context.expand(&own.text);
    let differs = |piece: &Piece| {
        let name = context.expand(&piece.text);
        !name.contains('$') && !started.contains('$') && name != started
    };
    let family = || {
        let is_same = |piece: &Piece| piece.text == own.text || is_slip(&piece.text, &own.text);
        names(context).filter(move |(_, piece)| is_same(piece))
    };
    let fix =
        common_name(context).filter(|_| are_all_read(context)).map(|name| rename(context, family(), &name));
    let finding = |(call, piece): (&Call, &Piece)| {
        let is_misspelt = is_slip(&piece.text, &own.text);
        let does = match call.verb {
            Verb::Kill => "kills",
            Verb::Stop => "stops",
            _ => "removes",
        };
        let message = format!(
            "This {does} '{}', but the container is started as '{}': it has no effect on it.",
            piece.text, own.text
        );
        let rule = if is_misspelt { Rule::ContainerNameMisspelt } else { Rule::ContainerNameDiffers };
        Finding::within(rule, call.index, piece.span.clone(), message)
            .with_some(fix.clone().filter(|_| is_misspelt))
    };
    others()
        .filter(|(call, piece)| differs(piece) && (means_own(call) || is_slip(&piece.text, &own.text)))
        .take(MOST_FINDINGS)
        .map(finding)
        .collect()
}

fn unnamed(context: &Context<'_>, run: &Call, call: &Call, piece: &Piece) -> Finding {
    let message = say::server::lint::unnamed_container(&piece.text);
    let value = context.options.get(run.index).map(|option| option.value.as_str()).unwrap_or_default();
    let (before, after) = value.split_at_checked(run.verb_span.end).unwrap_or((value, ""));
    let fix = Fix::replace(
        say::server::lint::start_with_name(&piece.text),
        run.index,
        format!("{before} --name {}{after}", piece.text),
    );
    // Before the start it may as well be another container that is in the way.
    let fix = if call.option == "ExecStartPre" { fix.by_hand() } else { fix };
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

/// Whether no line about Docker is left out for a quotation mark that is open: "everywhere" would not be everywhere.
fn are_all_read(context: &Context<'_>) -> bool {
    context.execs.iter().all(|exec| exec.commands.is_ok() || !exec.option.value.contains("docker"))
}

/// Writes the same name in these places.
fn rename<'a>(context: &Context<'_>, names: impl Iterator<Item = (&'a Call, &'a Piece)>, name: &str) -> Fix {
    let pieces = names.map(|(call, piece)| (call.index, piece));
    Fix::new(say::server::lint::use_everywhere(&name), write_pieces(context.options, pieces, name))
}

fn cleanup(context: &Context<'_>) -> Vec<Finding> {
    let is_cleanup = |call: &&Call| {
        matches!(call.verb, Verb::Kill | Verb::Remove | Verb::Stop)
            && call.option == "ExecStartPre"
            && !call.is_tolerated
            && !call.has_signal
    };
    let finding = |call: &Call| {
        let value = context.options.get(call.index).map(|option| option.value.as_str()).unwrap_or_default();
        let message = say::server::lint::cleanup_can_fail();
        Finding::at(Rule::CleanupCanFail, call.index, message).with(Fix::replace(
            say::server::lint::put_dash(),
            call.index,
            replace_pieces(value, &[(call.signs_at..call.signs_at, "-")]),
        ))
    };
    context.calls.iter().filter(is_cleanup).take(MOST_FINDINGS).map(finding).collect()
}

fn left(context: &Context<'_>) -> Vec<Finding> {
    let is_removed = context.calls.iter().any(|call| call.verb == Verb::Remove);
    let runs = context.calls.iter().filter(|call| call.verb == Verb::Run && call.option == "ExecStart");
    let finding = |call: &Call| match call.containers.first() {
        Some(piece) => {
            let value = format!("-{} rm -f {}", call.program, piece.text);
            let option = UnitOption::new("Service", "ExecStartPre", value);
            let message = say::server::lint::left_named(&piece.text);
            Finding::at(Rule::LeftContainer, call.index, message).with(Fix::new(
                say::server::lint::remove_before_start(),
                vec![Edit::Insert { before: call.index, option }],
            ))
        }
        None => {
            let value =
                context.options.get(call.index).map(|option| option.value.as_str()).unwrap_or_default();
            let (before, after) = value.split_at_checked(call.verb_span.end).unwrap_or((value, ""));
            let message = say::server::lint::left_unnamed();
            let fix = Fix::replace(say::server::lint::add_rm(), call.index, format!("{before} --rm{after}"));
            // Older versions of Docker refuse both together.
            Finding::at(Rule::LeftContainer, call.index, message)
                .with_some(Some(fix).filter(|_| call.detach.is_none()))
        }
    };
    // What Docker starts again by itself is kept on purpose.
    let is_left = |call: &&Call| {
        let is_kept = call.restarts_itself && call.containers.is_empty();
        !(call.removes_itself || is_removed || is_kept)
    };
    runs.filter(is_left).take(MOST_FINDINGS).map(finding).collect()
}
