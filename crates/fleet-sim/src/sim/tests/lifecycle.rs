//! From PUT to running, and back to nothing.

use std::time::Duration;

use fleet::DesiredState::{Inactive, Launched, Loaded};
use fleet::UnitHash;

use super::{Cluster, options};
use crate::sim::{PutError, PutOutcome, UnitPut};

const PULLS: &[(&str, &str, &str)] = &[
    ("Service", "ExecStartPre", "-/usr/bin/docker kill %p-%i"),
    ("Service", "ExecStartPre", "/usr/bin/docker pull coreos/%p"),
    ("Service", "ExecStart", "/usr/bin/docker run --rm coreos/%p"),
    ("Service", "ExecStop", "/usr/bin/docker stop %p-%i"),
];

#[test]
fn a_container_is_scheduled_pulled_and_runs() {
    let mut cluster = Cluster::new();
    cluster.put("web:1.0@1.service", PULLS, Launched);
    assert_eq!(cluster.machine_of("web:1.0@1.service"), None);
    assert_eq!(cluster.current("web:1.0@1.service"), Inactive);

    cluster.wait(2.0);
    assert!(cluster.machine_of("web:1.0@1.service").is_some());
    assert_eq!(cluster.current("web:1.0@1.service"), Inactive);
    assert_eq!(cluster.state("web:1.0@1.service"), "");

    cluster.wait(2.0);
    assert_eq!(cluster.current("web:1.0@1.service"), Launched);
    assert_eq!(cluster.state("web:1.0@1.service"), "activating start-pre");

    cluster.wait(7.0);
    assert_eq!(cluster.state("web:1.0@1.service"), "active running");
}

#[test]
fn a_pull_can_be_slow_and_an_image_is_pulled_once() {
    let mut cluster = Cluster::new();
    cluster.0.slow_pull("web:*", Duration::from_secs(60));
    cluster.put("web:1.0@1.service", PULLS, Launched);
    cluster.wait(60.0);
    assert_eq!(cluster.state("web:1.0@1.service"), "activating start-pre");
    cluster.wait(6.0);
    assert_eq!(cluster.state("web:1.0@1.service"), "active running");

    cluster.0.clear_scripts();
    cluster.target("web:1.0@1.service", Loaded);
    cluster.wait(5.0);
    assert_eq!(cluster.state("web:1.0@1.service"), "inactive dead");
    assert_eq!(cluster.current("web:1.0@1.service"), Loaded);
    cluster.target("web:1.0@1.service", Launched);
    cluster.wait(3.0);
    assert_eq!(cluster.state("web:1.0@1.service"), "active running");
}

#[test]
fn inactive_clears_the_machine_while_the_unit_still_stops() {
    let mut cluster = Cluster::new();
    cluster.put("a.service", PULLS, Launched);
    cluster.wait(12.0);
    cluster.target("a.service", Inactive);
    cluster.wait(2.0);
    assert_eq!(cluster.machine_of("a.service"), None);
    assert_eq!(cluster.current("a.service"), Inactive);
    assert_eq!(cluster.state("a.service"), "deactivating stop-sigterm");
    cluster.wait(1.5);
    assert_eq!(cluster.state("a.service"), "");
}

#[test]
fn a_deleted_unit_is_gone_at_once_and_its_state_lingers() {
    let mut cluster = Cluster::new();
    cluster.launch("a.service", &[]);
    cluster.wait(6.0);
    cluster.0.delete_unit("a.service").unwrap();
    assert!(cluster.0.unit("a.service").is_none());
    assert_eq!(cluster.state("a.service"), "active running");
    cluster.wait(3.0);
    assert_eq!(cluster.state("a.service"), "");
    assert!(cluster.0.delete_unit("a.service").is_err());
}

#[test]
fn new_options_replace_the_unit_where_it_is() {
    let mut cluster = Cluster::new();
    cluster.launch("a.service", &[]);
    cluster.wait(6.0);
    let machine = cluster.machine_of("a.service");
    let new = options(&[("Service", "ExecStart", "/opt/bin/server --new")]);
    let put = UnitPut::new(new.clone(), Launched);
    assert_eq!(cluster.0.put_unit("a.service", put.clone()), Ok(PutOutcome::Stored));
    assert_eq!(cluster.0.put_unit("a.service", put), Ok(PutOutcome::Retargeted));
    assert_ne!(cluster.0.states_of("a.service").next().unwrap().hash, Some(UnitHash::of(&new)));
    cluster.wait(6.0);
    assert_eq!(cluster.machine_of("a.service"), machine);
    assert_eq!(cluster.state("a.service"), "active running");
    assert_eq!(cluster.0.states_of("a.service").next().unwrap().hash, Some(UnitHash::of(&new)));
}

#[test]
fn new_options_without_a_state_stop_the_unit() {
    let mut cluster = Cluster::new();
    cluster.launch("a.service", &[]);
    cluster.wait(6.0);
    let new = options(&[("Service", "ExecStart", "/opt/bin/other")]);
    let put = UnitPut { desired_state: String::new(), ..UnitPut::new(new, Inactive) };
    assert_eq!(cluster.0.put_unit("a.service", put), Ok(PutOutcome::Stored));
    assert_eq!(cluster.current("a.service"), Launched);
    cluster.wait(6.0);
    assert_eq!(cluster.current("a.service"), Inactive);
    assert_eq!(cluster.state("a.service"), "");
}

