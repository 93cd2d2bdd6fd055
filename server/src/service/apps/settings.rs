//! Settings on their way into the store: what must hold of them besides themselves, and what the record says of a
//! change.

use fleet::{AppName, AppUnit, Instance, Requirements, Version};
use serde_json::{Map, Value};
use shared::deployment::AppSettings;
use shared::error::FieldError;
use shared::template::Template;
use shared::{Actor, Scope, policy};

use crate::app::App;
use crate::error::{Error, Result};

/// Refuses settings that can't be, and names each that is wrong. A companion that whoever writes does not see is as if it
/// were not there, also where the app has it already: they were not told that.
pub(super) async fn check(app: &App, actor: &Actor, name: &AppName, settings: &AppSettings) -> Result<()> {
    if let Err(wrong) = settings.check() {
        return Err(refusal(wrong.into_iter().map(|error| field(error.field, error.message)).collect()));
    }
    let mut fields = Vec::new();
    // Few: that was checked above.
    for companion in &settings.companions {
        let scope = Scope { cluster: None, app: Some(companion.clone()) };
        let is_seen = policy::sees_scope(actor, &scope);
        let template = if is_seen { super::template(app, companion).await? } else { None };
        if let Some(message) = companion_problem(name, companion, template.as_ref()) {
            fields.push(field("companions", message));
        }
    }
    if fields.is_empty() { Ok(()) } else { Err(refusal(fields)) }
}

fn refusal(fields: Vec<FieldError>) -> Error {
    let message = match fields.as_slice() {
        [only] => only.message.clone(),
        several => say::server::apps::settings_unfit(several.len()),
    };
    Error::BadRequest { message, fields }
}

fn field(name: &str, message: String) -> FieldError {
    FieldError { field: format!("settings.{name}"), message }
}

/// Why an app can't follow another one's instances.
fn companion_problem(app: &AppName, companion: &AppName, template: Option<&Template>) -> Option<String> {
    if companion == app {
        return Some(say::server::apps::follows_itself(&app));
    }
    let Some(template) = template else {
        return Some(say::server::apps::companion_without_template(&companion));
    };
    if follows(app, template) {
        return None;
    }
    Some(say::server::apps::companion_does_not_follow(&companion, &app))
}

/// Whether a companion's unit asks for the machine of the app's unit of the same version and number: tried with one
/// that has a version and one that has none.
fn follows(app: &AppName, template: &Template) -> bool {
    let instance = Instance::new(1);
    let versions = [Version::parse("1.0.0").ok(), None];
    versions.into_iter().any(|version| {
        let unit_name =
            |of: &AppName| AppUnit { app: of.clone(), version: version.clone(), instance }.unit_name().ok();
        let (Some(main), Some(own)) = (unit_name(app), unit_name(&template.app)) else { return false };
        let Ok(options) = template.fill(version.as_ref(), instance) else { return false };
        Requirements::read(&own, &options).machine_of.iter().any(|unit| unit == main.as_str())
    })
}

/// What a change of settings is, one line a setting, for the record: settings are no secrets.
pub(super) fn changes(before: &AppSettings, after: &AppSettings) -> Vec<String> {
    let (before, after) = (members(before), members(after));
    let word = |value: Option<&Value>| {
        value.map_or_else(|| say::server::record::no_value().to_owned(), Value::to_string)
    };
    let changed = |name: &&String| before.get(*name) != after.get(*name);
    let mut names: Vec<&String> = before.keys().chain(after.keys()).filter(changed).collect();
    names.sort_unstable();
    names.dedup();
    names
        .into_iter()
        .map(|name| format!("{name}: {} → {}", word(before.get(name)), word(after.get(name))))
        .collect()
}

fn members(settings: &AppSettings) -> Map<String, Value> {
    match serde_json::to_value(settings) {
        Ok(Value::Object(members)) => members,
        // A struct is written as an object.
        _ => Map::new(),
    }
}

#[cfg(test)]
mod tests {
    use shared::deployment::Strategy;

    use super::*;

    fn app(name: &str) -> AppName {
        AppName::parse(name).unwrap()
    }

    fn announcer(machine_of: &str) -> Template {
        let source = format!("[Service]\nExecStart=/bin/announce\n[X-Fleet]\n{machine_of}\n");
        let options = shared::template::read(&source).unwrap();
        Template { app: app("announcer"), revision: 1, image: String::new(), options }
    }

    #[test]
    fn a_companion_asks_for_the_machine_of_its_instance() {
        for line in [
            "MachineOf=example:{version}@{instance}.service",
            "MachineOf=example:{version}@%i.service",
            "X-ConditionMachineOf=example:{version}@{instance}.service",
            "MachineOf=example@%i.service",
        ] {
            assert_eq!(
                companion_problem(&app("example"), &app("announcer"), Some(&announcer(line))),
                None,
                "{line}"
            );
        }
        for line in [
            "Conflicts=announcer*",
            "MachineOf=other:{version}@{instance}.service",
            "MachineOf=example:{version}@2.service",
            "MachineOf=%p@%i.service",
        ] {
            let problem = companion_problem(&app("example"), &app("announcer"), Some(&announcer(line)));
            assert!(problem.is_some_and(|problem| problem.contains("does not follow example")), "{line}");
        }
        let problem = companion_problem(&app("example"), &app("announcer"), None).unwrap();
        assert!(problem.contains("has no template"), "{problem}");
        let problem = companion_problem(&app("example"), &app("example"), None).unwrap();
        assert_eq!(problem, "example can't follow itself.");
    }

    #[test]
    fn the_record_says_what_changed_and_nothing_else() {
        let before = AppSettings { strategy: Strategy::Recreate, ..AppSettings::default() };
        let after = AppSettings {
            min: 2,
            strategy: Strategy::BlueGreen,
            companions: vec![app("announcer")],
            ..before.clone()
        };
        assert_eq!(
            changes(&before, &after),
            [
                "companions: none → [\"announcer\"]",
                "min: 0 → 2",
                "strategy: {\"kind\":\"recreate\"} → {\"kind\":\"blue_green\"}",
            ]
        );
        assert_eq!(changes(&after, &after), Vec::<String>::new());
    }
}
