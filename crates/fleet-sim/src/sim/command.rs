//! What the simulated systemd knows of a command line: whether it ends, when, and how.
//!
//! Nothing is ever run. A command is recognised by a few well-known words; everything else is taken for a program that works.

use std::time::Duration;

/// A time that is too short to be seen by anybody who looks once a second.
const A_MOMENT: Duration = Duration::from_millis(50);

/// A command of a unit: `ExecStartPre=`, `ExecStart=`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Command {
    /// The line began with `-`: its failure is no failure.
    pub(super) forgiven: bool,
    /// What becomes of it.
    pub(super) fate: Fate,
}

/// What becomes of a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fate {
    /// Ends by itself.
    Exits {
        /// So long after it started.
        after: Duration,
        /// Whether with exit code 0.
        ok: bool,
    },
    /// Fetches an image: takes as long as the network wants.
    Pulls {
        /// The image, to know whether the machine has it already.
        image: String,
    },
    /// A service: runs until it is stopped.
    Runs,
}

impl Command {
    /// Reads a command line whose specifiers are expanded.
    pub(super) fn read(line: &str) -> Self {
        let bare = line.trim_start_matches(['-', '@', '+', '!', ':']);
        let prefix = &line[..line.len() - bare.len()];
        Self { forgiven: prefix.contains('-'), fate: fate(bare.trim()) }
    }

    /// The time and the result of this command where it stands before the main one, and so has to end.
    pub(super) fn as_preparation(&self) -> (Duration, bool) {
        match self.fate {
            Fate::Exits { after, ok } => (after, ok || self.forgiven),
            Fate::Pulls { .. } | Fate::Runs => (A_MOMENT, true),
        }
    }
}

fn fate(line: &str) -> Fate {
    if let Some(rest) = line.split_once("docker pull").map(|(_, rest)| rest) {
        let image = rest.split_whitespace().find(|word| !word.starts_with('-')).unwrap_or_default();
        return Fate::Pulls { image: image.trim_matches(['"', '\'', ';']).to_owned() };
    }
    let mut words = line.split_whitespace();
    let program = words.next().unwrap_or_default();
    match program.rsplit('/').next().unwrap_or_default() {
        "true" => Fate::Exits { after: Duration::ZERO, ok: true },
        "false" => Fate::Exits { after: Duration::ZERO, ok: false },
        "sleep" => Fate::Exits { after: words.next().and_then(time_span).unwrap_or_default(), ok: true },
        "sh" | "bash" => exit_code(line)
            .map_or(Fate::Runs, |code| Fate::Exits { after: Duration::from_secs(1), ok: code == 0 }),
        // By convention of this simulation there is nothing below these two folders.
        _ if program.starts_with("/no/") || program.starts_with("/nonexistent") => {
            Fate::Exits { after: Duration::ZERO, ok: false }
        }
        _ => Fate::Runs,
    }
}

/// The number after the last `exit` of a shell line.
fn exit_code(line: &str) -> Option<u8> {
    let (_, rest) = line.rsplit_once("exit ")?;
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

/// systemd's time spans, as far as units use them: `30`, `1.5`, `500ms`, `5s`, `2min`, `1h`.
pub(super) fn time_span(text: &str) -> Option<Duration> {
    let text = text.trim();
    let end = text.find(|sign: char| !sign.is_ascii_digit() && sign != '.').unwrap_or(text.len());
    let number: f64 = text[..end].parse().ok()?;
    let seconds = match text[end..].trim() {
        "" | "s" | "sec" | "second" | "seconds" => 1.0,
        "ms" => 0.001,
        "m" | "min" | "minute" | "minutes" => 60.0,
        "h" | "hour" | "hours" => 3600.0,
        "d" | "day" | "days" => 86_400.0,
        _ => return None,
    };
    Duration::try_from_secs_f64(number * seconds).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_commands_have_known_fates() {
        let exits = |secs, ok| Fate::Exits { after: Duration::from_secs(secs), ok };
        assert_eq!(Command::read("/bin/sleep 60").fate, exits(60, true));
        assert_eq!(Command::read("/bin/false").fate, exits(0, false));
        assert_eq!(Command::read("/no/such/program").fate, exits(0, false));
        assert_eq!(Command::read("/bin/sh -c 'echo no; exit 3'").fate, exits(1, false));
        assert_eq!(
            Command::read("/usr/bin/docker pull registry.example/web:1.0").fate,
            Fate::Pulls { image: "registry.example/web:1.0".to_owned() }
        );
        assert_eq!(Command::read("/usr/bin/docker run --rm web").fate, Fate::Runs);
    }

    #[test]
    fn a_dash_forgives() {
        let command = Command::read("-/bin/false");
        assert!(command.forgiven);
        assert_eq!(command.as_preparation(), (Duration::ZERO, true));
        assert_eq!(Command::read("/bin/false").as_preparation(), (Duration::ZERO, false));
    }

    #[test]
    fn time_spans() {
        assert_eq!(time_span("30"), Some(Duration::from_secs(30)));
        assert_eq!(time_span("500ms"), Some(Duration::from_millis(500)));
        assert_eq!(time_span("1h"), Some(Duration::from_secs(3600)));
        assert_eq!(time_span("never"), None);
    }
}
