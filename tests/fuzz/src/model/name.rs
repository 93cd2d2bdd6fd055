//! Fleet's eight rules for the name of a unit, the names of apps, and the few names that must never be sent.

use super::go_quote;

const TYPES: [&str; 13] = [
    "service",
    "socket",
    "timer",
    "path",
    "mount",
    "automount",
    "device",
    "target",
    "slice",
    "scope",
    "swap",
    "snapshot",
    "busname",
];
const TEMPLATE_TYPES: [&str; 5] = ["service", "socket", "timer", "path", "target"];
/// The types that an agent finds again.
const AGENT_TYPES: [&str; 7] = ["service", "socket", "timer", "path", "mount", "automount", "device"];

/// What Fleet says about a name that it does not take.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Complaint {
    Words(&'static str),
    /// Words around something quoted.
    About(&'static str, String, &'static str),
}

/// The first rule that the name breaks.
pub(crate) fn complaint(name: &str) -> Option<Complaint> {
    use Complaint::{About, Words};
    let bytes = name.as_bytes();
    if bytes.is_empty() {
        return Some(Words("unit name cannot be empty"));
    }
    if bytes.len() >= 257 {
        return Some(Words("unit name exceeds maximum length (256)"));
    }
    let Some(dot) = bytes.iter().rposition(|byte| *byte == b'.') else {
        return Some(Words("unit name must contain \".\""));
    };
    let (stem, suffix) = (&name[..dot], &name[dot + 1..]);
    if suffix.is_empty() {
        return Some(Words("unit name cannot end in \".\""));
    }
    if !TYPES.contains(&suffix) {
        return Some(About("invalid unit type: \"", suffix.to_owned(), "\""));
    }
    if name.contains('@') && !TEMPLATE_TYPES.contains(&suffix) {
        return Some(About("invalid unit type for template: \"", suffix.to_owned(), "\""));
    }
    const SIGNS: &str = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ:_.\\@-";
    if let Some(sign) = stem.chars().find(|sign| !SIGNS.contains(*sign)) {
        return Some(About("invalid character '", sign.to_string(), "' in unit name"));
    }
    (bytes[0] == b'@').then_some(Words("unit name cannot start in \"@\""))
}

impl Complaint {
    /// Whether a message says this.
    pub(crate) fn is_said_by(&self, message: &str) -> bool {
        match self {
            Self::Words(words) => message == *words,
            Self::About(before, what, after) => {
                let quoted = message.strip_prefix(before).and_then(|rest| rest.strip_suffix(after));
                quoted.and_then(go_quote::unquoted).as_deref() == Some(what.as_str())
            }
        }
    }
}

/// App, version and instance of a name that Fleet takes.
pub(crate) fn app_unit(name: &str) -> Option<(&str, Option<&str>, u32)> {
    let (left, instance) = name.strip_suffix(".service")?.split_once('@')?;
    let (app, version) = match left.find(':') {
        Some(colon) => (&left[..colon], Some(&left[colon + 1..])),
        None => (left, None),
    };
    let number: u32 = instance.parse().ok()?;
    // One number has one spelling, and words are short and have few signs.
    let is_word = |word: &str, first: fn(char) -> bool| {
        (1..=128).contains(&word.len())
            && word.starts_with(first)
            && word.chars().all(|sign| sign.is_ascii_alphanumeric() || "._-".contains(sign))
    };
    let is_ok = number.to_string() == instance
        && is_word(app, |sign| sign.is_ascii_alphanumeric())
        && version.is_none_or(|version| is_word(version, |sign| sign.is_ascii_alphanumeric() || sign == '_'));
    is_ok.then_some((app, version, number))
}

/// Whether systemd could load a unit of this name, and Fleet's agent unload it.
pub(crate) fn has_a_way_back(name: &str) -> bool {
    name.len() < 256 && name.rsplit('.').next().is_some_and(|suffix| AGENT_TYPES.contains(&suffix))
}

/// Whether the name is that of a unit on which machine or cluster stand. Not the whole list: what must be on any.
pub(crate) fn holds_the_machine_up(name: &str) -> bool {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_ascii_lowercase();
    let prefix = stem.split('@').next().unwrap_or_default();
    let families = ["fleet", "etcd", "docker", "dbus", "systemd-", "sshd", "network"];
    !prefix.contains(':') && families.iter().any(|family| prefix.starts_with(family))
}
