//! Names: checked by PUT, in an order, and by nobody else.

use super::{SERVICE, unit};
use crate::client::TestFleet;

#[tokio::test]
async fn names_are_refused_in_fleets_order_and_words() {
    let fleet = TestFleet::empty().await;
    let longest = format!("{}.service", "a".repeat(248));
    let too_long = "unit name exceeds maximum length (256)";
    let cases = [
        (format!("a{longest}"), too_long),
        (format!("{}%C3%A4", "a".repeat(255)), too_long),
        ("none".to_owned(), r#"unit name must contain ".""#),
        ("@%20".to_owned(), r#"unit name must contain ".""#),
        ("@%20.".to_owned(), r#"unit name cannot end in ".""#),
        ("@%20.Service".to_owned(), r#"invalid unit type: "Service""#),
        ("@%20.ser%22vice%0A".to_owned(), r#"invalid unit type: "ser\"vice\n""#),
        ("@%20.mount".to_owned(), r#"invalid unit type for template: "mount""#),
        ("@%20.service".to_owned(), "invalid character ' ' in unit name"),
        ("a%0A.service".to_owned(), r"invalid character '\n' in unit name"),
        ("a%00.service".to_owned(), r"invalid character '\x00' in unit name"),
        ("%C3%A4.service".to_owned(), "invalid character 'ä' in unit name"),
        ("a*.service".to_owned(), "invalid character '*' in unit name"),
        ("a+b.service".to_owned(), "invalid character '+' in unit name"),
        ("a;x=1.service".to_owned(), "invalid character ';' in unit name"),
        ("@a.service".to_owned(), r#"unit name cannot start in "@""#),
    ];
    for (name, message) in cases {
        let answer = fleet.put(&format!("/fleet/v1/units/{name}"), &unit("inactive", &[SERVICE])).await;
        assert_eq!(answer.says(), (400, message.to_owned()), "{name}");
    }
    for name in
        [&longest, ".service", "..service", "-a.service", "a@@b.service", "a@b@c.service", "a%5Cx2d.service"]
    {
        let answer = fleet.put(&format!("/fleet/v1/units/{name}"), &unit("inactive", &[SERVICE])).await;
        assert_eq!(answer.status, Some(201), "{name}");
    }
}

#[tokio::test]
async fn the_name_in_the_body_comes_first_and_is_quoted() {
    let fleet = TestFleet::empty().await;
    let answer = fleet.put("/fleet/v1/units/a%0Ab", r#"{"name":"\"\u0000é"}"#).await;
    let message = r#"name in URL "a\nb" differs from unit name in request body "\"\x00é""#;
    assert_eq!(answer.says(), (400, message.to_owned()));
}

#[tokio::test]
async fn a_name_of_256_bytes_is_taken_and_never_loaded() {
    let fleet = TestFleet::empty().await;
    let name = format!("{}.service", "a".repeat(248));
    let path = format!("/fleet/v1/units/{name}");
    assert_eq!(fleet.put(&path, &unit("launched", &[SERVICE])).await.status, Some(201));
    fleet.wait(20);
    let read = fleet.get(&path).await.json();
    assert_eq!((read["currentState"].as_str(), read["machineID"].is_string()), (Some("inactive"), true));
    assert_eq!(fleet.get("/fleet/v1/state").await.body, "{}");
}

#[tokio::test]
async fn reading_and_deleting_ask_for_any_name() {
    let fleet = TestFleet::empty().await;
    for name in ["none", "a%20b", "@", "%ff", "*", "a.txt"] {
        let path = format!("/fleet/v1/units/{name}");
        let absent = (404, "unit does not exist".to_owned());
        assert_eq!(fleet.get(&path).await.says(), absent, "{name}");
        assert_eq!(fleet.send("DELETE", &path, &[], "").await.says(), absent, "{name}");
        assert_eq!(fleet.get(&format!("/fleet/v1/state?unitName={name}")).await.body, "{}", "{name}");
    }
}
