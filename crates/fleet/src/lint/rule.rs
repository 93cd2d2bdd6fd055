//! The rules: their names, how bad what they find is, and what each is about.
//!
//! Owns the list. The names are part of the API and are never reused for something else.

use std::fmt;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// It will not work, or is dangerous.
    Error,
    /// It will bite one day.
    Warning,
    /// Worth knowing.
    Hint,
}

impl Severity {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Hint => "hint",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

macro_rules! rules {
    ($($rule:ident $name:literal $severity:ident $about:literal $example:literal)*) => {
        /// A rule of the lint.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Rule {
            $(#[doc = $about] $rule,)*
        }

        impl Rule {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$rule,)*];

            /// Its name, as scripts and people write it.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$rule => $name,)* }
            }

            /// How bad it is what it finds.
            pub fn severity(self) -> Severity {
                match self { $(Self::$rule => Severity::$severity,)* }
            }

            /// What it is about, in a sentence or two.
            pub fn about(self) -> &'static str {
                match self { $(Self::$rule => $about,)* }
            }

            /// Options in which it finds something, as lines of a unit file; empty where it is about the unit's name, or
            /// about what a unit file cannot hold.
            pub fn example(self) -> &'static str {
                match self { $(Self::$rule => $example,)* }
            }
        }
    };
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

