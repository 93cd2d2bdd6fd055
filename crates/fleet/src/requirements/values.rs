//! The values of the `[X-Fleet]` section, by key.
//!
//! Owns how Fleet splits one value into several; does not know what a key means.

use std::collections::HashMap;

use crate::UnitOption;

/// Section and keys are compared with regard to case.
const SECTION: &str = "X-Fleet";

/// The values of each key, in the order of the file.
pub(super) struct Values<'a>(HashMap<&'a str, Vec<String>>);

impl<'a> Values<'a> {
    /// Collects the section's values, each passed through `expand` after the split.
    pub(super) fn read(options: &'a [UnitOption], expand: impl Fn(&str) -> String) -> Self {
        let mut values = HashMap::<_, Vec<_>>::new();
        for option in options.iter().filter(|option| option.section == SECTION) {
            values
                .entry(option.name.as_str())
                .or_default()
                .extend(split(&option.value).iter().map(|value| expand(value)));
        }
        Self(values)
    }

    /// The keys that have values, in no order.
    pub(super) fn keys(&self) -> impl Iterator<Item = &'a str> {
        self.0.keys().copied()
    }

    pub(super) fn of(&self, key: &str) -> impl Iterator<Item = &str> {
        self.0.get(key).into_iter().flatten().map(String::as_str)
    }

    /// The values of the old spelling of a key come before those of the new one.
    pub(super) fn of_both(&self, old: &str, new: &str) -> impl Iterator<Item = &str> {
        self.of(old).chain(self.of(new))
    }
}

/// Splits a value that starts and ends with a quotation mark at the blanks outside of quotes; any other value is one.
/// A lone quotation mark is both start and end.
pub(crate) fn split(value: &str) -> Vec<String> {
    if !value.starts_with('"') || !value.ends_with('"') {
        return vec![value.to_owned()];
    }
    let mut parts = Vec::new();
    let mut part = String::new();
    let mut is_quoted = false;
    for sign in value.chars() {
        match sign {
            '"' => is_quoted = !is_quoted,
            ' ' if !is_quoted => parts.push(std::mem::take(&mut part)),
            _ => part.push(sign),
        }
    }
    parts.push(part);
    parts
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn splits_quoted_lists_only() {
        for (value, parts) in [
            (r#""bar" "ping" "pong""#, &["bar", "ping", "pong"][..]),
            (r#""bar""#, &["bar"]),
            ("", &[""]),
            (r#""""#, &[""]),
            (r#"""#, &[""]),
            (r#""bar"#, &[r#""bar"#]),
            (r#"bar""#, &[r#"bar""#]),
            ("a b", &["a b"]),
            (r#""a b" "c""#, &["a b", "c"]),
            (r#""a"  "b""#, &["a", "", "b"]),
            (r#""bar" ""#, &["bar", ""]),
            (r#""foo\"bar""#, &[r"foo\bar"]),
        ] {
            assert_eq!(split(value), parts, "{value}");
        }
    }
}
