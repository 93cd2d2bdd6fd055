//! Filling.

use fleet::{Instance, UnitOption};
use proptest::prelude::*;

use crate::template::{FillError, ImageError, Template, check_image};
use crate::testing::{app, version};

fn template(value: &str, image: &str) -> Template {
    let options = vec![UnitOption::new("Service", "ExecStart", value)];
    Template { app: app("example"), revision: 1, image: image.to_owned(), options }
}

fn filled(value: &str) -> String {
    let options = template(value, "coreos/example").fill(Some(&version("1.0.0")), Instance::new(7)).unwrap();
    options[0].value.clone()
}

#[test]
fn fills_its_own_placeholders_and_no_others() {
    assert_eq!(filled("{app} {version} {instance} {image}"), "example 1.0.0 7 coreos/example");
    assert_eq!(filled("{app}{app}-{instance}"), "exampleexample-7");
    for same in [
        "%p-%i %n %%",
        "${version} ${app}",
        "{other} {Version} { app } {}",
        "awk '{print $1}' {",
        "} { {{",
        "--format {{.Names}}",
        "{versi\u{f6}n}",
    ] {
        assert_eq!(filled(same), same);
    }
    // A brace that opens nothing does not hide one that does.
    assert_eq!(filled("{ {app} {x{version}}"), "{ example {x1.0.0}");
}

#[test]
fn a_version_is_needed_only_where_it_is_used() {
    let options = template("run {app}-{instance}", "").fill(None, Instance::new(1)).unwrap();
    assert_eq!(options[0].value, "run example-1");
    assert_eq!(
        template("run {version}", "").fill(None, Instance::new(1)),
        Err(FillError::NoVersion { app: "example".to_owned(), option: "Service/ExecStart".to_owned() })
    );
}

#[test]
fn an_image_is_needed_only_where_it_is_used() {
    assert!(template("run {image}:{version}", "").uses_image());
    assert!(!template("run ${image} {app}", "").uses_image());
    let version = version("1");
    let fill = |image: &str| template("run {image}", image).fill(Some(&version), Instance::new(1));
    assert_eq!(fill(""), Err(FillError::NoImage { app: "example".to_owned() }));
    assert!(matches!(fill("x; rm -rf /"), Err(FillError::BadImage(ImageError::Form(_)))));
    // What is not used does no harm.
    assert!(template("run", "x y").fill(Some(&version), Instance::new(1)).is_ok());
}

#[test]
fn an_image_is_a_name_without_a_tag() {
    for image in ["", "nginx", "coreos/example", "registry.example:5000/team/app", "localhost:5000/a_b.c-d"] {
        assert_eq!(check_image(image), Ok(()), "{image}");
    }
    for image in ["nginx:1.0", "r:5000/app:2", "app@sha256:abc"] {
        assert!(matches!(check_image(image), Err(ImageError::Tag(_))), "{image}");
    }
    let long = "x".repeat(256);
    for image in ["a b", "-x", "/x", "x/", "a//b", "a\nb", "a$b", "a%b", "\u{e4}", "a{app}", long.as_str()] {
        let error = check_image(image).unwrap_err();
        assert!(matches!(error, ImageError::Form(_)), "{image}");
        assert!(!error.to_string().contains('\n'));
    }
}

#[test]
fn what_grows_too_long_is_refused() {
    let long = format!("run {}", "{version}".repeat(40));
    let error = template(&long, "").fill(Some(&version(&"v".repeat(100))), Instance::new(1)).unwrap_err();
    assert!(matches!(error, FillError::Refused(_)), "{error}");
}

proptest! {
    #[test]
    fn filling_never_brings_a_line_in(
        value in "([a-z {}$%\\\\\"'\n\t]|\\{app\\}|\\{version\\}|\\{instance\\}|\\{image\\}){0,30}",
        image in "[a-z/:.\n\r\0 ]{0,12}",
        number in 0u32..2000,
    ) {
        let template = template(&value, &image);
        if let Ok(options) = template.fill(Some(&version("1.0")), Instance::new(number)) {
            prop_assert!(!options[0].value.contains(['\n', '\r', '\0']));
            prop_assert_eq!(fleet::unit_file::normalise(&options).ok(), Some(options));
        }
    }

    #[test]
    fn without_placeholders_nothing_changes(value in "[a-z%$][a-z {}%$=]{0,30}[a-z%$]") {
        let known = ["{app}", "{version}", "{instance}", "{image}"];
        prop_assume!(!known.iter().any(|name| value.contains(name)));
        prop_assert_eq!(filled(&value), value);
    }

    #[test]
    fn reading_never_fails_badly(source in "[\\[\\]{}\",:\\\\=#; \na-cA-C]{0,80}") {
        if let Ok(options) = crate::template::read(&source) {
            prop_assert_eq!(fleet::guard::check_options(&options), Ok(()));
            prop_assert_eq!(fleet::unit_file::normalise(&options).ok(), Some(options));
        }
    }
}
