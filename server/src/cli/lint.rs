//! `quarterdeck lint`: says what a unit file will do that nobody meant. Reads one file and nothing else: no settings, no
//! data folder, no server.

use std::fmt::Write;
use std::io::Read;
use std::path::Path;
use std::process::ExitCode;

use fleet::UnitName;
use fleet::lint::Severity;
use shared::lint::{FindingView, LintReport, What, report};
use shared::template::{MAX_SOURCE_BYTES, is_json};

use super::args::Lint;
use super::run::{Failed, say};

/// Nothing, or nothing but hints.
const CLEAN: u8 = 0;
/// Errors or warnings.
const FOUND: u8 = 1;
/// The text is neither a unit file nor JSON for Fleet, or could not be read at all.
const UNREADABLE: u8 = 2;

/// Reads, says what it found, and tells so by the exit code.
pub(super) fn lint(args: &Lint) -> ExitCode {
    let outcome = read(&args.file).and_then(|source| tell(args, &source));
    match outcome {
        Ok(code) => ExitCode::from(code),
        Err(failed) => {
            // Nothing else to do if stderr is closed.
            let _ = std::io::Write::write_fmt(&mut std::io::stderr(), format_args!("{failed}\n"));
            ExitCode::from(UNREADABLE)
        }
    }
}

fn tell(args: &Lint, source: &str) -> Result<u8, Failed> {
    let named = args.name.clone().or_else(|| unit_of(&args.file));
    let what = match &named {
        Some(name) if args.app.is_none() => What::Unit(name),
        _ => What::Template { app: args.app.as_ref(), image: "" },
    };
    let report = report(source, what, args.machines);
    let code = code(&report);
    if args.fix && is_json(source) {
        return Err(Failed::JsonStays { file: shown(args) });
    }
    if args.json {
        say(&serde_json::to_string_pretty(&report).map_err(std::io::Error::from)?)?;
    } else if args.fix {
        // The findings beside it, so that what could not be mended is not missed.
        let _ = std::io::Write::write_fmt(
            &mut std::io::stderr(),
            format_args!("{}", lines(&shown(args), &report)),
        );
        if code != UNREADABLE {
            let right = report.right.map_or_else(|| source.to_owned(), |right| right.source);
            say(right.trim_end_matches('\n'))?;
        }
    } else if !report.findings.is_empty() {
        say(lines(&shown(args), &report).trim_end())?;
    }
    Ok(code)
}

fn read(file: &Path) -> Result<String, Failed> {
    let failed = |error: std::io::Error| Failed::File { file: file.display().to_string(), error };
    let mut bytes = Vec::new();
    // One byte more than is read, so that a longer text is refused and not cut.
    let most = MAX_SOURCE_BYTES as u64 + 1;
    if file == Path::new("-") {
        std::io::stdin().lock().take(most).read_to_end(&mut bytes)?;
    } else {
        std::fs::File::open(file).map_err(failed)?.take(most).read_to_end(&mut bytes).map_err(failed)?;
    }
    // Before anything else is said of it: the end may stand in the middle of a sign.
    if bytes.len() > MAX_SOURCE_BYTES {
        return Err(failed(std::io::Error::other(format!(
            "it has more than {MAX_SOURCE_BYTES} bytes, and a unit file has a few hundred"
        ))));
    }
    String::from_utf8(bytes).map_err(|_| failed(std::io::Error::other("it is not UTF-8 text")))
}

/// A file that is named as a unit holds that unit.
fn unit_of(file: &Path) -> Option<UnitName> {
    UnitName::parse(file.file_name()?.to_str()?).ok()
}

fn shown(args: &Lint) -> String {
    if args.file == Path::new("-") { "stdin".to_owned() } else { args.file.display().to_string() }
}

fn lines(file: &str, report: &LintReport) -> String {
    let mut text = String::new();
    for FindingView { rule, severity, line, column, message, fix } in &report.findings {
        let place =
            [*line, *column].into_iter().map_while(|number| number.map(|number| format!(":{number}")));
        let place: String = place.collect();
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{file}{place}: {severity} [{rule}] {message}");
        if let Some(fix) = fix {
            let _ = writeln!(text, "  fix: {}", fix.label);
        }
    }
    text
}

fn code(report: &LintReport) -> u8 {
    let is_unreadable =
        |finding: &FindingView| finding.rule == shared::lint::TemplateRule::Unreadable.as_str();
    if report.findings.iter().any(is_unreadable) {
        UNREADABLE
    } else if report.findings.iter().any(|finding| finding.severity != Severity::Hint) {
        FOUND
    } else {
        CLEAN
    }
}
