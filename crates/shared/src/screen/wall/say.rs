//! The one sentence that is read from across the room.

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
        Age::Late => Verdict { words: format!("Last known: {}", lower(&words)), tone: Tone::Unknown },
        Age::None => Verdict { words: "No data".to_owned(), tone: Tone::Warn },
    }
}

fn fresh(wall: &Wall) -> (String, Tone) {
    let of = |is_unit: bool, counts: fn(Tone) -> bool| {
        wall.apps.iter().filter(|app| app.is_unit == is_unit && counts(app.tone)).count()
    };
    let (bad_apps, bad_units) = (of(false, Tone::needs_attention), of(true, Tone::needs_attention));
    if bad_apps + bad_units > 0 {
        let verb = if bad_apps + bad_units == 1 { "needs" } else { "need" };
        let named = match (bad_apps, bad_units) {
            (apps, 0) => counted(apps, "app"),
            (0, units) => counted(units, "unit"),
            (apps, units) => format!("{} and {}", counted(apps, "app"), counted(units, "unit")),
        };
        let worst = wall.apps.iter().map(|app| app.tone).min().unwrap_or(Tone::Warn);
        return (format!("{named} {verb} attention"), worst);
    }
    let (unknown, working) =
        (of(false, |tone| tone == Tone::Unknown), of(false, |tone| tone == Tone::Working));
    match (of(false, |_| true), unknown, working) {
        (_, 1, _) => ("1 app is not known".to_owned(), Tone::Unknown),
        (_, 2.., _) => (format!("{unknown} apps are not known"), Tone::Unknown),
        (0, ..) => ("No apps yet".to_owned(), Tone::Idle),
        (1, _, 0) => ("1 app OK".to_owned(), Tone::Ok),
        (apps, _, 0) => (format!("All {apps} apps OK"), Tone::Ok),
        (apps, ..) if working == apps => (format!("{} changing", counted(working, "app")), Tone::Working),
        (apps, ..) => (format!("{} OK, {working} changing", counted(apps - working, "app")), Tone::Working),
    }
}

fn counted(count: usize, one: &str) -> String {
    format!("{count} {one}{}", if count == 1 { "" } else { "s" })
}

/// Within a sentence.
fn lower(words: &str) -> String {
    let mut signs = words.chars();
    signs.next().map(|first| first.to_lowercase().chain(signs).collect()).unwrap_or_default()
}
