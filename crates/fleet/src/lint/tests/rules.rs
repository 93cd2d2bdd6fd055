//! Places, messages and fixes of single rules.

use super::*;

/// The value after the finding's fix.
fn mended(options: &[UnitOption], finding: &Finding) -> Vec<String> {
    let fix = finding.fix.as_ref().unwrap_or_else(|| panic!("{finding:?} has no fix"));
    unit_file::to_text(&apply(options, fix)).lines().map(str::to_owned).collect()
}

fn one(text: &str, rule: Rule) -> (Vec<UnitOption>, Finding) {
    let options = options(text);
    let finding = found(&options).into_iter().find(|finding| finding.rule == rule);
    (options, finding.unwrap_or_else(|| panic!("{rule} finds nothing in {text}")))
}

#[test]
fn what_is_marked_is_what_is_wrong() {
    for (text, rule, marks) in [
        ("[Service]\nExecStart=/bin/echo %p-i%\n", Rule::BadSpecifier, "i%"),
        ("[Service]\nExecStart=/bin/echo 100%\n", Rule::BadSpecifier, "%"),
        ("[Service]\nExecStart=/bin/echo %{x}\n", Rule::BadSpecifier, "%{"),
        ("[Service]\nExecStart=/bin/echo \"a b\n", Rule::UnbalancedQuote, "\"a b"),
        ("[Service]\nExecStart=-docker ps\n", Rule::RelativeProgram, "docker"),
        ("[Service]\nExecStart=/bin/a | /bin/b\n", Rule::ShellSyntax, "|"),
        ("[Service]\nExecStart=/usr/bin/docker run --name %n -d a:1\n", Rule::ContainerNameColon, "%n"),
        ("[Service]\nExecStart=/usr/bin/docker run --name a -d a:1\n", Rule::DetachedRun, "-d"),
        (
            "[Service]\nExecStart=/usr/bin/docker run --rm example.com:5000/a\n",
            Rule::MutableTag,
            "example.com:5000/a",
        ),
    ] {
        let (options, finding) = one(text, rule);
        assert_eq!(marked(&options, &finding), marks, "{text}");
    }
}

#[test]
fn fixes_say_what_was_meant() {
    for (text, rule, line) in [
        ("[Service]\nExecStart=/bin/echo %p-i% a\n", Rule::BadSpecifier, "ExecStart=/bin/echo %p-%i a"),
        ("[Service]\nExecStart=/bin/echo 100% a\n", Rule::BadSpecifier, "ExecStart=/bin/echo 100%% a"),
        ("[Service]\nExecStart=-docker ps\n", Rule::RelativeProgram, "ExecStart=-/usr/bin/docker ps"),
        ("[Service]\nExecStop=/bin/sh -c 'a \"b\n", Rule::UnbalancedQuote, "ExecStop=/bin/sh -c 'a \"b'"),
        (
            "[Service]\nExecStart=/usr/bin/docker run -dit --rm a:1\n",
            Rule::DetachedRun,
            "ExecStart=/usr/bin/docker run -it --rm a:1",
        ),
        (
            "[Service]\nExecStart=/usr/bin/docker run --rm -d a:1\n",
            Rule::DetachedRun,
            "ExecStart=/usr/bin/docker run --rm a:1",
        ),
        (
            "[Service]\nExecStart=/usr/bin/docker run --rm 'example.com:5000/a'\n",
            Rule::MutableTag,
            "ExecStart=/usr/bin/docker run --rm example.com:5000/a:{version}",
        ),
        (
            "[Service]\nExecStart=/usr/bin/docker run --name a a:1\n",
            Rule::LeftContainer,
            "ExecStartPre=-/usr/bin/docker rm -f a",
        ),
        (
            "[Service]\nExecStart=/usr/bin/docker run a:1\n",
            Rule::LeftContainer,
            "ExecStart=/usr/bin/docker run --rm a:1",
        ),
        (
            "[Service]\nExecStartPre=/usr/bin/docker pull a:1\nTimeoutSec=1min\nExecStart=/bin/a\n",
            Rule::StartTimeout,
            "TimeoutStartSec=0",
        ),
        ("[Service]\nAfter=a.service\nExecStart=/bin/a\n", Rule::WrongSection, "[Unit]"),
        ("[Unit]\nConflicts=%p@*.service\n[Service]\nExecStart=/bin/a\n", Rule::WrongSection, "[X-Fleet]"),
        ("[Unit]\nMachineOf=a.service\n[Service]\nExecStart=/bin/a\n", Rule::WrongSection, "[X-Fleet]"),
        ("[X-fleet]\nMachineOf=a.service\n[Service]\nExecStart=/bin/a\n", Rule::UnknownSection, "[X-Fleet]"),
        (
            "[Service]\nExecStart=/bin/a\n[X-Fleet]\nMachineof=a.service\n",
            Rule::UnknownOption,
            "MachineOf=a.service",
        ),
        (
            "[Service]\nExecStart=/bin/a\n[X-Fleet]\nMachineMetadata=a=b c=d\n",
            Rule::MetadataIgnored,
            "MachineMetadata=\"a=b\" \"c=d\"",
        ),
        (
            "[Service]\nExecStart=/bin/a\n[X-Fleet]\nMachineOf=a.service b.service\n",
            Rule::UnquotedList,
            "MachineOf=\"a.service\" \"b.service\"",
        ),
        (
            "[Service]\nExecStart=/bin/a\n[X-Fleet]\nMachineOf=a@%i\n",
            Rule::BadPattern,
            "MachineOf=a@%i.service",
        ),
        ("[Service]\nExecStart=/bin/a\n[X-Fleet]\nGlobal=enabled\n", Rule::GlobalValue, "Global=true"),
        (
            "[Service]\nExecStart=/usr/bin/docker run --rm a:1\nExecStop=/usr/bin/docker stop a\n",
            Rule::ContainerNameDiffers,
            "ExecStart=/usr/bin/docker run --name a --rm a:1",
        ),
    ] {
        let (options, finding) = one(text, rule);
        let lines = mended(&options, &finding);
        assert!(lines.iter().any(|mended| mended == line), "{rule} made {lines:?}");
    }
}

