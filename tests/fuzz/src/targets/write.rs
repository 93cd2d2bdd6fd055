//! Pieces from which the grammars write.

use fleet::UnitOption;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

/// Up to `most` of the words, without anything between them.
pub(super) fn sentence(words: &'static [&'static str], most: usize) -> impl Strategy<Value = String> {
    vec(select(words), 0..=most).prop_map(|words| words.concat())
}

/// Any text: words that mean something, and a few signs of any kind.
pub(super) fn hostile(words: &'static [&'static str]) -> impl Strategy<Value = String> {
    prop_oneof![
        4 => sentence(words, 6),
        1 => vec(any::<char>(), 0..8).prop_map(String::from_iter),
        1 => (sentence(words, 3), any::<char>(), sentence(words, 3)).prop_map(|(a, sign, b)| format!("{a}{sign}{b}")),
    ]
}

/// The name of a unit, right or nearly so.
pub(super) fn unit_name() -> impl Strategy<Value = String> {
    const PARTS: &[&str] = &[
        "example",
        "a",
        "sshd",
        "fleet",
        "systemd-",
        "1",
        "0",
        "01",
        "4294967295",
        "4294967296",
        ":",
        "1.0.0",
        "@",
        "-",
        ".",
        "\\",
        "\\x2d",
        "_",
        "é",
        "/",
        "%i",
        "%2F",
        " ",
        "\n",
        "\0",
        "K",
    ];
    const TYPES: &[&str] = &[
        ".service",
        ".service",
        ".service",
        ".service",
        ".socket",
        ".timer",
        ".path",
        ".target",
        ".mount",
        ".slice",
        ".device",
        ".scope",
        ".snapshot",
        ".Service",
        ".",
        "",
        ".serv\"ice",
        ".ser\nvice",
        ".sérvice\u{200b}",
    ];
    let app = (
        select(&["example", "my.app_x", "A", "-a", ""][..]),
        select(&["", ":1.0.0", ":_x", ":.1", ":1:2"][..]),
    )
        .prop_map(|(app, version)| format!("{app}{version}"));
    let stem = prop_oneof![
        sentence(PARTS, 5),
        (app, select(&["@1", "@0", "@", "@01", "@x", "@1@2"][..])).prop_map(|(a, i)| a + i)
    ];
    let padded = (stem, prop_oneof![9 => Just(0), 1 => 110..260_usize]);
    (padded, select(TYPES))
        .prop_map(|((stem, padding), suffix)| format!("{}{stem}{suffix}", "x".repeat(padding)))
}

/// Pieces of sections, names and values.
pub(super) const OPTION_WORDS: &[&str] = &[
    "Service",
    "Unit",
    "X-Fleet",
    "Install",
    "ExecStart",
    "ExecStartPre",
    "User",
    "MachineOf",
    "MachineID",
    "Conflicts",
    "Global",
    "=",
    "[",
    "]",
    "#",
    ";",
    "\\",
    "\\\n",
    "\n",
    "\r",
    "\r\n",
    "\0",
    "\t",
    " ",
    "\"",
    "'",
    "%i",
    "%p-%i",
    "%n",
    "{app}",
    "{version}",
    "{image}",
    "{instance}",
    "${",
    "}",
    "é",
    "\u{85}",
    "\u{a0}",
    "\u{2028}",
    "\u{feff}",
    "/bin/true",
    "a.service",
    "example@*.service",
    "*",
    "true",
    "key=value",
    "-/bin/sh -c \"exit 0\"",
];

/// An option that is mostly as it should be.
pub(super) fn option() -> impl Strategy<Value = UnitOption> {
    let section = prop_oneof![
        8 => select(&["Unit", "Service", "X-Fleet", "Install"][..]).prop_map(str::to_owned),
        1 => hostile(OPTION_WORDS)
    ];
    let name = prop_oneof![
        8 => select(&["Description", "After", "ExecStart", "ExecStop", "Environment", "WantedBy"][..]).prop_map(str::to_owned),
        1 => hostile(OPTION_WORDS)
    ];
    let long =
        (hostile(OPTION_WORDS), 2000..2060_usize).prop_map(|(text, length)| text + &"x".repeat(length));
    let value = prop_oneof![
        8 => sentence(&["/bin/true", "a", " ", "\\", "=", "#", "é", "\"", "%i", "\t", "[x]"], 5).prop_map(|text| text.trim().to_owned()),
        2 => hostile(OPTION_WORDS),
        1 => long
    ];
    (section, name, value).prop_map(|(section, name, value)| UnitOption::new(section, name, value))
}

/// A list of options; those of a section stand together most of the time.
pub(super) fn options() -> impl Strategy<Value = Vec<UnitOption>> {
    (vec(option(), 0..7), 0..5_u8).prop_map(|(mut options, sorting)| {
        if sorting > 0 {
            options.sort_by(|a, b| a.section.cmp(&b.section));
        }
        options
    })
}

/// A text as bytes.
pub(super) fn bytes(text: impl Strategy<Value = String> + 'static) -> BoxedStrategy<Vec<u8>> {
    text.prop_map(String::into_bytes).boxed()
}
