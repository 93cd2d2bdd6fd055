//! Shells that do nothing but work out the name of a container, since `%p` has a colon.
//!
//! Knows one form: `sh -c "NAME=…%p…; docker … $NAME …"`. Whatever else a script does is its author's matter.

use super::{Context, Finding};
use crate::command_line::Command;
use crate::lint::context::Exec;
use crate::lint::{ContainerName, Fix, Rule};

pub(super) fn check(context: &Context<'_>) -> Vec<Finding> {
    context.execs.iter().filter_map(|exec| line(context, exec)).collect()
}

fn line(context: &Context<'_>, exec: &Exec<'_>) -> Option<Finding> {
    let [command] = exec.commands.as_ref().ok()?.as_slice() else { return None };
    let script = script(command)?;
    let (variable, rest) = assignment(script)?;
    if !rest.split_whitespace().next()?.ends_with("docker") {
        return None;
    }
    let fix = context.subject.container.and_then(|container| {
        let direct = without_variable(rest, variable, container)?;
        let value = format!("{}{direct}", command.signs);
        Some(Fix::replace(say::server::lint::call_docker(), exec.index, value))
    });
    let message = say::server::lint::shell_for_name();
    Some(Finding::at(Rule::ShellForName, exec.index, message).with_some(fix))
}

fn script(command: &Command) -> Option<&str> {
    let [shell, flag, script] = command.words.as_slice() else { return None };
    let name = shell.text.rsplit('/').next()?;
    (matches!(name, "sh" | "bash") && flag.text == "-c").then_some(script.text.trim())
}

/// ``NAME=`…%p…`; rest`` and `NAME=$(…%p…); rest`.
fn assignment(script: &str) -> Option<(&str, &str)> {
    let (variable, value) = script.split_once('=')?;
    let is_word =
        !variable.is_empty() && variable.chars().all(|sign| sign.is_ascii_alphanumeric() || sign == '_');
    let (inner, rest) = match value.strip_prefix('`') {
        Some(inner) => inner.split_once('`')?,
        None => value.strip_prefix("$(")?.split_once(')')?,
    };
    let rest = rest.trim_start();
    let rest = rest.strip_prefix(';').or_else(|| rest.strip_prefix("&&"))?.trim();
    (is_word && takes_the_colon_out(inner)).then_some((variable, rest))
}

/// `echo %p | sed 's/:/-/'` and `echo %p | tr : -`: whatever else a shell works out is not the name that the fix writes.
fn takes_the_colon_out(inner: &str) -> bool {
    let Some((first, second)) = inner.split_once('|') else { return false };
    let words = |text: &str| -> Vec<String> {
        text.split_whitespace().map(|word| word.trim_matches(['\'', '"']).to_owned()).collect()
    };
    let is_program = |word: &str, name: &str| word.rsplit('/').next() == Some(name);
    let (first, second) = (words(first), words(second));
    let is_name = matches!(first.as_slice(), [echo, name] if is_program(echo, "echo") && matches!(name.as_str(), "%p" | "%n" | "%N"));
    let is_replaced = match second.as_slice() {
        [sed, script] => is_program(sed, "sed") && matches!(script.as_str(), "s/:/-/" | "s/:/-/g"),
        [tr, from, to] => is_program(tr, "tr") && from == ":" && to == "-",
        _ => false,
    };
    is_name && is_replaced
}

/// The command with the container's whole name in the variable's place, if it needs no shell then. Without the instance
/// in it, instances would stop each other.
fn without_variable(rest: &str, variable: &str, container: ContainerName<'_>) -> Option<String> {
    let whole = container.whole();
    let plain = [format!("${variable}"), format!("${{{variable}}}")];
    let of_word = |word: &str| {
        let (lead, value) = word.rsplit_once('=').map_or(("", word), |(lead, value)| (lead, value));
        let stem = container.instance.and_then(|_| value.strip_suffix("-%i")).unwrap_or(value);
        let by = if lead.is_empty() { whole.clone() } else { format!("{lead}={whole}") };
        if plain.iter().any(|plain| plain == stem) { by } else { word.to_owned() }
    };
    let direct = rest.split(' ').map(of_word).collect::<Vec<_>>().join(" ");
    let needs_shell = |sign: char| {
        matches!(sign, '`' | '|' | '&' | ';' | '<' | '>' | '(' | ')' | '$' | '*' | '?' | '~' | '#')
    };
    let is_plain =
        direct.starts_with('/') && !direct.contains(needs_shell) && !direct.contains(['"', '\'', '\\']);
    is_plain.then_some(direct)
}
