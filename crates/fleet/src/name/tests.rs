use super::{NameError, UnitName, UnitType};

fn name(text: &str) -> UnitName {
    UnitName::parse(text).unwrap()
}

fn refusal(text: &str) -> String {
    UnitName::parse(text).unwrap_err().to_string()
}

#[test]
fn takes_what_fleet_takes() {
    for text in [
        "example:1.0.0@1.service",
        "example:1.0.0.service",
        "example@.service",
        ".service",
        "..service",
        "-a.service",
        "a@@b.service",
        "a@b@c.service",
        r"a\x2db.service",
        "A_b-c.d:e.mount",
        "a@1.target",
    ] {
        assert_eq!(name(text).as_str(), text);
    }
    for unit_type in UnitType::ALL {
        assert_eq!(name(&format!("a.{unit_type}")).unit_type(), unit_type);
    }
}

#[test]
fn refuses_with_fleets_messages() {
    for (text, message) in [
        ("", "unit name cannot be empty"),
        ("nodot", r#"unit name must contain ".""#),
        ("a.", r#"unit name cannot end in ".""#),
        ("a.txt", r#"invalid unit type: "txt""#),
        ("a.Service", r#"invalid unit type: "Service""#),
        ("a.ser\"vice", r#"invalid unit type: "ser\"vice""#),
        ("a@1.mount", r#"invalid unit type for template: "mount""#),
        ("a b.service", "invalid character ' ' in unit name"),
        ("a/b.service", "invalid character '/' in unit name"),
        ("a\nb.service", r"invalid character '\n' in unit name"),
        ("a\0b.service", r"invalid character '\x00' in unit name"),
        ("ä.service", "invalid character 'ä' in unit name"),
        ("a'b.service", r"invalid character '\'' in unit name"),
        ("@a.service", r#"unit name cannot start in "@""#),
        ("@.service", r#"unit name cannot start in "@""#),
    ] {
        assert_eq!(refusal(text), message, "{text:?}");
    }
}

#[test]
fn counts_bytes_before_it_looks_at_them() {
    let stem = "a".repeat(256 - ".service".len());
    assert_eq!(name(&format!("{stem}.service")).as_str().len(), 256);
    assert_eq!(refusal(&format!("{stem}a.service")), "unit name exceeds maximum length (256)");
    assert_eq!(UnitName::parse(&"ä".repeat(200)), Err(NameError::TooLong));
}

#[test]
fn complains_in_fleets_order() {
    assert_eq!(refusal("@ä"), r#"unit name must contain ".""#);
    assert_eq!(refusal("@ä.txt"), r#"invalid unit type: "txt""#);
    assert_eq!(refusal("@ä.slice"), r#"invalid unit type for template: "slice""#);
    assert_eq!(refusal("@ä.service"), "invalid character 'ä' in unit name");
}

#[test]
fn splits_at_the_first_at_and_the_last_dot() {
    let instance = name("example:1.0.0@1.service");
    assert_eq!(instance.prefix(), "example:1.0.0");
    assert_eq!(instance.instance(), Some("1"));
    assert_eq!(instance.template().as_deref(), Some("example:1.0.0@.service"));
    assert_eq!(instance.without_type(), "example:1.0.0@1");
    assert!(!instance.is_template());

    let template = name("example@.socket");
    assert_eq!(template.instance(), Some(""));
    assert_eq!(template.template().as_deref(), Some("example@.socket"));
    assert!(template.is_template());

    let plain = name("example.1.service");
    assert_eq!((plain.prefix(), plain.instance(), plain.template()), ("example.1", None, None));

    let twice = name("a@b@c.d.service");
    assert_eq!((twice.prefix(), twice.instance()), ("a", Some("b@c.d")));
}

#[test]
fn encodes_all_but_unreserved_signs() {
    assert_eq!(name("example:1.0.0@1.service").url_segment(), "example%3A1.0.0%401.service");
    assert_eq!(name(r"a\x2d_b-c.service").url_segment(), "a%5Cx2d_b-c.service");
}

#[test]
fn parses_on_the_way_in_from_json() {
    assert_eq!(serde_json::from_str::<UnitName>(r#""a.service""#).unwrap(), name("a.service"));
    let error = serde_json::from_str::<UnitName>(r#""a""#).unwrap_err();
    assert!(error.to_string().starts_with(r#"unit name must contain ".""#), "{error}");
}
