//! In which language whoever asks is answered.

use axum::http::{HeaderMap, HeaderValue, header};
use say::{Language, Scope};

/// What a request is answered in: what is said is kept until it goes out, in the language that its headers ask for.
pub(super) fn scope(headers: &HeaderMap) -> Scope {
    Scope { language: asked(headers), keeps: true }
}

/// The language that is spoken here and wanted most; English if none is, or nothing was said.
fn asked(headers: &HeaderMap) -> Language {
    let values = headers.get_all(header::ACCEPT_LANGUAGE).iter().filter_map(|value| value.to_str().ok());
    let mut best = (0, Language::English);
    for (weight, language) in values.flat_map(|value| value.split(',')).filter_map(wanted) {
        // Of two that are wanted as much the first.
        if weight > best.0 {
            best = (weight, language);
        }
    }
    best.1
}

/// One entry, `de-AT;q=0.8`: how much in thousandths, and which. What is not spoken here is none.
fn wanted(entry: &str) -> Option<(u16, Language)> {
    let mut parts = entry.split(';');
    let language = Language::of_tag(parts.next()?)?;
    let weight =
        match parts.next().map(|part| part.trim().strip_prefix("q=").unwrap_or_default().parse::<f32>()) {
            None => 1000,
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 1000")]
            Some(Ok(weight)) => (weight.clamp(0.0, 1.0) * 1000.0) as u16,
            Some(Err(_)) => 0,
        };
    Some((weight, language))
}

/// Says of an answer in which language it is, and by what that was chosen. Fleet's own answers are in none.
pub(crate) fn label(headers: &mut HeaderMap, language: Language) {
    headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(language.tag()));
    headers.append(header::VARY, HeaderValue::from_static("accept-language"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_that_is_wanted_most_and_spoken_here() {
        for (value, expected) in [
            ("de", "de"),
            ("de-AT,de;q=0.9,en;q=0.8", "de"),
            ("fr, de;q=0.4, en;q=0.5", "en"),
            ("en;q=0.3, de;q=0.31", "de"),
            ("fr", "en"),
            ("*", "en"),
            ("de;q=0", "en"),
            ("de;q=x, en;q=0.1", "en"),
            ("", "en"),
            (";;,,de;q=0.5;v=1", "de"),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_LANGUAGE, value.parse().unwrap());
            assert_eq!(asked(&headers).tag(), expected, "{value}");
        }
        assert_eq!(asked(&HeaderMap::new()), Language::English);
    }
}
