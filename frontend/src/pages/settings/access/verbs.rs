//! What each verb lets somebody do, in words.

use shared::Verb;

/// What it lets somebody do.
pub fn about(verb: Verb) -> &'static str {
    match verb {
        Verb::View => say::settings_roles::verb_view(),
        Verb::ViewSpec => say::settings_roles::verb_view_spec(),
        Verb::Logs => say::settings_roles::verb_logs(),
        Verb::Launch => say::settings_roles::verb_launch(),
        Verb::Scale => say::settings_roles::verb_scale(),
        Verb::Deploy => say::settings_roles::verb_deploy(),
        Verb::Rollback => say::settings_roles::verb_rollback(),
        Verb::Restart => say::settings_roles::verb_restart(),
        Verb::Remove => say::settings_roles::verb_remove(),
        Verb::Force => say::settings_roles::verb_force(),
        Verb::Template => say::settings_roles::verb_template(),
        Verb::RawUnit => say::settings_roles::verb_raw_unit(),
        Verb::Machines => say::settings_roles::verb_machines(),
        Verb::Users => say::settings_roles::verb_users(),
        Verb::Audit => say::settings_roles::verb_audit(),
        Verb::Settings => say::settings_roles::verb_settings(),
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
