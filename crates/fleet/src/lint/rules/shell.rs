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
        let flags = exec.option.value.get(command.flags.clone())?;
        Some(Fix::replace("Call Docker without the shell", exec.index, format!("{flags}{direct}")))
    });
    let message = "The shell is here only to work out the container's name: systemd watches it instead of Docker, and a \
                   slip in its quotes switches the line off. Write the name itself.";
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
    (is_word && ["%p", "%n", "%N"].iter().any(|name| inner.contains(name))).then_some((variable, rest))
}

/// The command with the container's name in the variable's place, if it needs no shell then.
fn without_variable(rest: &str, variable: &str, container: ContainerName<'_>) -> Option<String> {
    let stem = container.stem;
    let direct = rest.replace(&format!("${{{variable}}}"), stem).replace(&format!("${variable}"), stem);
    let direct = match container.instance {
        Some(instance) => direct.replace(&format!("{stem}-%i"), &format!("{stem}-{instance}")),
        None => direct,
    };
    let needs_shell = |sign: char| {
        matches!(sign, '`' | '|' | '&' | ';' | '<' | '>' | '(' | ')' | '$' | '*' | '?' | '~' | '#')
    };
    let is_plain =
        direct.starts_with('/') && !direct.contains(needs_shell) && !direct.contains(['"', '\'', '\\']);
    is_plain.then_some(direct)
}
