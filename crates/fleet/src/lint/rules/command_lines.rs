//! Command lines: whether systemd can read them, and starts what was meant.

use super::{Context, Finding};
use crate::UnitOption;
use crate::command_line::{self, Command, UnbalancedQuote};
use crate::lint::context::Exec;
use crate::lint::docker::{self, Verb};
use crate::lint::{Fix, MOST_FINDINGS, Rule};

/// Programs whose place is the same on every machine that Fleet runs on.
const PLACES: &[(&str, &str)] = &[
    ("bash", "/bin/bash"),
    ("cat", "/bin/cat"),
    ("docker", "/usr/bin/docker"),
    ("echo", "/bin/echo"),
    ("env", "/usr/bin/env"),
    ("etcdctl", "/usr/bin/etcdctl"),
    ("mkdir", "/bin/mkdir"),
    ("rm", "/bin/rm"),
    ("sh", "/bin/sh"),
    ("sleep", "/bin/sleep"),
    ("systemctl", "/bin/systemctl"),
];

/// What only a shell understands, as a word of its own.
const SHELL_WORDS: &[&str] = &["|", "||", "&&", "&", ">", ">>", "<", "2>&1", "2>", "&>"];

pub(super) fn check(context: &Context<'_>) -> Vec<Finding> {
    context.execs.iter().flat_map(line).take(MOST_FINDINGS + 1).collect()
}

fn line(exec: &Exec<'_>) -> Vec<Finding> {
    match &exec.commands {
        Ok(commands) => {
            let found = commands.iter().flat_map(|command| command_of(exec, command));
            found.take(MOST_FINDINGS + 1).collect()
        }
        Err(error) => {
            let value = &exec.option.value;
            let message = say::server::lint::quote_open(&error.quote, &exec.option.name);
            let fix = closed(exec, error);
            vec![
                Finding::within(Rule::UnbalancedQuote, exec.index, error.at..value.len(), message)
                    .with_some(fix),
            ]
        }
    }
}

/// Closes the mark: at the end of a script; else behind its word, or at the end where that is all there is. Never so that
/// Docker would run something without an image, or with one that has a blank in it.
fn closed(exec: &Exec<'_>, error: &UnbalancedQuote) -> Option<Fix> {
    let value = exec.option.value.as_str();
    let rest = value.get(error.at + 1..)?;
    // Where a script begins there, it goes on to the end; elsewhere its author may have meant less.
    let is_script = value.get(..error.at).is_some_and(|before| before.trim_end().ends_with(" -c"));
    let close = |label: &str, at: usize| {
        let (before, after) = value.split_at_checked(at)?;
        let mended = format!("{before}{}{after}", error.quote);
        (!before.ends_with('\\') && is_run_whole(exec, &mended))
            .then(|| Fix::replace(label, exec.index, mended))
    };
    let at_end = || close(say::server::lint::close_at_end(), value.len());
    if is_script {
        return at_end();
    }
    let word =
        rest.find(char::is_whitespace).filter(|length| *length > 0).map(|length| error.at + 1 + length);
    word.and_then(|at| close(say::server::lint::close_behind_word(), at)).or_else(at_end).map(Fix::by_hand)
}

/// Whether every `docker run` in a line still has an image.
fn is_run_whole(exec: &Exec<'_>, mended: &str) -> bool {
    let option = UnitOption { value: mended.to_owned(), ..exec.option.clone() };
    let commands = command_line::commands(mended);
    let mended = Exec { index: exec.index, option: &option, commands };
    docker::calls(&mended).iter().filter(|call| call.verb == Verb::Run).all(|call| {
        call.image
            .as_ref()
            .is_some_and(|image| !image.text.is_empty() && !image.text.contains(char::is_whitespace))
    })
}

fn command_of(exec: &Exec<'_>, command: &Command) -> Vec<Finding> {
    let Some((program, arguments)) = command.words.split_first() else { return Vec::new() };
    let mut findings = Vec::new();
    if !program.text.starts_with(['/', '%', '{', '$']) {
        let place = PLACES.iter().find(|(name, _)| *name == program.text).map(|(_, place)| *place);
        let message = say::server::lint::no_whole_path(&program.text);
        let fix = place.and_then(|place| {
            let value = &exec.option.value;
            let before = value.get(..program.span.start)?;
            let after = value.get(program.span.end..)?;
            // In quotes the signs before the program are a part of what is replaced.
            let signs = if command.flags.is_empty() { command.signs.as_str() } else { "" };
            Some(Fix::replace(
                say::server::lint::write(&place),
                exec.index,
                format!("{before}{signs}{place}{after}"),
            ))
        });
        findings.push(
            Finding::within(Rule::RelativeProgram, exec.index, program.span.clone(), message).with_some(fix),
        );
    }
    let shell_word = arguments.iter().find(|word| {
        let written = exec.option.value.get(word.span.clone()).unwrap_or_default();
        SHELL_WORDS.contains(&written) || written.starts_with(['`']) || written.starts_with("$(")
    });
    if let Some(word) = shell_word {
        let message = say::server::lint::no_shell(&word.text);
        findings.push(Finding::within(Rule::ShellSyntax, exec.index, word.span.clone(), message));
    }
    findings
}
