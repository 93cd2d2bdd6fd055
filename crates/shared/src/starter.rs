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
    /// The text, with a line of `#` for each comment.
    text: &'static str,
    /// The comments, in their order.
    comments: &'static [fn() -> &'static str],
    /// Whether it needs an image (`{image}`).
    pub wants_image: bool,
}

impl Starter {
    /// The text, with comments.
    pub fn unit_file(&self) -> String {
        let mut comments = self.comments.iter();
        let line = |line: &str| match line {
            "#" => format!("# {}\n", comments.next().map_or("", |comment| comment())),
            line => format!("{line}\n"),
        };
        self.text.lines().map(line).collect()
    }
}

/// All of them; the first is the usual one.
pub const STARTERS: [Starter; 3] = [
    Starter {
        id: "docker-service",
        title: words::docker_title,
        summary: words::docker_summary,
        text: DOCKER_SERVICE,
        comments: &[words::no_time_limit, words::one_a_machine],
        wants_image: true,
    },
    Starter {
        id: "plain-program",
        title: words::program_title,
        summary: words::program_summary,
        text: PLAIN_PROGRAM,
        comments: &[words::program_everywhere],
        wants_image: false,
    },
    Starter {
        id: "every-machine",
        title: words::everywhere_title,
        summary: words::everywhere_summary,
        text: EVERY_MACHINE,
        comments: &[words::no_time_limit],
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
#
TimeoutStartSec=0
ExecStartPre=-/usr/bin/docker rm -f {app}-{version}-{instance}
ExecStartPre=/usr/bin/docker pull {image}:{version}
ExecStart=/usr/bin/docker run --rm --name {app}-{version}-{instance} {image}:{version}
ExecStop=/usr/bin/docker stop {app}-{version}-{instance}
SuccessExitStatus=143
Restart=on-failure
RestartSec=5

[X-Fleet]
#
Conflicts={app}:{version}@*.service
";

const PLAIN_PROGRAM: &str = "\
[Unit]
Description={app} {version}, instance {instance}

[Service]
#
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
#
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