#[test]
fn fixes_keep_what_they_are_not_about() {
    let sh = |name: &str, rest: &str| {
        format!(
            "[Service]\nExecStart=-/bin/sh -c \"APP=`/bin/echo {name} | tr : -`; /usr/bin/docker {rest}\"\n"
        )
    };
    for (text, rule, line) in [
        (
            sh("%p", "stop $APP"),
            Rule::ShellForName,
            "ExecStart=-/usr/bin/docker stop {app}-{version}-{instance}",
        ),
        (
            sh("%n", "stop ${APP}"),
            Rule::ShellForName,
            "ExecStart=-/usr/bin/docker stop {app}-{version}-{instance}",
        ),
        (
            "[Service]\nExecStartPre=/bin/a ; /usr/bin/docker rm b\nExecStart=/bin/a\n".to_owned(),
            Rule::CleanupCanFail,
            "ExecStartPre=/bin/a ; -/usr/bin/docker rm b",
        ),
        (
            "[Service]\nExecStartPre=\"docker\" rm b\nExecStart=/bin/a\n".to_owned(),
            Rule::CleanupCanFail,
            "ExecStartPre=\"-docker\" rm b",
        ),
        (
            "[Service]\nExecStart=\"-docker\" ps\n".to_owned(),
            Rule::RelativeProgram,
            "ExecStart=-/usr/bin/docker ps",
        ),
        (
            "[Service]\nExecStart=/usr/bin/docker run -dedebug=1 --rm a:1\n".to_owned(),
            Rule::DetachedRun,
            "ExecStart=/usr/bin/docker run -edebug=1 --rm a:1",
        ),
        (
            "[Service]\nTimeoutSec=30\nExecStartPre=/usr/bin/docker pull a:1\nExecStart=/bin/a\n".to_owned(),
            Rule::StartTimeout,
            "TimeoutSec=30",
        ),
        (
            "[Service]\nExecStart=/bin/echo 5% i% %{\n".to_owned(),
            Rule::BadSpecifier,
            "ExecStart=/bin/echo 5%% %i %%{",
        ),
    ] {
        let (options, finding) = one(&text, rule);
        let lines = mended(&options, &finding);
        assert!(lines.iter().any(|mended| mended == line), "{rule} made {lines:?}");
    }
    for text in [sh("%p", "stop $APP2"), sh("%p", "pull coreos/$APP")] {
        assert_eq!(one(&text, Rule::ShellForName).1.fix, None, "{text}");
    }
    let other = sh("%p", "stop $APP").replace("tr : -", "cut -c 1-3");
    assert!(!rules_of(&found(&options(&other))).contains(&"shell-for-name"));
}

