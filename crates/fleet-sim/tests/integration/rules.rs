//! Fleet's rules to the letter, as far as the recorded answers do not show them already.

mod bodies;
mod machines;
mod names;
mod pages;
mod paths;
mod updates;

/// `{"desiredState":"…","options":[…]}`
fn unit(desired: &str, options: &[(&str, &str, &str)]) -> String {
    let options: Vec<_> = options
        .iter()
        .map(|(section, name, value)| serde_json::json!({ "section": section, "name": name, "value": value }))
        .collect();
    serde_json::json!({ "desiredState": desired, "options": options }).to_string()
}

/// A unit that runs.
const SERVICE: (&str, &str, &str) = ("Service", "ExecStart", "/opt/bin/a");