rules! {
    LineBreak "line-break" Error
        "A line break within a section, a name or a value: what follows it becomes an option, a section or a comment of its own."
        ""
    TrailingBackslash "trailing-backslash" Error
        "A value that ends in a backslash: it swallows the line after it."
        ""
    ReservedSign "reserved-sign" Error
        "A sign that means something else where it stands: `=` or `#` in an option's name, `]` in a section, or no name at all."
        ""
    ControlSign "control-sign" Error
        "A sign that cannot be seen, such as NUL."
        ""
    BlankAtEnd "blank-at-end" Warning
        "A blank before or after a name or value, which Fleet cuts off."
        ""
    LineTooLong "line-too-long" Error
        "A line of more than 2047 bytes: Fleet takes the unit and can never read it again."
        ""
    SectionInterleaved "section-interleaved" Warning
        "A section that was left and is entered again: Fleet moves its options up. A unit file is read with its sections put \
         together, so this is found in other options only."
        ""
    TooLarge "too-large" Error
        "More options or more text than any unit needs: Fleet keeps every text for ever and reads all of them for each list."
        ""
    MoreFindings "more-findings" Hint
        "More findings than are told at once: the worst are, and the others once those are mended."
        ""
    NameTooLong "name-too-long" Error
        "A unit's name of more than 255 bytes: Fleet takes one more, systemd does not load it."
        ""
    UnitType "unit-type" Error
        "A type that Fleet's agent starts and never finds again: it could not be stopped."
        ""
    HostUnit "host-unit" Error
        "The name of a unit of the machine itself: Fleet would put its file in that one's place."
        ""
    UnknownSection "unknown-section" Warning
        "A section that neither systemd nor Fleet reads in a unit of this type."
        "[service]\nExecStart=/bin/true"
    UnknownOption "unknown-option" Warning
        "An option that its section does not have: it is passed over without a word."
        "[Service]\nExecStart=/bin/true\nRestrat=always"
    WrongSection "wrong-section" Error
        "An option that belongs into another section: it does nothing where it stands."
        "[Service]\nAfter=docker.service\nExecStart=/bin/true"
    BadValue "bad-value" Warning
        "A value that its option does not take, such as `Restart=sometimes` or `TimeoutStartSec=soon`: systemd passes over the line."
        "[Service]\nExecStart=/bin/true\nRestart=sometimes"
    DeprecatedOption "deprecated-option" Hint
        "An old name of an option. It is still read, and newer systems have a better one."
        "[Service]\nExecStart=/bin/true\n[X-Fleet]\nX-ConditionMachineID=abc"
    InstallSection "install-section" Warning
        "An `[Install]` section: Fleet really enables the unit, so that the machine starts it and its aliases by itself."
        "[Service]\nExecStart=/bin/true\n[Install]\nWantedBy=multi-user.target"
    BadSpecifier "bad-specifier" Warning
        "A `%` that is no specifier of systemd's, such as `%p-i%` for `%p-%i`: it stays as it stands."
        "[Service]\nExecStart=/bin/echo %p-i%"
    FleetSpecifier "fleet-specifier" Warning
        "A specifier in `[X-Fleet]` that Fleet does not know there: it expands `%p`, `%i`, `%n` and `%N` and nothing else."
        "[Service]\nExecStart=/bin/true\n[X-Fleet]\nConflicts=%p@%I.service"
    UnbalancedQuote "unbalanced-quote" Error
        "A quotation mark that is never closed: systemd passes over the whole line."
        "[Service]\nExecStart=/bin/sh -c \"echo hello"
    RelativeProgram "relative-program" Warning
        "A program without its whole path: older versions of systemd refuse the unit, newer ones search a few folders."
        "[Service]\nExecStart=docker run --rm registry.example/a:1.0"
    ShellSyntax "shell-syntax" Warning
        "A pipe, a redirection or another piece of shell in a line that no shell reads: the program gets it as an argument."
        "[Service]\nExecStart=/bin/echo hello > /tmp/file"
    ShellForName "shell-for-name" Warning
        "A shell that only works out the name of a container. systemd then watches the shell, and quoting goes wrong easily."
        "[Service]\nExecStart=/bin/bash -c \"APP=`/bin/echo %p | sed 's/:/-/'`; /usr/bin/docker run --rm --name $APP-%i registry.example/a:1.0\""
    NoExecStart "no-exec-start" Error
        "A service that starts nothing: systemd refuses it."
        "[Service]\nRestart=always"
    SeveralExecStart "several-exec-start" Error
        "More than one `ExecStart`: only a service of `Type=oneshot` may have several, any other is refused."
        "[Service]\nExecStart=/bin/true\nExecStart=/bin/false"
    StartTimeout "start-timeout" Warning
        "An image is pulled before the start with the usual limit of 90 seconds: a large image or a slow registry breaks it off."
        "[Service]\nExecStartPre=/usr/bin/docker pull registry.example/a:1.0\nExecStart=/usr/bin/docker run --rm registry.example/a:1.0"
    NoRestart "no-restart" Hint
        "No `Restart=`: a process that fails stays down, since Fleet starts nothing again by itself."
        "[Service]\nExecStart=/opt/program"
    ContainerNameColon "container-name-colon" Error
        "A container's name with a sign that Docker refuses there, above all the `:` that `%p` brings in for `example:1.0.0`."
        "[Service]\nExecStart=/usr/bin/docker run --rm --name %p-%i registry.example/a:1.0"
    ContainerNameMisspelt "container-name-misspelt" Error
        "The container's name with a slip, such as `%p-i%` beside `%p-%i`: what is started is not what is stopped or cleaned up."
        "[Service]\nExecStart=/usr/bin/docker run --rm --name %p-%i registry.example/a:1.0\nExecStop=/usr/bin/docker stop %pi-%i"
    ContainerNameDiffers "container-name-differs" Warning
        "Another container than the unit's is stopped or cleaned up: it may be meant, or the name is wrong."
        "[Service]\nExecStart=/usr/bin/docker run --rm --name a-%i registry.example/a:1.0\nExecStop=/usr/bin/docker stop b-%i"
    CleanupCanFail "cleanup-can-fail" Error
        "A clean-up before the start without a `-`: there is nothing to clean up the first time, it fails, and the unit does not start."
        "[Service]\nExecStartPre=/usr/bin/docker rm a-%i\nExecStart=/usr/bin/docker run --rm --name a-%i registry.example/a:1.0"
    DetachedRun "detached-run" Error
        "`docker run -d` in a service that counts as running while its process runs: it ends at once, and systemd takes it for stopped."
        "[Service]\nExecStart=/usr/bin/docker run -d --rm --name a-%i registry.example/a:1.0"
    LeftContainer "left-container" Warning
        "A container that nothing removes: the next start finds its name taken, or they pile up."
        "[Service]\nExecStart=/usr/bin/docker run --name a-%i registry.example/a:1.0"
    MutableTag "mutable-tag" Warning
        "An image without a tag, or with `latest`: two instances can run different things, and going back is not possible."
        "[Service]\nExecStart=/usr/bin/docker run --rm registry.example/a:latest"
    MetadataIgnored "metadata-ignored" Error
        "`MachineMetadata` that Fleet cannot read. It says nothing and starts the unit on any machine."
        "[Service]\nExecStart=/bin/true\n[X-Fleet]\nMachineMetadata=region=eu disk=ssd"
    UnquotedList "unquoted-list" Error
        "Several units in one value without quotation marks: Fleet takes them for one long name, which no unit has."
        "[Service]\nExecStart=/bin/true\n[X-Fleet]\nMachineOf=a.service b.service"
    BadPattern "bad-pattern" Error
        "A pattern or a name that no unit can match: a bracket that is not closed, or no type at the end."
        "[Service]\nExecStart=/bin/true\n[X-Fleet]\nConflicts=web@[1-3.service"
    ConflictsNobody "conflicts-nobody" Warning
        "`Conflicts` with the app's name where its units have the version too: no unit is called `example@1.service`, so it keeps \
         nobody apart."
        "[Service]\nExecStart=/bin/true\n[X-Fleet]\nConflicts=example@*.service"
    GlobalValue "global-value" Warning
        "A value of `Global` that Fleet does not take for yes: the unit runs on one machine."
        "[Service]\nExecStart=/bin/true\n[X-Fleet]\nGlobal=enabled"
    RequirementsRefused "requirements-refused" Error
        "Wishes of `[X-Fleet]` that Fleet does not take together: it refuses to create the unit."
        "[Service]\nExecStart=/bin/true\n[X-Fleet]\nGlobal=true\nMachineOf=web.service"
    ConflictsCap "conflicts-cap" Hint
        "`Conflicts` with the other instances of the same unit: there can be as many of them as there are machines."
        "[Service]\nExecStart=/bin/true\n[X-Fleet]\nConflicts=%p@*.service"
}
