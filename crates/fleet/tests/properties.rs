//! What must hold for any input: nothing panics, what is accepted reads back as itself, and the faster ways agree with
//! the plain ones.
#![expect(clippy::unwrap_used, reason = "helpers of tests fail by panicking, as tests do")]

use fleet::{
    AppName, AppUnit, DesiredState, Instance, MachineId, PageToken, Requirements, Unit, UnitHash, UnitName,
    UnitOption, UnitPage, UnitState, UnitType, Version, glob, guard, specifier, unit_file,
};
use proptest::{collection::vec, option, prelude::*};

/// Any text, mostly made of the signs that mean something to one of the parsers.
fn hostile_text() -> impl Strategy<Value = String> {
    prop_oneof![
        ".{0,40}",
        r#"[a-z@.:%\[\]=#; \\\n\r\t"*?/^\-]{0,60}"#,
        r"[a-z0-9:_.\\@-]{0,20}(\.service|\.socket|@1\.service|\.slice)",
    ]
}

fn hostile_option() -> impl Strategy<Value = UnitOption> {
    (hostile_text(), hostile_text(), hostile_text())
        .prop_map(|(section, name, value)| UnitOption::new(section, name, value))
}

/// Options of which the guard takes most.
fn careful_option() -> impl Strategy<Value = UnitOption> {
    (
        prop_oneof![Just("Unit"), Just("Service"), Just("X-Fleet")],
        "[A-Za-z -]{1,8}",
        r#"[a-z=\[\]#;"% \\/ä\t]{0,12}"#,
    )
        .prop_map(|(section, name, value)| UnitOption::new(section, name, value))
}

fn unit_name() -> impl Strategy<Value = UnitName> {
    r"[a-zA-Z0-9:_.\\-]{0,12}(@[a-zA-Z0-9:_.\\@-]{0,8})?\.(service|socket|timer|path|target)"
        .prop_filter_map("starts with @", |text| UnitName::parse(&text).ok())
}

fn app_unit() -> impl Strategy<Value = AppUnit> {
    ("[A-Za-z0-9][A-Za-z0-9_.-]{0,40}", option::of("[A-Za-z0-9_][A-Za-z0-9_.-]{0,40}"), any::<u32>())
        .prop_map(|(app, version, instance)| AppUnit {
            app: AppName::parse(&app).unwrap(),
            version: version.map(|version| Version::parse(&version).unwrap()),
            instance: Instance::new(instance),
        })
}

/// The bytes behind a percent-encoded segment.
fn percent_decode(segment: &str) -> Vec<u8> {
    let mut bytes = segment.bytes();
    std::iter::from_fn(|| {
        Some(match bytes.next()? {
            b'%' => {
                let digits = [bytes.next()?, bytes.next()?];
                u8::from_str_radix(str::from_utf8(&digits).unwrap(), 16).unwrap()
            }
            byte => byte,
        })
    })
    .collect()
}

/// Globbing in its plainest form: every way that a star can go. For patterns of letters, `*` and `?` and texts without
/// a slash.
fn plain_glob(pattern: &[char], text: &[char]) -> bool {
    match (pattern, text) {
        ([], []) => true,
        (['*', rest @ ..], _) => (0..=text.len()).any(|taken| plain_glob(rest, &text[taken..])),
        (['?', rest @ ..], [_, left @ ..]) => plain_glob(rest, left),
        ([sign, rest @ ..], [first, left @ ..]) => sign == first && plain_glob(rest, left),
        _ => false,
    }
}

