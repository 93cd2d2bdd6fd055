//! The one sentence that is read from across the room.

use ::say::wall_picture as words;

use super::{Age, Tone, Wall};

/// The sentence, and how it looks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// In words.
    pub words: String,
    /// How it looks; never well on old data.
    pub tone: Tone,
}

/// What a picture of that age comes to.
pub fn verdict(wall: &Wall, age: Age) -> Verdict {
    let (words, tone) = fresh(wall);
    match age {
        Age::Live => Verdict { words, tone },
        // What is wrong stays said; what was well is not well for certain.
        Age::Old if tone.needs_attention() => Verdict { words, tone },
        Age::Old => Verdict { words, tone: Tone::Unknown },
        Age::Late => Verdict { words: words::last_known(&lower(&words)), tone: Tone::Unknown },
        Age::None => Verdict { words: words::no_data().to_owned(), tone: Tone::Warn },
    }
}

fn fresh(wall: &Wall) -> (String, Tone) {
    let of = |is_unit: bool, counts: fn(Tone) -> bool| {
        wall.apps.iter().filter(|app| app.is_unit == is_unit && counts(app.tone)).count()
    };
    let (bad_apps, bad_units) = (of(false, Tone::needs_attention), of(true, Tone::needs_attention));
    if bad_apps + bad_units > 0 {
        let said = match (bad_apps, bad_units) {
            (apps, 0) => words::apps_attention(apps),
            (0, units) => words::units_attention(units),
            (apps, units) => words::both_attention(&words::count_apps(apps), &words::count_units(units)),
        };
        let worst = wall.apps.iter().map(|app| app.tone).min().unwrap_or(Tone::Warn);
        return (said, worst);
    }
    let (unknown, working) =
        (of(false, |tone| tone == Tone::Unknown), of(false, |tone| tone == Tone::Working));
    match (of(false, |_| true), unknown, working) {
        (_, 1.., _) => (words::not_known(unknown), Tone::Unknown),
        (0, ..) => (words::no_apps().to_owned(), Tone::Idle),
        (apps, _, 0) => (words::all_ok(apps), Tone::Ok),
        (apps, ..) if working == apps => (words::all_changing(working), Tone::Working),
        (apps, ..) => (words::some_changing(apps - working, &working), Tone::Working),
    }
}

/// Within a sentence.
fn lower(words: &str) -> String {
    let mut signs = words.chars();
    signs.next().map(|first| first.to_lowercase().chain(signs).collect()).unwrap_or_default()
}
