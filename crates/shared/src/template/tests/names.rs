//! Names and versions become words of command lines, and parts of lines that a shell reads: none may become more than
//! that, in any template that is known.

use std::sync::LazyLock;

use fleet::{AppName, AppUnit, Instance, UnitName, UnitOption, Version, command_line, specifier};
use proptest::prelude::*;

use crate::starter::STARTERS;
use crate::template::{Template, read};
use crate::testing::{app, version};

/// The template of the way of working that Quarterdeck replaces: the unit's name goes through a shell, and one
/// quotation mark is never closed.
const THROUGH_A_SHELL: &str = "\
[Service]
ExecStartPre=-/bin/bash -c \"APP=`/bin/echo %p | sed 's/:/-/'`; /usr/bin/docker kill $APP-%i\"
ExecStartPre=-/bin/bash -c \"APP=`/bin/echo %p | sed 's/:/-/'`; /usr/bin/docker rm $APP-%i\"
ExecStartPre=/usr/bin/docker pull coreos/%p
ExecStart=/bin/bash -c \"APP=`/bin/echo %p | sed 's/:/-/'`; /usr/bin/docker run --name $APP-%i -h $APP-%i -p 80 --rm coreos/%p\"
ExecStop=/bin/bash -c \"APP=`/bin/echo %p | sed 's/:/-/'`; /usr/bin/docker stop $APP-%i
[X-Fleet]
Conflicts=%p@*.service
";
/// The same with placeholders in the shell's line.
const FILLED_INTO_A_SHELL: &str = "\
[Service]
ExecStart=/bin/sh -c 'docker run --name {app}-{instance} team/{app}:{version} && echo \"{app} {version}\" || exit 1'
";
/// What separates words and commands, opens something or stands for something else, in a shell and in a unit file.
const SIGNS: &str = " \t\r\n`$(){}[];&|<>\"'\\%@!*?~#=,:/^";

/// What could be typed as a name: half of it is one by its grammar.
fn typed() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[A-Za-z0-9_][A-Za-z0-9_.-]{0,40}",
        1 => "[A-Za-z0-9][A-Za-z0-9_.-]{120,132}",
        2 => r#"[a-z0-9._ \t\n\r`$(){};&|<>"'\\%@/:-]{0,24}"#,
        1 => r"(\.\./|%2e|%p|@@|\u{0}|․|\$\(id\)|;rm -rf /|`id`|[a-z]){0,6}",
        1 => ".{0,12}",
    ]
}

fn is_word(text: &str) -> bool {
    text.chars().all(|sign| sign.is_ascii_alphanumeric() || "_.-".contains(sign))
}

/// How each command line is cut.
type Cut = Vec<(Option<Vec<usize>>, String)>;

/// How command lines are cut: the words of each of its commands, and each sign of meaning to a shell in order.
fn cut(options: &[UnitOption], unit: &UnitName) -> Cut {
    let lines = options.iter().filter(|option| option.name.starts_with("Exec"));
    lines
        .map(|option| {
            // What systemd puts in for these four before the program sees them.
            let value = specifier::expand(&option.value, unit);
            let commands = command_line::commands(&value).ok();
            let words = commands.map(|found| found.iter().map(|command| command.words.len()).collect());
            // The unit's name has one colon of its own, which is there whatever app and version are.
            (words, value.chars().filter(|sign| SIGNS.contains(*sign)).collect())
        })
        .collect()
}

fn shape(options: &[UnitOption], app: &AppName, version: &Version) -> Option<Cut> {
    let template =
        Template { app: app.clone(), revision: 1, image: "team/web".to_owned(), options: options.to_vec() };
    let instance = Instance::new(7);
    let unit = AppUnit { app: app.clone(), version: Some(version.clone()), instance };
    // A name that is too long for Fleet is refused as a whole.
    let unit = unit.unit_name().ok()?;
    Some(cut(&template.fill(Some(version), instance).unwrap(), &unit))
}

/// Each template with how it is cut for an ordinary name.
static TEMPLATES: LazyLock<Vec<(Vec<UnitOption>, Cut)>> = LazyLock::new(|| {
    let others = [THROUGH_A_SHELL, FILLED_INTO_A_SHELL].map(str::to_owned);
    let sources = STARTERS.iter().map(crate::starter::Starter::unit_file).chain(others);
    sources
        .map(|source| read(&source).unwrap())
        .map(|options| {
            let usual = shape(&options, &app("web"), &version("1")).unwrap();
            (options, usual)
        })
        .collect()
});

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_name_and_no_version_changes_how_a_command_line_is_cut(app_typed in typed(), version_typed in typed()) {
        for text in [&app_typed, &version_typed] {
            prop_assert!(is_word(text) || (AppName::parse(text).is_err() && Version::parse(text).is_err()), "{text:?}");
        }
        // What is refused never comes this far; each of the two is tried beside a good one as well.
        let app_typed = AppName::parse(&app_typed).unwrap_or_else(|_| app("web"));
        let version_typed = Version::parse(&version_typed).unwrap_or_else(|_| version("1"));
        for (template, usual) in TEMPLATES.iter() {
            if let Some(found) = shape(template, &app_typed, &version_typed) {
                prop_assert_eq!(&found, usual, "{} {}", app_typed, version_typed);
            }
        }
    }
}

#[test]
fn the_lines_are_cut_as_they_look() {
    let cut = shape(&read(THROUGH_A_SHELL).unwrap(), &app("web"), &version("1")).unwrap();
    let words: Vec<_> = cut.iter().map(|(words, _)| words.clone()).collect();
    assert_eq!(words, [Some(vec![3]), Some(vec![3]), Some(vec![3]), Some(vec![3]), None]);
    assert!(cut[0].1.contains('`') && cut[0].1.contains(';'), "{:?}", cut[0].1);
}
