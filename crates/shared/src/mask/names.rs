//! Which names speak of a secret, and which values plainly are none.

use super::MARK;

/// Parts of names that speak of a secret wherever they stand.
const ANYWHERE: [&str; 10] = [
    "password",
    "passwd",
    "passphrase",
    "secret",
    "token",
    "credential",
    "apikey",
    "privatekey",
    "accesskey",
    "authorization",
];
/// Words of a name that do so by themselves, or at its end.
const WORDS: [&str; 14] = [
    "pass", "pwd", "pw", "key", "keys", "auth", "cred", "creds", "dsn", "pin", "otp", "jwt", "salt", "cookie",
];
const ENDS: [&str; 3] = ["pass", "key", "auth"];
const INNOCENT_ENDS: [&str; 6] = ["bypass", "compass", "monkey", "hotkey", "turkey", "donkey"];
/// What stands at the end of a name that tells where a secret is, how long it lives or how long it is.
const ABOUT: [&str; 9] = ["file", "path", "dir", "ttl", "timeout", "expiry", "size", "length", "type"];
/// Folders below which paths are no secrets.
const FOLDERS: [&str; 14] =
    ["etc", "run", "var", "opt", "srv", "usr", "home", "root", "tmp", "mnt", "data", "dev", "proc", "sys"];

/// Whether a name speaks of a secret: `--db-password`, `GITHUB_TOKEN`, `apiKey`. Dashes before it don't matter.
pub(super) fn is_secret(name: &str) -> bool {
    let words = words(name);
    let Some(last) = words.last() else { return false };
    if ABOUT.contains(&last.as_str()) {
        return false;
    }
    let together = words.concat();
    ANYWHERE.iter().any(|part| together.contains(part))
        || words.iter().any(|word| {
            WORDS.contains(&word.as_str())
                || ENDS.iter().any(|end| word.ends_with(end))
                    && !INNOCENT_ENDS.iter().any(|innocent| word.ends_with(innocent))
        })
}

/// Whether a name is one of an environment variable as it is usually written.
pub(super) fn is_in_capitals(name: &str) -> bool {
    name.starts_with(|sign: char| sign.is_ascii_uppercase() || sign == '_')
        && name.chars().all(|sign| sign.is_ascii_uppercase() || sign.is_ascii_digit() || sign == '_')
}

/// Whether a sign can be part of a name.
pub(super) fn is_of_name(sign: char) -> bool {
    sign.is_alphanumeric() || matches!(sign, '_' | '-' | '.')
}

/// What may be read of a value though it stands where secrets do.
#[derive(Debug, Clone, Copy)]
pub(super) struct Harmless<'n> {
    /// Whose value it is; empty if nothing tells.
    pub(super) name: &'n str,
    /// Whether `$NAME` is replaced before anybody uses it. In `Environment=` it is not.
    pub(super) expands: bool,
}

impl Harmless<'_> {
    /// Whether the value plainly is no secret.
    pub(super) fn is(self, value: &str) -> bool {
        let value = value.trim_matches(|sign| matches!(sign, '"' | '\'' | '\\'));
        value.is_empty()
            || value == MARK
            // What a shell works out: the words within are looked at by themselves.
            || (self.expands && (value.starts_with('`') || value.starts_with("$(")))
            || refers(value, self.expands)
            || is_path(value)
            || (!is_secret(self.name) && (is_word(value) || is_number(value)))
    }
}

fn is_word(value: &str) -> bool {
    const HARMLESS: [&str; 6] = ["true", "false", "yes", "no", "on", "off"];
    HARMLESS.iter().any(|word| value.eq_ignore_ascii_case(word))
}

/// A number of few digits, with a unit or without: ports, counts, times, sizes.
fn is_number(value: &str) -> bool {
    const UNITS: [&str; 14] = ["", "s", "ms", "m", "h", "d", "k", "K", "M", "G", "KB", "MB", "GB", "%"];
    let digits = value.strip_prefix('-').unwrap_or(value);
    let unit = digits.trim_start_matches(|sign: char| sign.is_ascii_digit() || sign == '.');
    let number = digits.len() - unit.len();
    (1..=6).contains(&number) && UNITS.contains(&unit)
}

/// A path below one of the usual folders, of which no part looks drawn at random.
pub(super) fn is_path(value: &str) -> bool {
    let Some(rest) = value.strip_prefix('/') else { return false };
    let is_plain = |sign: char| sign.is_ascii_alphanumeric() || "._@:{}%$/-".contains(sign);
    let folder = rest.split('/').next().unwrap_or_default();
    FOLDERS.contains(&folder) && rest.chars().all(is_plain) && super::looks::places(value).is_empty()
}

/// Whether a value is made of specifiers, placeholders and variables alone, with signs between them.
pub(super) fn refers(value: &str, expands: bool) -> bool {
    const PLACEHOLDERS: [&str; 4] = ["{app}", "{version}", "{instance}", "{image}"];
    let mut rest = value;
    while let Some(sign) = rest.chars().next() {
        let length = match sign {
            '-' | '_' | '.' | ':' | '/' | '@' => 1,
            '%' if rest.chars().nth(1).is_some_and(|letter| letter.is_ascii_alphabetic()) => 2,
            '{' => match PLACEHOLDERS.iter().find(|placeholder| rest.starts_with(**placeholder)) {
                Some(placeholder) => placeholder.len(),
                None => return false,
            },
            '$' if expands => match variable(rest) {
                Some(length) => length,
                None => return false,
            },
            _ => return false,
        };
        rest = rest.get(length..).unwrap_or_default();
    }
    true
}

/// The length of the variable that the text begins with.
fn variable(text: &str) -> Option<usize> {
    let name = text.strip_prefix('$')?;
    let braced = name.strip_prefix('{');
    let inner = braced.unwrap_or(name);
    let length = inner.find(|sign: char| !sign.is_ascii_alphanumeric() && sign != '_').unwrap_or(inner.len());
    let is_name = length > 0 && !inner.starts_with(|sign: char| sign.is_ascii_digit());
    let closed = braced.is_none_or(|inner| inner.get(length..).is_some_and(|rest| rest.starts_with('}')));
    (is_name && closed).then_some(length + if braced.is_some() { 3 } else { 1 })
}

/// A name's words, in small letters: `apiKey`, `API_KEY` and `api-key` are the same.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut was_small = false;
    for sign in name.chars() {
        let begins = !sign.is_alphanumeric() || (sign.is_uppercase() && was_small);
        if begins && words.last().is_some_and(|word| !word.is_empty()) {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| sign.is_alphanumeric()) {
            word.extend(sign.to_lowercase());
        }
        was_small = sign.is_lowercase() || sign.is_ascii_digit();
    }
    words.retain(|word| !word.is_empty());
    words
}
