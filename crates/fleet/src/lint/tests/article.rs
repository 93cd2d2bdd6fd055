//! The payloads of the article that the way of working comes from, faults included.

use super::*;

const CONFLICTS: (&str, &str, &str) = ("X-Fleet", "Conflicts", "%p@*.service");

fn payload(lines: &[(&str, &str, &str)]) -> Vec<UnitOption> {
    lines.iter().map(|(section, name, value)| UnitOption::new(*section, *name, *value)).collect()
}

/// The first one, for a container of apache.
fn apache() -> Vec<UnitOption> {
    payload(&[
        ("Service", "ExecStartPre", "-/usr/bin/docker kill %p-i%"),
        ("Service", "ExecStartPre", "-/usr/bin/docker rm %p-%i"),
        ("Service", "ExecStartPre", "/usr/bin/docker pull coreos/%p"),
        (
            "Service",
            "ExecStart",
            "/usr/bin/docker run --rm --name %pi-%i -p 80 coreos/%p /usr/sbin/apache2ctl -D FOREGROUND",
        ),
        ("Service", "ExecStop", "/usr/bin/docker stop %p-%i"),
        CONFLICTS,
    ])
}

/// The same with two lines replaced, for versions in the unit's name.
fn versioned() -> Vec<UnitOption> {
    let mut options = apache();
    options[3].value = "/usr/bin/docker run --rm --name %p-%i -p 80 coreos/%p".to_owned();
    options
}

/// The one that lets a shell take the colon out of the name; one of its quotation marks is never closed.
fn bash() -> Vec<UnitOption> {
    let script = |command: &str| format!("/bin/bash -c \"APP=`/bin/echo %p | sed 's/:/-/'`; {command}");
    payload(&[
        ("Service", "ExecStartPre", &format!("-{}\"", script("/usr/bin/docker kill $APP-%i"))),
        ("Service", "ExecStartPre", &format!("-{}\"", script("/usr/bin/docker rm $APP-%i"))),
        ("Service", "ExecStartPre", "/usr/bin/docker pull coreos/%p"),
        (
            "Service",
            "ExecStart",
            &format!("{}\"", script("/usr/bin/docker run --name $APP-%i -h $APP-%i -p 80 --rm coreos/%p")),
        ),
        ("Service", "ExecStop", &script("/usr/bin/docker stop $APP-%i")),
        CONFLICTS,
    ])
}

fn right(options: &[UnitOption]) -> String {
    let unit = name("example:1.0.0@1.service");
    let made = make_right(&template(options, &unit));
    assert_eq!(serious(&found(&made.options)), [""; 0], "{:#?}", made.options);
    assert_eq!(make_right(&template(&made.options, &unit)).options, made.options);
    unit_file::to_text(&made.options)
}

#[test]
fn every_fault_is_found() {
    assert_eq!(
        rules_of(&found(&apache())),
        [
            "container-name-misspelt",
            "bad-specifier",
            "container-name-misspelt",
            "start-timeout",
            "no-restart",
            "container-name-colon",
            "container-name-misspelt",
            "conflicts-cap",
        ]
    );
    assert_eq!(
        serious(&found(&versioned())),
        ["container-name-misspelt", "bad-specifier", "start-timeout", "container-name-colon"]
    );
    assert_eq!(
        serious(&found(&bash())),
        ["shell-for-name", "shell-for-name", "start-timeout", "shell-for-name", "unbalanced-quote"]
    );
}

#[test]
fn apache_is_made_right() {
    assert_eq!(
        right(&apache()),
        "[Service]\n\
         TimeoutStartSec=0\n\
         ExecStartPre=-/usr/bin/docker kill {app}-{version}-{instance}\n\
         ExecStartPre=-/usr/bin/docker rm {app}-{version}-{instance}\n\
         ExecStartPre=/usr/bin/docker pull coreos/%p\n\
         ExecStart=/usr/bin/docker run --rm --name {app}-{version}-{instance} -p 80 coreos/%p /usr/sbin/apache2ctl -D FOREGROUND\n\
         ExecStop=/usr/bin/docker stop {app}-{version}-{instance}\n\
         \n\
         [X-Fleet]\n\
         Conflicts=%p@*.service\n"
    );
}

#[test]
fn the_versioned_one_and_the_one_with_a_shell_become_the_same_but_for_the_host_name() {
    let plain = right(&versioned());
    assert_eq!(right(&bash()).replace(" -h {app}-{version}-{instance} -p 80 --rm", " --rm -p 80"), {
        plain.replace(
            "--rm --name {app}-{version}-{instance} -p 80",
            "--name {app}-{version}-{instance} --rm -p 80",
        )
    });
    assert!(plain.contains("--name {app}-{version}-{instance} -p 80 coreos/%p\n"), "{plain}");
}

#[test]
fn a_unit_of_that_name_is_made_right_without_placeholders() {
    let unit = name("example:1.0.0@1.service");
    let container = ContainerName { stem: "example-1.0.0", instance: Some("%i") };
    for payload in [apache(), versioned(), bash()] {
        let named = Subject { name: Some(&unit), container: Some(container), ..Subject::default() };
        let made = make_right(&Subject { options: &payload, ..named });
        assert_eq!(serious(&lint(&Subject { options: &made.options, ..named })), [""; 0]);
        assert!(made.options.iter().any(|option| option.value == "/usr/bin/docker stop example-1.0.0-%i"));
    }
}
