//! Starters: unit files to begin a template from. Each passes every check as it stands.

use say::starters as words;

/// A unit file to begin from.
#[derive(Debug, Clone, Copy)]
pub struct Starter {
    /// Names it in links.
    pub id: &'static str,
    /// Two or three words.
    pub title: fn() -> &'static str,
    /// One sentence: what it is for.
    pub summary: fn() -> &'static str,
    /// The text, with comments.
    pub unit_file: &'static str,
    /// Whether it needs an image (`{image}`).
    pub wants_image: bool,
}

/// All of them; the first is the usual one.
pub const STARTERS: [Starter; 3] = [
    Starter {
        id: "docker-service",
        title: words::docker_title,
        summary: words::docker_summary,
        unit_file: DOCKER_SERVICE,
        wants_image: true,
    },
    Starter {
        id: "plain-program",
        title: words::program_title,
        summary: words::program_summary,
        unit_file: PLAIN_PROGRAM,
        wants_image: false,
    },
    Starter {
        id: "every-machine",
        title: words::everywhere_title,
        summary: words::everywhere_summary,
        unit_file: EVERY_MACHINE,
        wants_image: true,
    },
];

// The container's name holds no ':', which Docker refuses, and is the same in every line.
// 143 is how a container ends that was asked to stop: without SuccessExitStatus a stop would show as failed.
const DOCKER_SERVICE: &str = "\
[Unit]
Description={app} {version}, instance {instance}
Requires=docker.service
After=docker.service

[Service]
# Pulling an image may take minutes: no time limit for the start.
TimeoutStartSec=0
ExecStartPre=-/usr/bin/docker rm -f {app}-{version}-{instance}
ExecStartPre=/usr/bin/docker pull {image}:{version}
ExecStart=/usr/bin/docker run --rm --name {app}-{version}-{instance} {image}:{version}
ExecStop=/usr/bin/docker stop {app}-{version}-{instance}
SuccessExitStatus=143
Restart=on-failure
RestartSec=5

[X-Fleet]
# One instance of a version a machine. Without this line several may share one.
Conflicts={app}:{version}@*.service
";

const PLAIN_PROGRAM: &str = "\
[Unit]
Description={app} {version}, instance {instance}

[Service]
# The program must be on every machine that may run it. Add its arguments at the end of the line.
ExecStart=/opt/{app}/{version}/{app}
Restart=on-failure
RestartSec=5
";

const EVERY_MACHINE: &str = "\
[Unit]
Description={app} {version} on every machine
Requires=docker.service
After=docker.service

[Service]
# Pulling an image may take minutes: no time limit for the start.
TimeoutStartSec=0
ExecStartPre=-/usr/bin/docker rm -f {app}-{version}-{instance}
ExecStartPre=/usr/bin/docker pull {image}:{version}
ExecStart=/usr/bin/docker run --rm --name {app}-{version}-{instance} {image}:{version}
ExecStop=/usr/bin/docker stop {app}-{version}-{instance}
SuccessExitStatus=143
Restart=on-failure
RestartSec=5

[X-Fleet]
Global=true
";

#[cfg(test)]
mod tests;