#[test]
fn only_the_own_container_is_judged() {
    let run = "ExecStart=/usr/bin/docker run --rm --name %p-%i a:1\nRestart=no\n";
    for line in [
        "ExecStartPost=-/usr/bin/docker kill -s HUP nginx-proxy",
        "ExecStartPre=/usr/bin/docker kill -s HUP %p-%i",
        "ExecReload=/usr/bin/docker stop other",
        "ExecStopPost=/usr/bin/docker image rm a",
    ] {
        assert_eq!(
            rules_of(&found_in("a@1.service", &format!("[Service]\n{line}\n{run}"))),
            [""; 0],
            "{line}"
        );
    }
    let other = found_in("a@1.service", &format!("[Service]\nExecStop=/usr/bin/docker stop other\n{run}"));
    assert_eq!(rules_of(&other), ["container-name-differs"]);
    assert_eq!((other[0].rule.severity(), &other[0].fix), (Severity::Warning, &None));
}

#[test]
fn choices_are_left_to_people() {
    let unit = name("example:1.0.0@1.service");
    let right = |text: &str| unit_file::to_text(&make_right(&template(&options(text), &unit)).options);
    for text in [
        "[Service]\nExecStart=/usr/bin/docker run --rm a:latest\n",
        "[Service]\nExecStart=/bin/echo \"a\n",
        "[Service]\nExecStart=/bin/a\n\n[Install]\nWantedBy=multi-user.target\n",
    ] {
        assert_eq!(right(text), text);
    }
    let pulled = "[Service]\nTimeoutStartSec=0\nExecStartPre=/usr/bin/docker pull a:{version}\nExecStart=/usr/bin/docker run --rm a\n";
    assert_eq!(right(pulled), pulled.replace("--rm a\n", "--rm a:{version}\n"));
}

#[test]
fn what_a_text_cannot_hold_is_found_in_options() {
    for (option, rule, fixed) in [
        (UnitOption::new("Service", "ExecStart", "/bin/a \\\n  b"), Rule::LineBreak, Some("/bin/a b")),
        (UnitOption::new("Service", "ExecStart", "/bin/a \\"), Rule::TrailingBackslash, Some("/bin/a")),
        (UnitOption::new("Service", "ExecStart", " /bin/a"), Rule::BlankAtEnd, Some("/bin/a")),
        (UnitOption::new("Service", "Exec=Start", "/bin/a"), Rule::ReservedSign, None),
        (UnitOption::new("Service", "#ExecStart", "/bin/a"), Rule::ReservedSign, None),
        (UnitOption::new("Serv]ice", "ExecStart", "/bin/a"), Rule::ReservedSign, None),
        (UnitOption::new("", "ExecStart", "/bin/a"), Rule::ReservedSign, None),
        (UnitOption::new("Service", "ExecStart", "/bin/\u{0}a"), Rule::ControlSign, None),
        (UnitOption::new("Service", "ExecStart", "/".repeat(2_038)), Rule::LineTooLong, None),
    ] {
        let options = [option];
        let findings = found(&options);
        let finding =
            findings.iter().find(|finding| finding.rule == rule).unwrap_or_else(|| panic!("{rule}"));
        let value = finding.fix.as_ref().map(|fix| apply(&options, fix).remove(0).value);
        assert_eq!(value.as_deref(), fixed, "{rule}");
    }
    let longest = [UnitOption::new("Service", "ExecStart", "/".repeat(2_037))];
    assert!(!rules_of(&found(&longest)).contains(&"line-too-long"));
    let apart = ["Service", "Unit", "Service"].map(|section| UnitOption::new(section, "X-A", "b"));
    assert!(rules_of(&found(&apart)).contains(&"section-interleaved"));
    let many = vec![UnitOption::new("Service", "X-A", "b"); 513];
    assert!(rules_of(&found(&many)).contains(&"too-large"));
}

#[test]
fn names_of_units_are_judged() {
    let text = "[Service]\nExecStart=/bin/a\nRestart=always\n";
    assert_eq!(rules_of(&found_in("sshd.service", text)), ["host-unit"]);
    assert_eq!(rules_of(&found_in("a.slice", "[Slice]\nCPUWeight=5\n")), ["unit-type"]);
    assert_eq!(rules_of(&found_in(&format!("{}.service", "a".repeat(248)), text)), ["name-too-long"]);
    assert_eq!(
        rules_of(&found_in("a.service", "[Socket]\nListenStream=1\n[Service]\nExecStart=/a\nRestart=no\n")),
        ["unknown-section"]
    );
}

