//! What runs the binary elsewhere gives it no more than it needs: no root, no capabilities, nothing to write but its data.

use super::Source;

/// What must stand in these files, each on a line of its own.
const NEEDED: [(&str, &[&str]); 2] = [
    (
        CONTAINER,
        &[
            "USER nonroot",
            "VOLUME /home/nonroot",
            "ENV QUARTERDECK_DATA_DIR=/home/nonroot/quarterdeck QUARTERDECK_LISTEN=0.0.0.0:8080",
        ],
    ),
    (
        SERVICE,
        &[
            "User=quarterdeck",
            "Environment=QUARTERDECK_DATA_DIR=/var/lib/quarterdeck",
            "StateDirectory=quarterdeck",
            "StateDirectoryMode=0700",
            "UMask=0077",
            "CapabilityBoundingSet=",
            "NoNewPrivileges=yes",
            "ProtectSystem=strict",
            "ProtectHome=yes",
            "PrivateTmp=yes",
            "PrivateDevices=yes",
        ],
    ),
];
const CONTAINER: &str = "packaging/Containerfile";
const SERVICE: &str = "packaging/quarterdeck.service";

/// How lines begin that give more: another user, a capability, another place to write to, or something that is built or
/// fetched into the image. What is needed may begin like that.
const REFUSED: [(&str, &[&str]); 2] = [
    (CONTAINER, &["USER ", "VOLUME ", "RUN ", "ADD "]),
    (
        SERVICE,
        &[
            "User=",
            "AmbientCapabilities=",
            "CapabilityBoundingSet=",
            "ReadWritePaths=",
            "BindPaths=",
            "StateDirectory=",
        ],
    ),
];

pub(super) fn check(sources: &[Source], broken: &mut Vec<String>) {
    for ((path, needed), (_, refused)) in NEEDED.into_iter().zip(REFUSED) {
        let text =
            sources.iter().find(|source| source.path == path).map_or("", |source| source.text.as_str());
        for line in needed {
            if !text.lines().any(|there| there == *line) {
                broken.push(format!("{path}: '{line}' is missing"));
            }
        }
        let gives_more = |line: &&str| {
            !needed.contains(line) && refused.iter().any(|start| line.trim_start().starts_with(start))
        };
        for line in text.lines().filter(gives_more) {
            broken.push(format!("{path}: '{line}' gives it more than it needs"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILES: [(&str, &str); 2] = [
        (CONTAINER, include_str!("../../../../packaging/Containerfile")),
        (SERVICE, include_str!("../../../../packaging/quarterdeck.service")),
    ];

    /// What is wrong once one of the files was changed.
    fn broken(changed: &str, change: impl Fn(&str) -> String) -> Vec<String> {
        let source = |(path, text): (&str, &str)| {
            let text = if path == changed { change(text) } else { text.to_owned() };
            Source { path: path.to_owned(), text }
        };
        let mut broken = Vec::new();
        check(&FILES.map(source), &mut broken);
        broken
    }

    #[test]
    fn it_runs_as_nobody_and_writes_nothing_but_its_data() {
        assert_eq!(broken("", str::to_owned), [""; 0]);
        for (path, needed) in NEEDED {
            for line in needed {
                let without = |text: &str| text.replace(&format!("\n{line}\n"), "\n");
                assert_eq!(broken(path, without), [format!("{path}: '{line}' is missing")]);
            }
            assert_eq!(broken(path, |_| String::new()).len(), needed.len());
        }
        for (path, more) in [
            (CONTAINER, "USER root"),
            (CONTAINER, "USER 0:0"),
            (CONTAINER, "VOLUME /etc"),
            (CONTAINER, "RUN chmod 777 /"),
            (CONTAINER, "ADD https://example.org/a /usr/bin/a"),
            (SERVICE, "User=root"),
            (SERVICE, "CapabilityBoundingSet=CAP_SYS_ADMIN"),
            (SERVICE, "AmbientCapabilities=CAP_NET_ADMIN"),
            (SERVICE, "ReadWritePaths=/etc"),
        ] {
            let told = broken(path, |text| format!("{text}{more}\n"));
            assert_eq!(told, [format!("{path}: '{more}' gives it more than it needs")]);
        }
    }
}
