//! What each verb lets somebody do, in words.

use shared::Verb;

/// What it lets somebody do.
pub fn about(verb: Verb) -> &'static str {
    match verb {
        Verb::View => "See apps, units and machines",
        Verb::ViewSpec => "See units' options, with secrets masked",
        Verb::Logs => "Read what units write (nothing shows it yet)",
        Verb::Launch => "Start new instances of a version",
        Verb::Scale => "Change the number of instances",
        Verb::Deploy => "Bring an app to another version",
        Verb::Rollback => "Bring an app back to an earlier version",
        Verb::Restart => "Start, stop and restart units",
        Verb::Remove => "Remove units, and put them back",
        Verb::Force => "Go over a guard: the last healthy instance, a stuck step",
        Verb::Template => "Write templates: root on every machine",
        Verb::RawUnit => "Write any unit as a script: root on every machine",
        Verb::Machines => "Change machines' metadata",
        Verb::Users => "Manage people, access and tokens",
        Verb::Audit => "Read the record",
        Verb::Settings => "See the server's numbers, and change settings",
    }
}

/// Whether it is as good as root on every machine.
pub fn is_root(verb: Verb) -> bool {
    matches!(verb, Verb::Template | Verb::RawUnit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_verb_has_words_of_its_own() {
        let mut words: Vec<&str> = Verb::ALL.map(about).to_vec();
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), Verb::ALL.len());
    }
}
