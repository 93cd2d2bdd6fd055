use super::{check_name, check_options};
use crate::{UnitName, UnitOption};

fn name_refusal(text: &str) -> Option<String> {
    check_name(&UnitName::parse(text).unwrap()).err().map(|error| error.to_string())
}

fn option_refusal(section: &str, name: &str, value: &str) -> String {
    check_options(&[UnitOption::new(section, name, value)]).unwrap_err().to_string()
}

#[test]
fn takes_names_of_apps_and_ordinary_units() {
    for text in [
        "example:1.0.0@1.service",
        "example@.service",
        "docker-registry:2@1.service",
        "fleet-ui:1.0@1.service",
        "web.socket",
        "backup.timer",
        "mnt-data.mount",
        "var-lib-data.mount",
        "my-docker@1.service",
        "docker@.service",
        "docker@1.service",
        "user-api@1.service",
    ] {
        assert_eq!(name_refusal(text), None, "{text}");
    }
}

#[test]
fn refuses_names_of_the_machine() {
    for text in [
        "fleet.service",
        "fleet.socket",
        "etcd2.service",
        "docker.service",
        "dbus-org.freedesktop.login1.service",
        "systemd-journald.service",
        "systemd-networkd.socket",
        "sshd@.service",
        "sshd.service",
        "NetworkManager.service",
        "getty@tty1.service",
        "user@1000.service",
        "-.mount",
        "boot.mount",
        "etc-ssl.mount",
        "home.mount",
        "dev-sda.device",
    ] {
        let refusal = name_refusal(text).unwrap();
        assert!(
            refusal.starts_with(&format!("{text} is the name of a unit of the machine itself")),
            "{refusal}"
        );
    }
}

#[test]
fn refuses_names_that_cannot_end() {
    assert_eq!(
        name_refusal("a.slice").unwrap(),
        "Fleet could start a slice but never stop it again: use a service, socket, timer, path or mount"
    );
    for text in ["multi-user.target", "a.scope", "a.swap", "a.snapshot", "a.busname"] {
        assert!(name_refusal(text).is_some(), "{text}");
    }
    let stem = "a".repeat(255 - ".service".len());
    assert_eq!(name_refusal(&format!("{stem}.service")), None);
    assert_eq!(
        name_refusal(&format!("{stem}a.service")).unwrap(),
        "the name has 256 bytes, but systemd loads names of at most 255: shorten the name"
    );
}

#[test]
fn takes_options_as_people_write_them() {
    let options = [
        UnitOption::new("Unit", "Description", "Ünïcode ☃ <b>&amp; [x] = ; # \\ in the middle"),
        UnitOption::new("Service", "ExecStartPre", ""),
        UnitOption::new("Service", "ExecStart", "/bin/sh -c 'a\tb'"),
        UnitOption::new("X-Fleet", "Conflicts", "%p@*.service"),
    ];
    assert_eq!(check_options(&options), Ok(()));
    assert_eq!(check_options(&[]), Ok(()));
}

#[test]
fn says_which_option_is_wrong_and_what_to_do() {
    let options = [
        UnitOption::new("Service", "ExecStartPre", "/bin/true"),
        UnitOption::new("Service", "ExecStart", "/bin/sleep 1\nUser=root"),
    ];
    assert_eq!(
        check_options(&options).unwrap_err().to_string(),
        "option 2, Service/ExecStart: the value holds a line break, which would start a line of its own in the unit \
         file: write it on one line"
    );
}

#[test]
fn refuses_each_way_out_of_an_option() {
    for (section, name, value, problem) in [
        ("Service", "A", "a\rb", "the value holds a line break"),
        ("Service", "A", "a\0b", r"the value holds the control sign '\0'"),
        ("Service", "A", "a\u{1b}b", r"the value holds the control sign '\u{1b}'"),
        ("Service", "A\nB", "", "the name holds a line break"),
        ("Service\nX", "A", "", "the section holds a line break"),
        ("Ser]vice", "A", "", "the section holds ']'"),
        ("[Service", "A", "", "the section holds '['"),
        ("Service", "A=B", "", "the name holds '='"),
        ("Service", "[A", "", "the name holds '['"),
        ("Service", "A]", "", "the name holds ']'"),
        ("Service", "#A", "", "the name starts with '#'"),
        ("Service", ";A", "", "the name starts with ';'"),
        ("", "A", "", "the section is empty"),
        ("Service", "", "a", "the name is empty"),
        (" Service", "A", "a", "the section starts or ends with a blank"),
        ("Service", "A ", "a", "the name starts or ends with a blank"),
        ("Service", "A", "a\u{a0}", "the value starts or ends with a blank"),
        ("Service", "A", " ", "the value starts or ends with a blank"),
        ("Service", "A", "a\\", "the value ends in a backslash"),
        ("Service", "A", "a\\ ", "the value starts or ends with a blank"),
    ] {
        let refusal = option_refusal(section, name, value);
        assert!(refusal.contains(problem), "{section:?} {name:?} {value:?}: {refusal}");
    }
}

