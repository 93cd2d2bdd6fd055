//! `docker run -d` where systemd watches the process.

use super::{Context, Finding};
use crate::UnitType;
use crate::lint::docker::{Call, Verb};
use crate::lint::{Fix, Rule};

pub(super) fn check(context: &Context<'_>) -> Vec<Finding> {
    let watched = match context.last("Service", "Type") {
        Some((_, option)) => matches!(option.value.as_str(), "" | "simple" | "exec" | "idle" | "notify"),
        None => true,
    };
    // With it the unit counts as running when the process has ended.
    let remains = context.last("Service", "RemainAfterExit").is_some_and(|(_, option)| {
        matches!(option.value.to_ascii_lowercase().as_str(), "1" | "yes" | "y" | "true" | "t" | "on")
    });
    if context.kind != UnitType::Service || !watched || remains {
        return Vec::new();
    }
    let runs = context.calls.iter().filter(|call| call.verb == Verb::Run && call.option == "ExecStart");
    runs.filter_map(|call| finding(context, call)).collect()
}

fn finding(context: &Context<'_>, call: &Call) -> Option<Finding> {
    let word = call.detach.as_ref()?;
    let value = context.options.get(call.index)?.value.as_str();
    let (before, after) = (value.get(..word.span.start)?, value.get(word.span.end..)?);
    let rest = if word.text.starts_with("--") { String::new() } else { word.text.replacen('d', "", 1) };
    let mended = match rest.as_str() {
        "" | "-" => format!("{}{after}", before.trim_end()),
        rest => format!("{before}{rest}{after}"),
    };
    let message = say::server::lint::detached(&word.text);
    let fix = Fix::replace(say::server::lint::run_in_foreground(), call.index, mended);
    Some(Finding::within(Rule::DetachedRun, call.index, word.span.clone(), message).with(fix))
}
