//! The schemas that the server's API description takes from this crate.
#![cfg(feature = "openapi")]
#![expect(clippy::unwrap_used, reason = "helpers of tests fail by panicking, as tests do")]

use fleet::{
    AppName, DesiredState, Instance, MachineId, Unit, UnitHash, UnitName, UnitOption, UnitState, Version,
};
use serde_json::{Value, json};
use utoipa::PartialSchema;

fn schema<T: PartialSchema>() -> Value {
    serde_json::to_value(T::schema()).unwrap()
}

#[test]
fn parsed_texts_are_strings() {
    for schema in [
        schema::<AppName>(),
        schema::<Instance>(),
        schema::<MachineId>(),
        schema::<UnitHash>(),
        schema::<UnitName>(),
        schema::<Version>(),
    ] {
        assert_eq!(schema["type"], "string", "{schema}");
    }
    assert_eq!(schema::<DesiredState>()["enum"], json!(["inactive", "loaded", "launched"]));
}

#[test]
fn members_have_fleets_names_and_only_identities_are_required() {
    let members = |schema: &Value| -> Vec<String> {
        schema["properties"].as_object().unwrap().keys().cloned().collect()
    };
    let unit = schema::<Unit>();
    assert_eq!(members(&unit), ["currentState", "desiredState", "machineID", "name", "options"]);
    assert_eq!(unit["required"], json!(["name"]));
    let state = schema::<UnitState>();
    assert_eq!(state["required"], json!(["machineID", "name"]));
    assert_eq!(schema::<UnitOption>()["required"], Value::Null);
}