#[test]
fn measures_lines_as_fleet_does() {
    let of_line = |bytes: usize| [UnitOption::new("Service", "A", "x".repeat(bytes - 2))];
    assert_eq!(check_options(&of_line(2047)), Ok(()));
    assert_eq!(
        check_options(&of_line(2048)).unwrap_err().to_string(),
        "option 1, Service/A: the line has 2048 bytes, but Fleet reads lines of at most 2047 bytes: shorten the value"
    );
    assert!(option_refusal("Service", &"A".repeat(2047), "").ends_with("shorten the name"));
    assert!(option_refusal(&"S".repeat(2046), "A", "").ends_with("shorten the section"));
}

#[test]
fn limits_count_and_size() {
    let options = |count: usize, value: &str| vec![UnitOption::new("Service", "A", value); count];
    assert_eq!(check_options(&options(512, "")), Ok(()));
    let refusal = check_options(&options(513, "")).unwrap_err().to_string();
    assert!(refusal.starts_with("the unit has 513 options, at most 512 are taken"), "{refusal}");
    let refusal = check_options(&options(300, &"x".repeat(1000))).unwrap_err().to_string();
    assert!(refusal.starts_with("the unit file has 300910 bytes, at most 262144 are taken"), "{refusal}");
}

#[test]
fn limits_the_values_of_each_fleet_key() {
    let list = |count: usize| (0..count).map(|number| format!("a{number}")).collect::<Vec<_>>().join(" ");
    let quoted = |count: usize| format!("\"{}\"", list(count).replace(' ', "\" \""));
    let fleet = |name: &str, value: String| UnitOption::new("X-Fleet", name, value);
    let most = [fleet("MachineOf", quoted(64)), fleet("Conflicts", list(64))];
    assert_eq!(check_options(&most), Ok(()));
    let refusal = |options: &[UnitOption]| check_options(options).unwrap_err().to_string();
    assert_eq!(
        refusal(&[fleet("MachineOf", quoted(65))]),
        "X-Fleet/MachineOf has 65 values, at most 64 are taken: put several into one pattern, such as \
         app@*.service, or leave some out"
    );
    for name in ["Conflicts", "X-Conflicts"] {
        let lines = [fleet(name, list(40)), fleet(name, list(25))];
        assert!(refusal(&lines).starts_with(&format!("X-Fleet/{name} has 65 values")), "{name}");
    }
    let lines: Vec<_> = (0..65).map(|number| fleet("Replaces", number.to_string())).collect();
    assert!(refusal(&lines).starts_with("X-Fleet/Replaces has 65 values"));
    // Blanks outside of quotation marks separate nothing in them, and other sections have no such lists.
    assert_eq!(check_options(&[fleet("MachineMetadata", list(65))]), Ok(()));
    assert_eq!(check_options(&[UnitOption::new("Unit", "Conflicts", list(65))]), Ok(()));
}

#[test]
fn refuses_a_section_that_comes_back() {
    let options = ["Service", "Unit", "Service"].map(|section| UnitOption::new(section, "A", "a")).to_vec();
    let refusal = check_options(&options).unwrap_err().to_string();
    assert!(refusal.starts_with("option 3, Service/A: the section was left before"), "{refusal}");
    assert_eq!(check_options(&crate::unit_file::grouped(&options)), Ok(()));
}

#[test]
fn keeps_values_out_of_its_messages() {
    let refusal = option_refusal("Service", &"N".repeat(100), "TOKEN=hunter2\\");
    assert!(!refusal.contains("hunter2"), "{refusal}");
    assert!(refusal.starts_with(&format!("option 1, Service/{}…: ", "N".repeat(40))), "{refusal}");
}
