//! Reads a `PlanRequest` by way of one flat struct.
//!
//! Serde's own way with a tagged enum keeps the whole object first and then reads it anew for each variant; for this
//! enum and `ActionState`, the two that every visitor's page reads, that was a tenth of the page's code.

use fleet::{AppName, UnitName, Version};
use serde::Deserialize;

use super::{BackTo, PlanRequest};
use crate::deployment::Strategy;
use crate::id::ActionId;

/// Every member that a request of some kind has.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FlatRequest {
    kind: Kind,
    app: Option<AppName>,
    version: Option<Version>,
    count: Option<u32>,
    unit: Option<UnitName>,
    action: Option<ActionId>,
    strategy: Option<Strategy>,
    to: Option<BackTo>,
    skip_gates: Option<bool>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Launch,
    Scale,
    RemoveUnit,
    RemoveVersion,
    RemoveApp,
    StartUnit,
    StopUnit,
    Restore,
    Deploy,
    RestartApp,
    RollBack,
}

impl TryFrom<FlatRequest> for PlanRequest {
    type Error = String;

    fn try_from(flat: FlatRequest) -> Result<Self, String> {
        let FlatRequest {
            kind,
            mut app,
            mut version,
            mut count,
            mut unit,
            mut action,
            mut strategy,
            mut to,
            mut skip_gates,
        } = flat;
        let request = match kind {
            Kind::Launch => Self::Launch {
                app: needed(&mut app, "app")?,
                version: needed(&mut version, "version")?,
                count: needed(&mut count, "count")?,
            },
            Kind::Scale => Self::Scale {
                app: needed(&mut app, "app")?,
                version: version.take(),
                count: needed(&mut count, "count")?,
            },
            Kind::RemoveUnit => Self::RemoveUnit { unit: needed(&mut unit, "unit")? },
            Kind::RemoveVersion => {
                Self::RemoveVersion { app: needed(&mut app, "app")?, version: version.take() }
            }
            Kind::RemoveApp => Self::RemoveApp { app: needed(&mut app, "app")? },
            Kind::StartUnit => Self::StartUnit { unit: needed(&mut unit, "unit")? },
            Kind::StopUnit => Self::StopUnit { unit: needed(&mut unit, "unit")? },
            Kind::Restore => Self::Restore { action: needed(&mut action, "action")? },
            Kind::Deploy => Self::Deploy {
                app: needed(&mut app, "app")?,
                version: needed(&mut version, "version")?,
                count: count.take(),
                strategy: strategy.take(),
            },
            Kind::RestartApp => Self::RestartApp { app: needed(&mut app, "app")?, version: version.take() },
            Kind::RollBack => Self::RollBack {
                app: needed(&mut app, "app")?,
                action: needed(&mut action, "action")?,
                to: to.take().unwrap_or_default(),
                skip_gates: skip_gates.take().unwrap_or_default(),
            },
        };
        // What this kind does not know was meant for another: refused, like members that none knows.
        let left = [
            (app.is_some(), "app"),
            (version.is_some(), "version"),
            (count.is_some(), "count"),
            (unit.is_some(), "unit"),
            (action.is_some(), "action"),
            (strategy.is_some(), "strategy"),
            (to.is_some(), "to"),
            (skip_gates.is_some(), "skip_gates"),
        ];
        match left.iter().find(|(is_left, _)| *is_left) {
            Some((_, name)) => Err(format!("unknown field `{name}` for this kind")),
            None => Ok(request),
        }
    }
}

/// Takes out a member that the kind can't be without.
pub(crate) fn needed<T>(member: &mut Option<T>, name: &str) -> Result<T, String> {
    member.take().ok_or_else(|| format!("missing field `{name}`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Result<PlanRequest, String> {
        serde_json::from_str(json).map_err(|error| error.to_string())
    }

    #[test]
    fn every_kind_is_read_as_it_is_written() {
        let app = AppName::parse("example").unwrap();
        let version = Version::parse("1.0.0").unwrap();
        let unit = UnitName::parse("example:1.0.0@1.service").unwrap();
        for request in [
            PlanRequest::Launch { app: app.clone(), version: version.clone(), count: 2 },
            PlanRequest::Scale { app: app.clone(), version: Some(version.clone()), count: 0 },
            PlanRequest::Scale { app: app.clone(), version: None, count: 1 },
            PlanRequest::RemoveUnit { unit: unit.clone() },
            PlanRequest::RemoveVersion { app: app.clone(), version: Some(version) },
            PlanRequest::RemoveVersion { app: app.clone(), version: None },
            PlanRequest::RemoveApp { app: app.clone() },
            PlanRequest::StartUnit { unit: unit.clone() },
            PlanRequest::StopUnit { unit },
            PlanRequest::Restore { action: ActionId::parse("a").unwrap() },
            PlanRequest::Deploy {
                app: app.clone(),
                version: Version::parse("2").unwrap(),
                count: Some(3),
                strategy: Some(Strategy::Canary { count: 1, bake_s: Some(60), batch: 2, surge: 1 }),
            },
            PlanRequest::Deploy {
                app: app.clone(),
                version: Version::parse("2").unwrap(),
                count: None,
                strategy: None,
            },
            PlanRequest::RestartApp { app: app.clone(), version: None },
            PlanRequest::RollBack {
                app: app.clone(),
                action: ActionId::parse("a").unwrap(),
                to: BackTo::After,
                skip_gates: true,
            },
            PlanRequest::RollBack {
                app,
                action: ActionId::parse("a").unwrap(),
                to: BackTo::Before,
                skip_gates: false,
            },
        ] {
            assert_eq!(read(&serde_json::to_string(&request).unwrap()), Ok(request));
        }
    }

    #[test]
    fn what_is_missing_or_too_much_is_named() {
        for (json, word) in [
            (r#"{"app":"example"}"#, "missing field `kind`"),
            (r#"{"kind":"launch","app":"example","count":1}"#, "missing field `version`"),
            (r#"{"kind":"remove_app","app":"example","count":1}"#, "unknown field `count`"),
            (r#"{"kind":"remove_app","app":"example","force":true}"#, "unknown field `force`"),
            (r#"{"kind":"explode"}"#, "unknown variant `explode`"),
        ] {
            let error = read(json).unwrap_err();
            assert!(error.contains(word), "{json}: {error}");
        }
    }
}
