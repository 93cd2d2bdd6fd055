//! What is done to a text once it is said, also to one that is kept until then.

/// At most so many bytes of it. What is cut off is said by "…".
pub fn clipped(text: &str, most: usize) -> String {
    #[cfg(not(target_family = "wasm"))]
    if let Some(kept) = crate::scope::shaped(CLIPPED, most, text) {
        return kept;
    }
    clip(text, most)
}

/// As the beginning of a sentence: with a capital letter.
pub fn capital(text: &str) -> String {
    #[cfg(not(target_family = "wasm"))]
    if let Some(kept) = crate::scope::shaped(CAPITAL, 0, text) {
        return kept;
    }
    raise(text)
}

/// In place of a kept message's key.
#[cfg(not(target_family = "wasm"))]
pub(crate) const CLIPPED: &str = "~";
#[cfg(not(target_family = "wasm"))]
pub(crate) const CAPITAL: &str = "^";

pub(crate) fn clip(text: &str, most: usize) -> String {
    if text.len() <= most {
        return text.to_owned();
    }
    let room = most.saturating_sub("…".len());
    let end = (0..=room).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
    format!("{}…", text.get(..end).unwrap_or_default().trim_end())
}

pub(crate) fn raise(text: &str) -> String {
    let mut signs = text.chars();
    signs.next().into_iter().flat_map(char::to_uppercase).chain(signs).collect()
}
