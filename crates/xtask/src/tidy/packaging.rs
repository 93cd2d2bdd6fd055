//! What runs the binary elsewhere gives it no more than it needs: no root, no capabilities, nothing to write but its data.

use super::Source;

/// What must stand in these files, each on a line of its own.
const NEEDED: [(&str, &[&str]); 2] = [
    ("packaging/Containerfile", &["USER nonroot", "VOLUME /home/nonroot"]),
    (
        "packaging/quarterdeck.service",
        &[
            "User=quarterdeck",
            "CapabilityBoundingSet=",
            "NoNewPrivileges=yes",
            "ProtectSystem=strict",
            "StateDirectoryMode=0700",
            "UMask=0077",
        ],
    ),
];

pub(super) fn check(sources: &[Source], broken: &mut Vec<String>) {
    for (path, needed) in NEEDED {
        let text =
            sources.iter().find(|source| source.path == path).map_or("", |source| source.text.as_str());
        for line in needed {
            if !text.lines().any(|there| there == *line) {
                broken.push(format!("{path}: '{line}' is missing"));
            }
        }
        let as_root = |line: &&str| matches!(*line, "USER root" | "USER 0" | "User=root");
        if let Some(line) = text.lines().find(as_root) {
            broken.push(format!("{path}: '{line}' runs it as root"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn broken(container: &str) -> Vec<String> {
        let service = include_str!("../../../../packaging/quarterdeck.service");
        let sources = [("packaging/Containerfile", container), ("packaging/quarterdeck.service", service)]
            .map(|(path, text)| Source { path: path.to_owned(), text: text.to_owned() });
        let mut broken = Vec::new();
        check(&sources, &mut broken);
        broken
    }

    #[test]
    fn it_runs_as_nobody_and_writes_nothing_but_its_data() {
        let container = include_str!("../../../../packaging/Containerfile");
        assert_eq!(broken(container), [""; 0]);
        assert_eq!(broken(&container.replace("USER nonroot", "")).len(), 1);
        assert_eq!(broken(&format!("{container}USER root\n")).len(), 1);
        assert_eq!(broken("").len(), 2);
    }
}
