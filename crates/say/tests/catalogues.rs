//! What the build accepts of a catalogue, and what it makes of it.

#[path = "../build/catalogue.rs"]
mod catalogue;
#[path = "../build/message.rs"]
mod message;
#[path = "../build/write.rs"]
mod write;

use std::fs;

use anyhow::Result;

use crate::catalogue::Catalogue;

/// A catalogue with one area.
fn catalogue(text: &str) -> Result<Catalogue> {
    let folder = tempfile::tempdir()?;
    fs::write(folder.path().join("apps.ftl"), text)?;
    Catalogue::read(folder.path())
}

fn refused<T>(result: Result<T>) -> String {
    result.map_or_else(|error| format!("{error:#}"), |_| "accepted".to_owned())
}

#[test]
fn messages_become_functions_that_take_what_they_name() -> Result<()> {
    let code = write::functions(&catalogue(
        "move = Move\nunits = { $count ->\n    [one] { $count } unit of { $app-name }\n   *[other] { $count } units of { $app-name }\n }\n",
    )?)?;
    assert!(code.contains("pub fn r#move() -> &'static str"), "{code}");
    assert!(
        code.contains("pub fn units(count: usize, app_name: &dyn std::fmt::Display) -> String"),
        "{code}"
    );
    assert!(
        code.contains(r#""\u{f}1\u{1} unit of \u{2}\u{f}n\u{1} units of \u{2}", count, &[&count, app_name]"#),
        "{code}"
    );
    Ok(())
}

#[test]
fn words_of_rust_are_names_too() -> Result<()> {
    let code =
        write::functions(&catalogue("do = Do { $type }\nin = { $for ->\n   *[other] in { $for }\n }\n")?)?;
    assert!(code.contains("pub fn r#do(r#type: &dyn std::fmt::Display)"), "{code}");
    assert!(code.contains("pub fn r#in(r#for: usize)") && code.contains(", r#for, &[&r#for])"), "{code}");
    Ok(())
}

#[test]
fn parts_keep_their_place_where_another_language_names_them_in_another_order() -> Result<()> {
    let english = catalogue("of = { $part } of { $whole }\n")?;
    let german = catalogue("of = von { $whole } { $part }\n")?;
    let text = write::translation(&english, &german)?;
    assert_eq!(text.page.lines().nth(1), Some("von \u{2} \u{1}"));
    Ok(())
}

#[test]
fn each_message_is_known_by_its_area_and_key() -> Result<()> {
    assert_eq!(write::keys(&catalogue("move = Move\ndo = Do\n")?).lines().count(), 2);
    assert_eq!(write::keys(&catalogue("move = Move\n")?), "apps/move\n");
    Ok(())
}

#[test]
fn a_long_text_goes_on_in_the_next_line() -> Result<()> {
    let english = catalogue("long =\n    one\n    two\n")?;
    assert_eq!(write::translation(&english, &english)?.page.lines().nth(1), Some("one two"));
    Ok(())
}

#[test]
fn what_is_missing_or_too_much_is_named() -> Result<()> {
    let english = catalogue("one = One\ntwo = Two { $app }\n")?;
    let said =
        |german: &str| refused(catalogue(german).and_then(|german| write::translation(&english, &german)));
    assert_eq!(said("one = Eins\n"), "not translated: apps.ftl: two");
    assert_eq!(
        said("one = Eins\ntwo = Zwei\nthree = Drei\n"),
        "apps.ftl has three, which the English has not"
    );
    assert_eq!(
        said("one = Eins\ntwo = Zwei { $unit }\n"),
        "apps.ftl: two: names $unit, which the English does not"
    );
    let counted = "one = Eins\ntwo = { $app ->\n    [one] Eine\n   *[other] Zwei\n }\n";
    assert!(said(counted).starts_with("apps.ftl: two: chooses by a number"), "{}", said(counted));
    Ok(())
}

#[test]
fn more_of_fluent_than_there_is_here_is_refused_and_not_shown_as_text() {
    for (text, reason) in [
        ("a = { -brand }\n", "only { $name }"),
        ("-brand = Quarterdeck\n", "terms are not read"),
        ("a = { $n ->\n    [few] x\n   *[other] y\n }\n", "the forms are"),
        ("a = x { $n ->\n    [one] x\n   *[other] y\n }\n", "must be the whole message"),
        ("a = x\n    .title = y\n", "attributes"),
        ("a = x\na = y\n", "stands there twice"),
        ("a\n", "line 1"),
    ] {
        let said = refused(catalogue(text));
        assert!(said.contains(reason), "{text}: {said}");
    }
}

#[test]
fn a_catalogue_with_other_messages_is_one_of_another_build() -> Result<()> {
    let mark = |text: &str| -> Result<Option<String>> {
        let catalogue = catalogue(text)?;
        Ok(write::translation(&catalogue, &catalogue)?.page.lines().next().map(str::to_owned))
    };
    assert_eq!(mark("a = x\n")?, mark("a = y\n")?);
    assert_ne!(mark("a = x\n")?, mark("b = x\n")?);
    assert_ne!(mark("a = x\n")?, mark("a = x { $y }\n")?);
    Ok(())
}