#[test]
fn systemd_has_its_own_words_for_every_fate() {
    let service = |command| vec![("Service", "ExecStart", command)];
    let with = |command, name, value| vec![("Service", "ExecStart", command), ("Service", name, value)];
    let cases = [
        ("fails.service", service("/bin/false"), "failed failed"),
        ("missing.service", service("/no/such/program"), "failed failed"),
        ("ends.service", service("/bin/true"), "inactive dead"),
        ("oneshot.service", with("/bin/true", "Type", "oneshot"), "inactive dead"),
        ("remains.service", with("/bin/true", "RemainAfterExit", "yes"), "active exited"),
        ("notify.service", with("/bin/sleep 3000", "Type", "notify"), "activating start"),
        ("ready.service", with("/opt/bin/server", "Type", "notify"), "active running"),
        (
            "prepares.service",
            with("/opt/bin/server", "ExecStartPre", "/bin/sleep 60"),
            "activating start-pre",
        ),
        ("target.target", vec![("Unit", "Description", "x")], "active active"),
        ("alone.timer", vec![("Timer", "OnActiveSec", "1h")], "inactive dead"),
        ("var-x.mount", vec![("Mount", "What", "tmpfs"), ("Mount", "Where", "/var/x")], "active mounted"),
    ];
    let mut cluster = Cluster::new();
    for (name, options, _) in &cases {
        cluster.put(name, options, Launched);
    }
    cluster.wait(10.0);
    for (name, _, expected) in cases {
        assert_eq!(cluster.state(name), expected, "{name}");
    }
}

#[test]
fn a_path_or_timer_waits_for_a_service_of_the_same_pass() {
    let mut cluster = Cluster::new();
    cluster.launch("a.service", &[]);
    for (name, section) in [("a.path", "Path"), ("a.timer", "Timer")] {
        cluster.put(name, &[(section, "Unit", "a.service"), ("X-Fleet", "MachineOf", "a.service")], Launched);
    }
    cluster.wait(6.0);
    assert_eq!(cluster.state("a.path"), "active waiting");
    assert_eq!(cluster.state("a.timer"), "active waiting");
}

#[test]
fn a_service_that_keeps_dying_is_given_up() {
    let mut cluster = Cluster::new();
    let restarts = |pause| {
        vec![
            ("Service", "ExecStart", "/bin/false"),
            ("Service", "Restart", "always"),
            ("Service", "RestartSec", pause),
        ]
    };
    cluster.put("slow.service", &restarts("30"), Launched);
    cluster.put("fast.service", &restarts("100ms"), Launched);
    cluster.wait(10.0);
    assert_eq!(cluster.state("slow.service"), "activating auto-restart");
    assert_eq!(cluster.state("fast.service"), "failed failed");
    assert_eq!(cluster.current("fast.service"), Launched);
}

#[test]
fn scripted_failures_strike_what_they_name() {
    let mut cluster = Cluster::new();
    cluster.0.fail_start("bad-*");
    cluster.launch("bad-1.service", &[]);
    cluster.launch("good.service", &[]);
    cluster.wait(8.0);
    assert_eq!(cluster.state("bad-1.service"), "failed failed");
    assert_eq!(cluster.state("good.service"), "active running");
    cluster.0.die_after("good.service", Duration::from_secs(20));
    cluster.wait(19.0);
    assert_eq!(cluster.state("good.service"), "active running");
    cluster.wait(2.0);
    assert_eq!(cluster.state("good.service"), "failed failed");
}

#[test]
fn a_launched_template_is_scheduled_and_never_loaded() {
    let mut cluster = Cluster::new();
    cluster.launch("a@.service", &[]);
    cluster.wait(10.0);
    assert!(cluster.machine_of("a@.service").is_some());
    assert_eq!(cluster.current("a@.service"), Inactive);
    assert_eq!(cluster.state("a@.service"), "");
    let again = cluster.0.put_unit("a@.service", UnitPut::state(Launched));
    assert_eq!(again, Err(PutError::Template("a@.service".to_owned())));
}

#[test]
fn what_would_poison_a_unit_is_refused() {
    let mut cluster = Cluster::new();
    cluster.launch("a.service", &[]);
    let bogus = UnitPut { desired_state: "bogus".to_owned(), ..UnitPut::default() };
    assert_eq!(cluster.0.put_unit("a.service", bogus), Err(PutError::UnknownState("bogus".to_owned())));
    let broken = options(&[("Service", "Exec\nStart", "/bin/true")]);
    let refused = cluster.0.put_unit("a.service", UnitPut::new(broken, Launched));
    assert!(matches!(refused, Err(PutError::UnitFile(_))));
    assert_eq!(cluster.0.unit("a.service").unwrap().options.len(), 1);
}
