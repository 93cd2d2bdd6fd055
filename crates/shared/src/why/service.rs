//! What a unit's own file says about how it starts and ends: the few options that a reason needs.

use fleet::UnitOption;

/// The options of a unit.
pub(super) struct Service<'a>(pub(super) &'a [UnitOption]);

impl<'a> Service<'a> {
    /// The last value of an option of `[Service]`: that one counts.
    fn value(&self, name: &str) -> Option<&'a str> {
        let own = |option: &&UnitOption| option.section == "Service" && option.name == name;
        self.0.iter().rev().find(own).map(|option| option.value.trim()).filter(|value| !value.is_empty())
    }

    /// `Type`, where it is given.
    pub(super) fn kind(&self) -> &'a str {
        self.value("Type").unwrap_or_default()
    }

    /// `Restart`, if systemd is to start it again at all.
    pub(super) fn restart(&self) -> Option<&'a str> {
        self.value("Restart").filter(|value| *value != "no")
    }

    /// Whether something is pulled before the start.
    pub(super) fn pulls(&self) -> bool {
        let pulls =
            |value: &str| ["docker pull", "rkt fetch", "podman pull"].iter().any(|it| value.contains(it));
        self.0.iter().any(|option| option.name == "ExecStartPre" && pulls(&option.value))
    }

    /// How long systemd lets it start: "gives up after 20min", "has no time limit".
    pub(super) fn start_limit(&self) -> String {
        let limit = self.value("TimeoutStartSec").or_else(|| self.value("TimeoutSec"));
        match limit {
            Some("0" | "infinity") => say::server::why::no_limit().to_owned(),
            Some(limit) if limit.bytes().all(|byte| byte.is_ascii_digit()) => {
                say::server::why::limit_seconds(&limit)
            }
            Some(limit) => say::server::why::limit_of(&super::words::clip(limit, 16)),
            None if self.kind() == "oneshot" => say::server::why::no_limit().to_owned(),
            None => say::server::why::limit_default().to_owned(),
        }
    }
}
