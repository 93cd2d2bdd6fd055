//! Masks: what looks like a secret in a unit's options is replaced by [`MARK`], and the rest stays readable.
//!
//! For people who may see options (`view-spec`) and not write them: who writes them (`template`, `raw-unit`) gets them
//! whole, since a mask that is saved again would destroy the secret. What is masked:
//!
//! * every value of `Environment=`, of `-e` and `--env` in a command line, and of any `NAME=value` in capitals there. What
//!   an environment variable is for can't be told by its name alone (`DB`, `MAIL`, `SENTRY`), so that all count as
//!   secret but those that plainly are none: booleans, short numbers, paths below the usual folders, and what only refers
//!   to something else (`%i`, `{version}`, `${PORT}`). Numbers and booleans of a name that speaks of a secret are masked too;
//! * what follows a name that speaks of a secret: `--password x`, `token=x`, `"secret": "x"`, `X-Api-Key: x`;
//! * passwords in addresses (`scheme://user:password@host`), `-u user:password`, `-p password`, `Authorization` and cookies;
//! * what looks like a secret wherever it stands: private keys, signed tokens, tokens with a known beginning (those of
//!   this server too), and long strings that look drawn at random.
//!
//! A command line is not understood but scanned: quotes may be nested in `bash -c`, or broken. In doubt too much is
//! masked. What can't be seen by its place, its name or its looks (`/bin/app hunter2`) is not: options are no place for
//! secrets that those with `view-spec` must not see. Pure; must never be used to make options that are sent to Fleet.

mod looks;
mod names;
mod places;
mod scan;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::ops::Range;

use fleet::UnitOption;

/// What stands where a secret was. It has no sign that a unit file, a shell or an address would read as the end of a
/// word.
pub const MARK: &str = "[hidden]";

/// How often a text is masked again at most, until nothing changes. Two are enough but for broken quotes.
const ROUNDS: usize = 8;

/// The options with what looks like a secret masked.
pub fn options(options: &[UnitOption]) -> Vec<UnitOption> {
    options.iter().map(option).collect()
}

/// One option, the same way.
pub fn option(option: &UnitOption) -> UnitOption {
    let value = match option.name.as_str() {
        "Environment" => settled(&option.value, places::of_environment),
        // The name of a credential, and behind it what it says.
        "SetCredential" | "SetCredentialEncrypted" => settled(&option.value, places::of_credential),
        _ => text(&option.value),
    };
    UnitOption::new(option.section.clone(), option.name.clone(), value.into_owned())
}

/// Any text: a command line, an error that quotes one.
pub fn text(text: &str) -> Cow<'_, str> {
    settled(text, places::of_text)
}

/// Masks until there is nothing more to mask, so that a masked text is left as it is.
fn settled(text: &str, places: fn(&str) -> Vec<Range<usize>>) -> Cow<'_, str> {
    let mut now = Cow::Borrowed(text);
    for _ in 0..ROUNDS {
        let next = replaced(&now, places(&now));
        if next == *now {
            return now;
        }
        now = Cow::Owned(next);
    }
    // It never came to rest, which nothing sensible does: all of it is hidden.
    Cow::Borrowed(MARK)
}

fn replaced(text: &str, mut places: Vec<Range<usize>>) -> String {
    places.retain(|place| !place.is_empty());
    places.sort_by_key(|place| (place.start, place.end));
    let mut masked = String::with_capacity(text.len());
    let mut at = 0;
    let mut end_of_mark = None;
    for place in places {
        if place.start >= at {
            // What touches the mark before it is one secret with it.
            let between = text.get(at..place.start).unwrap_or_default();
            if end_of_mark != Some(place.start) {
                masked.push_str(between);
                masked.push_str(MARK);
            }
        }
        at = at.max(place.end);
        end_of_mark = Some(at);
    }
    masked.push_str(text.get(at..).unwrap_or_default());
    masked
}