proptest! {
    #[test]
    fn nothing_panics(text in hostile_text(), other in hostile_text(), options in vec(hostile_option(), 0..5)) {
        let _ = AppName::parse(&text);
        let _ = Version::parse(&text);
        let _ = Instance::parse(&text);
        let _ = DesiredState::parse(&text);
        let _ = MachineId::parse(&text).map(|id| id.short().to_owned());
        let _ = UnitType::parse(&text);
        let _ = text.parse::<UnitHash>();
        let _ = PageToken::decode(&text).map_err(|error| error.to_string());
        let _ = unit_file::parse(&text).map_err(|error| error.to_string());
        let _ = unit_file::normalise(&options);
        let _ = glob::matches(&text, &other);
        let _ = guard::check_options(&options).map_err(|error| error.to_string());
        let _ = Requirements::check_create(&options).map_err(|error| error.to_string());
        let _ = serde_json::from_str::<Unit>(&text);
        let _ = serde_json::from_str::<UnitState>(&text);
        let _ = serde_json::from_str::<UnitPage>(&text);
        match UnitName::parse(&text) {
            Ok(name) => {
                let _ = guard::check_name(&name).map_err(|error| error.to_string());
                let _ = AppUnit::parse(&name);
                let _ = specifier::expand(&other, &name);
                let _ = Requirements::read(&name, &options);
            }
            Err(error) => prop_assert!(!error.to_string().contains('\n')),
        }
    }

    #[test]
    fn names_read_back(name in unit_name()) {
        prop_assert_eq!(UnitName::parse(name.as_str()), Ok(name.clone()));
        prop_assert_eq!(percent_decode(&name.url_segment()), name.as_str().as_bytes());
        let rebuilt = match name.instance() {
            Some(instance) => format!("{}@{instance}.{}", name.prefix(), name.unit_type()),
            None => format!("{}.{}", name.prefix(), name.unit_type()),
        };
        prop_assert_eq!(rebuilt, name.as_str());
        prop_assert_eq!(name.template().is_some(), name.as_str().contains('@'));
    }

    #[test]
    fn app_units_read_back(unit in app_unit()) {
        let name = unit.unit_name().unwrap();
        prop_assert_eq!(AppUnit::parse(&name), Some(unit));
        prop_assert_eq!(guard::check_name(&name).is_ok() || !name.as_str().contains(':'), true);
    }

    #[test]
    fn names_of_apps_are_what_app_units_write(name in unit_name()) {
        if let Some(unit) = AppUnit::parse(&name) {
            prop_assert_eq!(unit.unit_name(), Ok(name));
        }
    }

    #[test]
    fn options_that_are_sent_come_back_as_sent(
        options in prop_oneof![vec(careful_option(), 0..6), vec(hostile_option(), 0..3)],
    ) {
        let options = unit_file::grouped(&options);
        if guard::check_options(&options).is_ok() {
            prop_assert_eq!(unit_file::parse(&unit_file::to_text(&options)), Ok(options));
        }
    }

    #[test]
    fn grouping_changes_neither_text_nor_hash(options in vec(hostile_option(), 0..6)) {
        let grouped = unit_file::grouped(&options);
        prop_assert_eq!(unit_file::to_text(&grouped), unit_file::to_text(&options));
        prop_assert_eq!(UnitHash::of(&grouped), UnitHash::of(&options));
    }

    #[test]
    fn what_is_sent_passes_fleets_own_parser(options in vec(hostile_option(), 0..3)) {
        if unit_file::normalise(&options).is_err() {
            prop_assert!(guard::check_options(&options).is_err());
        }
    }

    #[test]
    fn options_survive_json(options in vec(hostile_option(), 0..4)) {
        let json = serde_json::to_string(&options).unwrap();
        prop_assert_eq!(serde_json::from_str::<Vec<UnitOption>>(&json).unwrap(), options);
    }

    #[test]
    fn page_tokens_read_back(limit in 1_u16.., page in 1_u16..) {
        let token = PageToken { limit, page };
        prop_assert_eq!(PageToken::decode_for(&token.encode(), limit), Ok(token));
        prop_assert_eq!(token.encode().len(), 8);
    }

    #[test]
    fn globs_agree_with_the_plain_way(pattern in r"[ab*?]{0,8}", text in "[abc]{0,10}") {
        let signs = |text: &str| text.chars().collect::<Vec<_>>();
        prop_assert_eq!(glob::matches(&pattern, &text), plain_glob(&signs(&pattern), &signs(&text)));
    }

    #[test]
    fn escaped_texts_match_themselves(text in r"[a-z*?\[\]\\@:.ä-]{0,12}") {
        let pattern: String = text.chars().flat_map(|sign| ['\\', sign]).collect();
        prop_assert!(glob::matches(&pattern, &text));
    }

    #[test]
    fn conflicts_are_mutual(a in unit_name(), b in unit_name(), pattern in r"[a-z%p*?@.]{1,8}") {
        let options = [UnitOption::new("X-Fleet", "Conflicts", pattern)];
        let (one, other) = (Requirements::read(&a, &options), Requirements::read(&b, &[]));
        prop_assert_eq!(
            one.conflicts_with(a.as_str(), &other, b.as_str()),
            other.conflicts_with(b.as_str(), &one, a.as_str())
        );
    }
}
