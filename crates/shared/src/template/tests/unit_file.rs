//! Unit files.

use super::{errors, lines};
use crate::template::{MAX_SOURCE_BYTES, read};

#[test]
fn reads_sections_comments_and_joined_lines() {
    let source = "\u{feff}# A service\r\n[Unit]\r\nDescription = Web \r\n; a remark\r\n\r\n[Service]\r\n\
                  ExecStart=/usr/bin/docker run \\\r\n  --rm \\\r\n# between\r\n  image\r\nEnvironment=\r\n";
    assert_eq!(
        lines(source),
        [
            "Unit/Description=Web",
            "Service/ExecStart=/usr/bin/docker run    --rm    image",
            "Service/Environment=",
        ]
    );
}

#[test]
fn keeps_values_as_they_are() {
    let source = "[Service]\nExecStart=/bin/sh -c \"a=b; echo [x] {y} %p $Z \\\\ # no comment\"\n[Unit]\nA=1\n[Service]\nB==2\n";
    assert_eq!(
        lines(source),
        [
            "Service/ExecStart=/bin/sh -c \"a=b; echo [x] {y} %p $Z \\\\ # no comment\"",
            "Service/B==2",
            "Unit/A=1"
        ]
    );
}

#[test]
fn a_section_alone_is_no_json() {
    assert_eq!(lines("[Service]\nA=1\n"), ["Service/A=1"]);
    assert_eq!(lines("\n  [X-Fleet]\nGlobal=true"), ["X-Fleet/Global=true"]);
}

#[test]
fn tells_every_line_that_is_wrong() {
    let source =
        "ExecStart=/bin/run\n[Service\nsudo systemctl start\n[Service]\nExecStart=/bin/run\noops\n[]\n=x\n";
    insta::assert_snapshot!(errors(source), @r"
    line 1: this option comes before any section. Put a line such as [Service] above it.
    line 2: this is no section. A section is one word in brackets on its own line, such as [Service].
    line 3: there is no '=' in this line. An option is written Name=value; a comment begins with '#'.
    line 6: there is no '=' in this line. An option is written Name=value; a comment begins with '#'.
    line 7: this is no section. A section is one word in brackets on its own line, such as [Service].
    ");
    assert_eq!(errors("[Service]\n\n=x\n"), "line 3: Service/: the name is empty: fill it in");
    assert_eq!(
        errors("[Service]\nA=1\nExecStart=/bin/run \\"),
        "line 3: the last line ends with '\\', and no line follows. Remove the '\\'."
    );
    let long = format!("[Service]\nA=1\nExecStart=/bin/{}\n", "x".repeat(2048));
    assert!(errors(&long).starts_with("line 3: Service/ExecStart: the line has"), "{}", errors(&long));
    assert!(errors("[Service]\nA=a\0b\n").starts_with("line 2: Service/A: the value holds the control sign"));
}

#[test]
fn says_when_there_is_nothing_or_too_much() {
    assert!(errors("").starts_with("There are no options in this text."));
    assert!(errors("  \n# only\n[Service]\n").starts_with("There are no options in this text."));
    let large = format!("[Service]\n{}", "A=1\n".repeat(MAX_SOURCE_BYTES / 4));
    assert!(errors(&large).contains("at most 262144 are read"), "{}", errors(&large));
    let many = format!("[Service]\n{}", "A=1\n".repeat(513));
    assert!(errors(&many).contains("513 options"), "{}", errors(&many));
}

#[test]
fn what_was_read_is_read_again_the_same() {
    let options = read("[A]\nx=1\n[B]\ny=2\n[A]\nz=3 \\\n 4\n").unwrap();
    assert_eq!(read(&fleet::unit_file::to_text(&options)).unwrap(), options);
    assert_eq!(fleet::unit_file::normalise(&options).unwrap(), options);
}
