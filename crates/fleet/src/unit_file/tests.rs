use super::{UnitFileError, grouped, normalise, parse, to_text};
use crate::UnitOption;

fn service(name: &str, value: &str) -> UnitOption {
    UnitOption::new("Service", name, value)
}

fn triples(options: &[UnitOption]) -> Vec<(&str, &str, &str)> {
    options.iter().map(|option| (&*option.section, &*option.name, &*option.value)).collect()
}

#[test]
fn writes_sections_in_order_of_first_sight() {
    assert_eq!(to_text(&[]), "");
    assert_eq!(to_text(&[service("ExecStart", "/bin/sleep 3000")]), "[Service]\nExecStart=/bin/sleep 3000\n");
    let interleaved =
        [service("ExecStart", "a"), UnitOption::new("Unit", "Description", "d"), service("User", "nobody")];
    assert_eq!(to_text(&interleaved), "[Service]\nExecStart=a\nUser=nobody\n\n[Unit]\nDescription=d\n");
    assert_eq!(grouped(&interleaved), normalise(&interleaved).unwrap());
}

#[test]
fn reads_comments_blank_lines_and_continuations() {
    let text = "junk before\n# [No]\n[Unit]\n\n  Description = a b \n;c\\\nstill comment\n\
                # c\\ \nstill comment\n[Service]\r\nExecStart=a \\\n  b\r\nUser=\nGroup=x";
    assert_eq!(
        triples(&parse(text).unwrap()),
        [
            ("Unit", "Description", "a b"),
            ("Service", "ExecStart", "a \\\n  b"),
            ("Service", "User", ""),
            ("Service", "Group", "x"),
        ]
    );
    assert_eq!(parse("").unwrap(), []);
    assert_eq!(parse("no section at all = 1").unwrap(), []);
}

#[test]
fn refuses_with_fleets_messages() {
    for (text, message) in [
        ("[Ser]vice]\n", "found garbage after section name : [118 105 99 101 93]"),
        ("[Service", "unable to find end of section"),
        ("[Service]\nExec\nStart=/bin/true\n", "unexpected newline encountered while parsing option name"),
        ("[Service]\nExec\rStart=/bin/true\n", "unexpected newline encountered while parsing option name"),
        ("[Service]\nExecStart", "EOF"),
    ] {
        assert_eq!(parse(text).unwrap_err().to_string(), message, "{text:?}");
    }
}

#[test]
fn lines_end_below_2048_bytes() {
    let line = |bytes: usize| format!("[Service]\nA={}\n[Unit]\n", "x".repeat(bytes - 2));
    assert!(parse(&line(2047)).is_ok());
    assert_eq!(parse(&line(2048)), Err(UnitFileError::LineTooLong));
    assert_eq!(parse(&line(2048)).unwrap_err().to_string(), "line too long (max 2048 bytes)");
    let late = format!("{}{}", "[Unit]\nA=1\n".repeat(1000), line(5000));
    assert_eq!(parse(&late), Err(UnitFileError::LineTooLong));
    assert_eq!(parse(&format!("[Unit]\n#{}", "x".repeat(2048))), Err(UnitFileError::LineTooLong));
    assert_eq!(parse(&"x".repeat(2048)), Err(UnitFileError::LineTooLong));
}

#[test]
fn continued_lines_are_counted_one_by_one() {
    let value = format!("{}\\\n{}", "x".repeat(2000), "y".repeat(2000));
    assert_eq!(normalise(&[service("A", &value)]).unwrap(), [service("A", &value)]);
}
