//! What looks like a secret, wherever it stands.

use std::ops::Range;

/// How tokens of well-known services begin, and of this server. Behind it come signs of a token.
const BEGINNINGS: [&str; 22] = [
    "qd_",
    "ghp_",
    "gho_",
    "ghu_",
    "ghs_",
    "ghr_",
    "github_pat_",
    "glpat-",
    "xoxb-",
    "xoxp-",
    "xoxa-",
    "xoxs-",
    "sk-",
    "sk_live_",
    "rk_live_",
    "sk_test_",
    "AIza",
    "hvs.",
    "npm_",
    "dckr_pat_",
    "eyJ",
    "SG.",
];
/// How many signs must follow one of these: names begin like that too.
const BEHIND: usize = 12;
/// How the name of an access key of Amazon begins: sixteen capitals and digits follow.
const AMAZON: [&str; 3] = ["AKIA", "ASIA", "AGPA"];
/// From this length on, hexadecimal digits are a secret, unless they are the digest of something. Machines' IDs and
/// commits are shorter.
const HEX: usize = 48;
/// From this length on, letters of both kinds mixed with digits are.
const MIXED: usize = 24;

/// All of these.
pub(super) fn places(text: &str) -> Vec<Range<usize>> {
    let mut places = private_keys(text);
    for run in runs(text) {
        places.extend(of_run(text, run));
    }
    places
}

/// From the first line of a private key to its last one, or to the end.
fn private_keys(text: &str) -> Vec<Range<usize>> {
    const BEGIN: &str = "-----BEGIN";
    const END: &str = "-----END";
    let mut places = Vec::new();
    let mut at = 0;
    while let Some(start) = text.get(at..).and_then(|rest| rest.find(BEGIN)).map(|found| at + found) {
        let end = text.get(start..).and_then(|rest| rest.find(END)).map(|found| start + found);
        // Behind the words of the last line five dashes follow.
        let end = end.map(|end| {
            let rest = text.get(end + END.len()..).unwrap_or_default();
            end + END.len() + rest.find("-----").map_or(rest.len(), |dashes| dashes + 5)
        });
        at = end.unwrap_or(text.len());
        places.push(start..at);
    }
    places
}

/// The longest parts that a token could be made of.
fn runs(text: &str) -> Vec<Range<usize>> {
    let is_of_token = |byte: &u8| byte.is_ascii_alphanumeric() || b"+/_-.=".contains(byte);
    let mut runs = Vec::new();
    let mut start = None;
    for (at, byte) in text.bytes().enumerate() {
        match (is_of_token(&byte), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                runs.push(from..at);
                start = None;
            }
            _ => {}
        }
    }
    runs.extend(start.map(|from| from..text.len()));
    runs
}

fn of_run(text: &str, run: Range<usize>) -> Vec<Range<usize>> {
    let whole = text.get(run.clone()).unwrap_or_default();
    let before = text.get(..run.start).unwrap_or_default();
    let mut places = Vec::new();
    // Behind a name, a slash or a point another part begins that may be one.
    let mut at = 0;
    for part in whole.split_inclusive(['=', '/']) {
        let known = part
            .find(|sign: char| sign != '-')
            .map(|dashes| at + dashes)
            .filter(|from| whole.get(*from..).is_some_and(has_known_beginning));
        if let Some(from) = known {
            places.push(run.start + from..run.end);
            return places;
        }
        at += part.len();
    }
    if is_random(whole) && !whole.starts_with('/') {
        places.push(run);
        return places;
    }
    let mut at = 0;
    for part in whole.split(['/', '=', '.']) {
        let here = run.start + at..run.start + at + part.len();
        let is_digest = before.ends_with("sha256:") || before.ends_with("sha512:");
        if is_random(part) || (is_long_hex(part) && !is_digest) {
            places.push(here);
        }
        at += part.len() + 1;
    }
    places
}

fn has_known_beginning(text: &str) -> bool {
    let follows = |rest: &str| {
        let token = rest.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(byte));
        let (count, digits) = token
            .fold((0, 0), |(count, digits), byte| (count + 1, digits + usize::from(byte.is_ascii_digit())));
        count >= BEHIND && digits > 0
    };
    BEGINNINGS.iter().any(|beginning| text.strip_prefix(beginning).is_some_and(follows))
        || AMAZON.iter().any(|beginning| {
            text.strip_prefix(beginning).is_some_and(|rest| {
                rest.len() >= 16
                    && rest.bytes().take(16).all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
            })
        })
}

fn is_long_hex(text: &str) -> bool {
    text.len() >= HEX && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Small letters, capitals and digits, each more than once, that follow each other without order.
fn is_random(text: &str) -> bool {
    let of = |kind: fn(&u8) -> bool| text.bytes().filter(kind).count() >= 2;
    if text.len() < MIXED
        || !of(u8::is_ascii_lowercase)
        || !of(u8::is_ascii_uppercase)
        || !of(u8::is_ascii_digit)
    {
        return false;
    }
    let kinds = text
        .bytes()
        .filter(u8::is_ascii_alphanumeric)
        .map(|byte| if byte.is_ascii_digit() { 0 } else { 1 + u8::from(byte.is_ascii_uppercase()) });
    let kinds: Vec<u8> = kinds.collect();
    let changes = kinds.windows(2).filter(|pair| pair.first() != pair.last()).count();
    let numbers = text.split(|sign: char| !sign.is_ascii_digit()).filter(|part| !part.is_empty()).count();
    // Names made of words change less often, and have one number at most.
    changes * if numbers > 1 { 3 } else { 2 } >= text.len()
}
