//! The names of units, apps and versions.

use anyhow::{Result, ensure};
use fleet::{AppUnit, GuardError, UnitName, guard};

use super::write;
use crate::model::name as model;
use crate::model::query::percent_decoded;
use crate::{Target, Verdict, case};

pub(crate) const TARGET: Target = Target {
    name: "names",
    about: "unit names, and the apps in them",
    most_cases: u64::MAX,
    seeds: || super::recorded::requests().into_iter().map(|request| request.path.into_bytes()).collect(),
    words: &[
        "@",
        ":",
        ".service",
        ".socket",
        ".slice",
        "\\x2d",
        "example:1.0.0@1.service",
        "fleet",
        "%40",
        "é",
    ],
    grammar: || write::bytes(write::unit_name()),
    check,
};

fn check(input: &[u8]) -> Result<Verdict> {
    let text = case::text(input);
    let name = match (UnitName::parse(&text), model::complaint(&text)) {
        (Ok(name), None) => name,
        (Err(error), Some(complaint)) => {
            ensure!(complaint.is_said_by(&error.to_string()), "Fleet says {complaint:?}, not {error}");
            return Ok(Verdict::Refused);
        }
        (parsed, complaint) => anyhow::bail!("{parsed:?}, and Fleet says {complaint:?}"),
    };
    ensure!(name.as_str() == text, "parsed into another name: {name}");
    check_segment(&name)?;
    check_app(&name)?;
    check_guard(&name)?;
    Ok(Verdict::Taken)
}

/// What goes into a URL is one segment, and decodes to the name.
pub(super) fn check_segment(name: &UnitName) -> Result<()> {
    let segment = name.url_segment();
    let is_plain = |sign: char| sign.is_ascii_alphanumeric() || "-._~%".contains(sign);
    ensure!(segment.chars().all(is_plain), "{segment} is no segment of a path");
    ensure!(segment != "." && segment != "..", "{segment} climbs");
    let decoded = percent_decoded(segment.as_bytes());
    ensure!(decoded.as_deref() == Some(name.as_str().as_bytes()), "{segment} is not {name}");
    Ok(())
}

fn check_app(name: &UnitName) -> Result<()> {
    let parsed = AppUnit::parse(name);
    let found = parsed.as_ref().map(|unit| {
        (unit.app.as_str(), unit.version.as_ref().map(fleet::Version::as_str), unit.instance.get())
    });
    ensure!(found == model::app_unit(name.as_str()), "{name} is {found:?}");
    if let Some(unit) = &parsed {
        ensure!(unit.unit_name().as_ref() == Ok(name), "{name} is written as {:?}", unit.unit_name());
    }
    Ok(())
}

fn check_guard(name: &UnitName) -> Result<()> {
    let text = name.as_str();
    match guard::check_name(name) {
        Ok(()) => {
            ensure!(model::has_a_way_back(text), "{text} could be sent and never taken back");
            ensure!(!model::holds_the_machine_up(text), "{text} would shadow a unit of the machine");
        }
        Err(GuardError::HostUnit { .. }) => {
            ensure!(model::has_a_way_back(text), "{text} is refused for the wrong reason");
            let prefix = text.split('@').next().unwrap_or_default();
            ensure!(!prefix.contains(':'), "{text} has a version and is no unit of a machine");
        }
        Err(error) => ensure!(!model::has_a_way_back(text), "{text} is refused: {error}"),
    }
    Ok(())
}
