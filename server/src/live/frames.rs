//! Events in the languages of those who hear them: what all in one language are told is put into words once.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use bytes::Bytes;
use say::Language;

use crate::told;

/// How many are remembered: streams are seldom further apart than that, and whoever is pays for themselves.
const KEPT: usize = 8;

/// The events that were said last.
#[derive(Default)]
pub(super) struct Frames(Mutex<VecDeque<Said>>);

struct Said {
    /// As the hub has it.
    kept: Bytes,
    language: Language,
    said: Bytes,
}

impl Frames {
    /// An event of the hub in a language; itself if there is no sentence in it.
    pub(super) fn said(&self, kept: Bytes, language: Language) -> Bytes {
        if !told::has_sentences(&kept) {
            return kept;
        }
        // What is held here is freed nowhere else: at this place lies this event and no other one.
        let is_this = |said: &Said| {
            said.language == language && said.kept.as_ptr() == kept.as_ptr() && said.kept.len() == kept.len()
        };
        let mut frames = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = frames.iter().find(|said| is_this(said)) {
            return known.said.clone();
        }
        let said = say::in_language(language, || told::json(kept.clone()));
        frames.push_front(Said { kept, language, said: said.clone() });
        frames.truncate(KEPT);
        said
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_is_said_once_in_each_language() {
        let kept = say::keeping(|| Bytes::from(format!("data: \"{}\"\n\n", say::policy::anybody())));
        let frames = Frames::default();
        let said = Language::ALL.map(|language| frames.said(kept.clone(), language));
        assert_eq!(said[0], "data: \"an administrator\"\n\n");
        assert_ne!(said[0], said[1]);
        let again = frames.said(kept, Language::German);
        assert_eq!(again.as_ptr(), said[1].as_ptr(), "the same bytes");
        let plain = Bytes::from_static(b"data: {}\n\n");
        assert_eq!(frames.said(plain.clone(), Language::German).as_ptr(), plain.as_ptr());
    }
}
