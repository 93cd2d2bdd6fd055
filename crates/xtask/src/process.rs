//! Child processes: started without a shell, and explained when they fail.

use std::io::ErrorKind;
use std::process::{Command, Output, Stdio};

use anyhow::{Context, Error, Result, bail};

/// Runs a command that talks to the terminal itself.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = command.stdin(Stdio::null()).status().map_err(|error| not_started(command, error))?;
    if !status.success() {
        bail!("{} ended with {status}", described(command));
    }
    Ok(())
}

/// Runs a command whose output matters only when it fails.
pub(crate) fn run_quietly(command: &mut Command) -> Result<()> {
    captured(command).map(drop)
}

/// What a command printed on stdout.
pub(crate) fn read(command: &mut Command) -> Result<String> {
    let output = captured(command)?;
    String::from_utf8(output.stdout).with_context(|| format!("{} printed no text", described(command)))
}

/// Whether a command can be started and succeeds.
pub(crate) fn succeeds(command: &mut Command) -> bool {
    captured(command).is_ok()
}

/// A program that could not be started, with the usual reason in words.
pub(crate) fn not_started(command: &Command, error: std::io::Error) -> Error {
    let program = command.get_program().to_string_lossy();
    match error.kind() {
        ErrorKind::NotFound => Error::msg(format!("{program} is not installed, or not on PATH")),
        _ => Error::new(error).context(format!("cannot start {program}")),
    }
}

/// A command as a person would type it.
pub(crate) fn described(command: &Command) -> String {
    let program = std::path::Path::new(command.get_program());
    let mut line = program.file_name().unwrap_or(command.get_program()).to_string_lossy().into_owned();
    for argument in command.get_args() {
        line.push(' ');
        line.push_str(&argument.to_string_lossy());
    }
    line
}

fn captured(command: &mut Command) -> Result<Output> {
    let output = command.stdin(Stdio::null()).output().map_err(|error| not_started(command, error))?;
    if !output.status.success() {
        let said = [output.stdout.as_slice(), output.stderr.as_slice()].concat();
        let said = String::from_utf8_lossy(&said);
        bail!("{} ended with {}:\n{}", described(command), output.status, said.trim_end());
    }
    Ok(output)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_brings_what_the_program_said() {
        let error =
            run_quietly(Command::new("cargo").arg("no-such-command")).map_err(|error| error.to_string());
        assert!(
            error.is_err_and(
                |text| text.contains("cargo no-such-command ended with") && text.contains("no such")
            )
        );
    }

    #[test]
    fn a_missing_program_is_named() {
        let error = read(&mut Command::new("quarterdeck-no-such-program")).map_err(|error| error.to_string());
        assert_eq!(
            error.err().as_deref(),
            Some("quarterdeck-no-such-program is not installed, or not on PATH")
        );
    }
}