#[test]
fn a_plain_unit_keeps_its_specifiers() {
    let text = "[Service]\nRestart=always\nExecStart=/usr/bin/docker run --rm --name %pi-%i a:1\n\
                ExecStop=/usr/bin/docker stop %p-%i\nExecStopPost=-/usr/bin/docker rm %p-%i\n";
    let findings = found_in("apache@1.service", text);
    assert_eq!(rules_of(&findings), ["container-name-misspelt", "container-name-misspelt"]);
    let fix = findings[0].fix.as_ref().unwrap();
    assert_eq!(fix.label, "Use %p-%i everywhere");
    assert_eq!(
        rules_of(&found_in("apache@1.service", &unit_file::to_text(&apply(&options(text), fix)))),
        [""; 0]
    );
    let findings = found_in("example:1.0.0@1.service", text);
    assert!(rules_of(&findings).contains(&"container-name-colon"));
}

#[test]
fn conflicts_cap_the_count() {
    let capped =
        options("[Service]\nExecStart=/bin/a\nRestart=no\n[X-Fleet]\nConflicts={app}:{version}@*.service\n");
    let unit = name("example:1.0.0@1.service");
    let subject = Subject { machines: Some(3), ..template(&capped, &unit) };
    let findings = lint(&subject);
    assert_eq!(rules_of(&findings), ["conflicts-cap"]);
    assert!(findings[0].message.contains("at most 3 run"), "{}", findings[0].message);
    let other = options("[Service]\nExecStart=/bin/a\nRestart=no\n[X-Fleet]\nConflicts=other@*.service\n");
    assert_eq!(rules_of(&found(&other)), [""; 0]);
}

#[test]
fn an_open_quote_is_closed_where_the_image_stays_one() {
    for (line, mended) in [
        (
            "/usr/bin/docker run --rm --name \"{app}-{version} example:{version}",
            Some("/usr/bin/docker run --rm --name \"{app}-{version}\" example:{version}"),
        ),
        ("/usr/bin/docker run --rm \"example:1", Some("/usr/bin/docker run --rm \"example:1\"")),
        ("/usr/bin/docker run --rm --name \"a example:1 -e \"X=1\"", None),
        ("/usr/bin/docker run --rm --name \"a", None),
        ("/bin/echo \"a b", Some("/bin/echo \"a\" b")),
    ] {
        let (options, finding) = one(&format!("[Service]\nExecStart={line}\n"), Rule::UnbalancedQuote);
        let value = finding.fix.as_ref().map(|fix| apply(&options, fix).remove(0).value);
        assert_eq!(value.as_deref(), mended, "{line}");
        assert!(finding.fix.is_none_or(|fix| fix.is_choice), "{line}");
    }
}

#[test]
fn a_name_is_not_changed_everywhere_while_a_line_cannot_be_read() {
    let text = "[Service]\nExecStartPre=-/usr/bin/docker rm %p-%i\n\
                ExecStart=/usr/bin/docker run --rm --name %p-%i \"example:1\n";
    assert_eq!(one(text, Rule::ContainerNameColon).1.fix, None);
    let closed = text.replace("\"example:1", "\"example:1\"");
    let (options, finding) = one(&closed, Rule::ContainerNameColon);
    let lines = mended(&options, &finding);
    assert!(
        lines.iter().filter(|line| line.contains("{app}-{version}-{instance}")).count() == 2,
        "{lines:?}"
    );
}

#[test]
fn conflicts_that_no_unit_of_the_app_can_match_are_told() {
    let with =
        |pattern: &str| format!("[Service]\nExecStart=/bin/a\nRestart=no\n[X-Fleet]\nConflicts={pattern}\n");
    for pattern in ["example@*.service", "{app}@*.service", "{app}@2.service"] {
        let (options, finding) = one(&with(pattern), Rule::ConflictsNobody);
        let fixed = format!("Conflicts={}", pattern.replacen('@', ":*@", 1));
        assert!(mended(&options, &finding).contains(&fixed), "{pattern}");
    }
    for pattern in
        ["{app}:*@*.service", "%p@*.service", "other@*.service", "example-worker@*.service", "example*"]
    {
        assert!(!rules_of(&found(&options(&with(pattern)))).contains(&"conflicts-nobody"), "{pattern}");
    }
    // A unit without a version is called just so.
    assert_eq!(rules_of(&found_in("a@1.service", &with("a@*.service"))), ["conflicts-cap"]);
}
