//! Plans as shell lines: what the page offers to copy. They work as they stand, through the proxy.
//!
//! Everything that comes from elsewhere goes into single quotes; nothing in the lines is for the shell to expand but
//! the token, which is never part of them.

use fleet::UnitName;
use say::steps as words;

use crate::deployment::{Gate, StageKind};
use crate::plan::{Plan, Step, Warning};

/// How often a wait looks, a second apart, before it gives up: an image may have to be pulled first.
const TRIES: u32 = 600;

const ACTIVE: &str = r#"length > 0 and all(.systemdActiveState == "active")"#;

const TOKEN: &str = r#"-H "Authorization: Bearer $QUARTERDECK_TOKEN""#;

/// The plan for bash, with curl and jq. `base_url` is where the proxy is, such as `https://deck.example`.
///
/// All is one subshell: it ends at the first call that fails, and pasted into a terminal it does not end that.
pub fn lines(plan: &Plan, base_url: &str) -> String {
    let base = base_url.trim_end_matches('/');
    let mut script = vec![comment(&plan.summary)];
    if !plan.spec.is_whole() && plan.steps.iter().any(|step| matches!(step, Step::Create { .. })) {
        // What is not shown can't be sent; lines with masks in them would make units that do something else.
        script.push(comment(words::lines_hidden()));
        script.push("(exit 1)\n".to_owned());
        return script.join("\n");
    }
    for warning in &plan.warnings {
        let (Warning::Unscheduled { text, .. } | Warning::LastHealthy { text } | Warning::Note { text }) =
            warning;
        script.push(comment(text));
    }
    script.push("(\nset -eu".to_owned());
    let missing = quote(words::lines_token());
    script.push(format!("[ -n \"${{QUARTERDECK_TOKEN:-}}\" ] || {{ echo {missing} >&2; exit 1; }}"));
    let mut rest = plan.steps.as_slice();
    for stage in &plan.stages {
        let length: usize = stage.lanes.iter().map(|length| *length as usize).sum();
        let (steps, later) = rest.split_at(length.min(rest.len()));
        rest = later;
        script.push(comment(&stage.title));
        script.extend(pause(stage.kind));
        script.extend(side_by_side(steps, &stage.lanes).into_iter().map(|step| line(step, base)));
    }
    // Without stages a unit is a lane.
    script.extend(by_unit(rest).into_iter().map(|step| line(step, base)));
    script.push(")\n".to_owned());
    script.join("\n")
}

fn line(step: &Step, base: &str) -> String {
    if let Some(call) = step.call() {
        let url = quote(&format!("{base}{}", call.path));
        let body = call
            .body
            .map(|body| format!(" -H 'Content-Type: application/json' -d {}", quote(&body)))
            .unwrap_or_default();
        return format!("curl -fsS -X {} {TOKEN}{body} {url}", call.method);
    }
    match step {
        Step::WaitRunning { unit } => until(step, &states(base, unit, ACTIVE)),
        // What the gate asks besides is the server's to ask: it knows the machines.
        Step::Gate { unit, gate: Gate { steady_s, .. } } => {
            let active = states(base, unit, ACTIVE);
            let first = until(step, &active);
            match steady_s {
                0 => first,
                _ => {
                    let failed = quote(&words::lines_not_steady(&step.words()));
                    format!("{first}\nsleep {steady_s}; {active} || {{ echo {failed} >&2; exit 1; }}")
                }
            }
        }
        Step::WaitStopped { unit } => until(
            step,
            &states(
                base,
                unit,
                r#"all(.systemdActiveState == "inactive" or .systemdActiveState == "failed")"#,
            ),
        ),
        _ => {
            let url = quote(&format!("{base}/fleet/v1/units/{}", step.unit().url_segment()));
            until(step, &format!(r#"[ "$(curl -sS -o /dev/null -w '%{{http_code}}' {TOKEN} {url})" = 404 ]"#))
        }
    }
}

/// A condition on the unit's states. Without an answer jq says nothing, which is not `true`; its exit status would
/// say so in newer versions only.
fn states(base: &str, unit: &UnitName, condition: &str) -> String {
    let url = quote(&format!("{base}/fleet/v1/state?unitName={}", unit.url_segment()));
    let filter = quote(&format!("[.states[]?] | {condition}"));
    format!(r#"[ "$(curl -fsS {TOKEN} {url} | jq {filter})" = true ]"#)
}

/// Tries a condition again and again, but not for ever.
fn until(step: &Step, condition: &str) -> String {
    let gave_up = quote(&words::lines_gave_up(&step.words()));
    format!(
        "tries=0; until {condition}; do [ $((tries += 1)) -lt {TRIES} ] || {{ echo {gave_up} >&2; exit 1; }}; sleep 1; done"
    )
}

/// What a stage without steps does: it waits for its time, or for a person.
fn pause(kind: StageKind) -> Option<String> {
    match kind {
        StageKind::Hold { bake_s: Some(seconds) } | StageKind::Keep { keep_s: seconds } => {
            Some(format!("sleep {seconds}"))
        }
        StageKind::Hold { bake_s: None } => {
            Some(format!("echo {}\nread -r go_on", quote(words::lines_look())))
        }
        StageKind::Start | StageKind::Remove | StageKind::Stop | StageKind::Restart => None,
    }
}

/// The first step of every lane, then the second of every lane, …: as the server does it, all lanes move together and
/// each in its own order.
fn side_by_side<'a>(steps: &'a [Step], lanes: &[u32]) -> Vec<&'a Step> {
    let ranks = lanes.iter().flat_map(|length| 0..*length);
    let mut ranked: Vec<(u32, &Step)> = ranks.zip(steps).collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    ranked.into_iter().map(|(_, step)| step).collect()
}

/// The same where the steps of each unit are a lane.
fn by_unit(steps: &[Step]) -> Vec<&Step> {
    let mut seen = std::collections::HashMap::new();
    let mut ranked: Vec<(usize, &Step)> = Vec::with_capacity(steps.len());
    for step in steps {
        let rank = seen.entry(step.unit()).or_insert(0usize);
        ranked.push((*rank, step));
        *rank += 1;
    }
    ranked.sort_by_key(|(rank, _)| *rank);
    ranked.into_iter().map(|(_, step)| step).collect()
}

/// In single quotes nothing is special but the quote itself.
fn quote(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

fn comment(text: &str) -> String {
    format!("# {}", text.replace(char::is_control, " "))
}

#[cfg(test)]
mod tests;
