//! The figures as a table.

use std::collections::BTreeMap;

use super::Figures;

/// Prints them.
pub(super) fn print(figures: &Figures) {
    let closest = figures.closest.map_or_else(|| "never".to_owned(), |above| format!("{above} above it"));
    let rows = [
        ("worlds side by side", figures.worlds.to_string()),
        ("time", format!("{:.0} s", figures.seconds)),
        ("kills", figures.kills.to_string()),
        ("  while steps of a deployment went on", figures.kills_at_work.to_string()),
        ("  before the server listened", figures.kills_while_starting.to_string()),
        ("start to first reading, median", format!("{:.0} ms", figures.ready_p50_ms)),
        ("start to first reading, longest", format!("{:.0} ms", figures.ready_max_ms)),
        ("deployments started", words(&figures.started)),
        ("how they ended", words(&figures.ended)),
        ("how those stood that needed a person", words(&figures.stood_still)),
        ("commands", words(&figures.commands)),
        ("refused", words(&figures.refused)),
        ("what somebody else did meanwhile", words(&figures.meddled)),
        ("weather", words(&figures.weather)),
        ("units created, destroyed", format!("{}, {}", figures.creates, figures.destroys)),
        ("writes whose answers were lost", figures.answers_lost.to_string()),
        ("changes of the cluster looked at", figures.looks.to_string()),
        ("healthy instances closest to the least", closest),
        ("writes that took away what ran", figures.takings.to_string()),
        ("  and left fewer than the settings, as agreed", figures.takings_agreed.to_string()),
        ("  and crossed what others took", figures.takings_crossed.to_string()),
        ("gates opened by a probe's answer", figures.probed.to_string()),
        ("done or rolled back, and found to be so", figures.looked_after.to_string()),
        ("promises broken", figures.broken.len().to_string()),
    ];
    println!();
    for (what, number) in rows {
        println!("{what:<40} {number}");
    }
    for broken in &figures.broken {
        println!("BROKEN: {broken}");
    }
}

fn words(counts: &BTreeMap<String, u64>) -> String {
    let words: Vec<String> = counts.iter().map(|(word, number)| format!("{number} {word}")).collect();
    if words.is_empty() { "none".to_owned() } else { words.join(", ") }
}
