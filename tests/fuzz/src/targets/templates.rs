//! What people paste as a template: a unit file or JSON. Errors name lines that exist, and what is taken can be sent.

use anyhow::{Result, ensure};
use fleet::{AppName, Instance, Requirements, Version, guard};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use shared::template::{self, Template};

use super::write::{self, OPTION_WORDS};
use super::{options, recorded};
use crate::model::unit_file;
use crate::{Target, Verdict, case};

pub(crate) const TARGET: Target = Target {
    name: "templates",
    about: "pasted templates, and filling them",
    most_cases: u64::MAX,
    seeds: || {
        let options = recorded::options();
        let files = options.iter().map(|options| unit_file::write(options).into_bytes());
        let bodies = recorded::requests().into_iter().filter_map(|request| request.body);
        files.chain(bodies.map(String::into_bytes)).collect()
    },
    words: OPTION_WORDS,
    grammar,
    check,
};

fn grammar() -> BoxedStrategy<Vec<u8>> {
    let line = prop_oneof![
        4 => write::option().prop_map(|option| format!("{}={}", option.name, option.value)),
        1 => select(&["[Unit]", "[Service]", "[X-Fleet]", "# x", "", "\\", "ExecStart=/bin/docker run {image}:{version} \\"][..]).prop_map(str::to_owned),
        1 => write::hostile(OPTION_WORDS)
    ];
    let file = vec(line, 0..8).prop_map(|lines| format!("[Service]\n{}\n", lines.join("\n")));
    let option = write::option().prop_map(|option| {
        format!(r#"{{"section":{:?},"name":{:?},"value":{:?}}}"#, option.section, option.name, option.value)
    });
    let option = prop_oneof![9 => option, 1 => select(&["null", "{}", "\n", ",", "{\"options\":[]}"][..]).prop_map(str::to_owned)];
    let frame = select(
        &[
            ("[", "]"),
            ("", ""),
            ("{\"desiredState\":\"launched\",\n\"options\":[", "]}"),
            ("{\"options\":[", "],\"x\":1}"),
            (",", ","),
        ][..],
    );
    let json = (vec(option, 0..5), frame, select(&[",", ",\n", "\n"][..]))
        .prop_map(|(options, (open, close), between)| format!("{open}{}{close}", options.join(between)));
    prop_oneof![write::bytes(file), write::bytes(json)].boxed()
}

fn check(input: &[u8]) -> Result<Verdict> {
    let text = case::text(input);
    let options = match template::read(&text) {
        Ok(options) => options,
        Err(errors) => {
            ensure!(!errors.is_empty(), "refused without a word");
            let lines = text.split('\n').count();
            for error in errors {
                let exists = error.line.is_none_or(|line| (1..=lines).contains(&(line as usize)));
                ensure!(exists, "{error}: the text has {lines} lines");
            }
            return Ok(Verdict::Refused);
        }
    };
    ensure!(!options.is_empty(), "nothing was taken");
    ensure!(guard::check_options(&options).is_ok(), "{:?}", guard::check_options(&options));
    ensure!(Requirements::check_create(&options).is_ok(), "{:?}", Requirements::check_create(&options));
    options::check_sent(&options)?;
    check_filled(Template {
        app: AppName::parse("example")?,
        revision: 1,
        image: "registry.example/team/app".to_owned(),
        options,
    })?;
    Ok(Verdict::Taken)
}

/// What is filled can be sent too, and no placeholder of ours is left in it.
fn check_filled(template: Template) -> Result<()> {
    let version = Version::parse("1.0.0")?;
    for version in [Some(&version), None] {
        let Ok(options) = template.fill(version, Instance::new(7)) else { continue };
        options::check_sent(&options)?;
        ensure!(options.len() == template.options.len(), "other options than before");
        for (filled, option) in options.iter().zip(&template.options) {
            ensure!(
                filled.section == option.section && filled.name == option.name,
                "more than values was filled"
            );
            let is_left = |name: &str| filled.value.replace(&format!("${name}"), "").contains(name);
            ensure!(
                !["{app}", "{version}", "{image}", "{instance}"].into_iter().any(is_left),
                "left: {}",
                filled.value
            );
        }
    }
    Ok(())
}
