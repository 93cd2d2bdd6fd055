//! Units that nothing is to be said about.

use super::*;

#[test]
fn right_units_are_left_alone() {
    for (unit, text) in [
        (
            "web@1.service",
            "[Unit]\nDescription=Web %i\nAfter=docker.service\nRequires=docker.service\n\n[Service]\nTimeoutStartSec=0\n\
             ExecStartPre=-/usr/bin/docker kill %p-%i\nExecStartPre=-/usr/bin/docker rm %p-%i\n\
             ExecStartPre=/usr/bin/docker pull registry.example:5000/web:1.2\n\
             ExecStart=/usr/bin/docker run --rm --name %p-%i -p 80 -e \"A=b c\" registry.example:5000/web:1.2 /bin/serve -d x\n\
             ExecStop=/usr/bin/docker stop -t 10 %p-%i\nRestart=always\n\n[X-Fleet]\nMachineMetadata=\"region=eu\" \"disk=ssd\"\n",
        ),
        (
            "announce@1.service",
            "[Unit]\nBindsTo=web@%i.service\nAfter=web@%i.service\n\n[Service]\n\
             ExecStart=/bin/sh -c \"while true; do etcdctl set /web/%i ok --ttl 60; sleep 45; done\"\n\
             ExecStop=/usr/bin/etcdctl rm /web/%i\nRestart=on-failure\nX-Own=1\n\n[X-Fleet]\nMachineOf=web@%i.service\n",
        ),
        (
            "logger.service",
            "[Service]\nExecStart=/opt/logger --date %%Y ; /bin/true\nType=oneshot\nExecStart=/bin/true\n\n[X-Fleet]\nGlobal=True\n",
        ),
        (
            "backup.timer",
            "[Timer]\nOnCalendar=daily\nPersistent=true\n\n[X-Fleet]\nMachineOf=backup.service\n",
        ),
        (
            "data.service",
            "[Service]\nType=oneshot\nRemainAfterExit=yes\nExecStart=/usr/bin/docker create --name data registry.example/data:1\n",
        ),
        (
            "pull.service",
            "[Service]\nType=oneshot\nRemainAfterExit=yes\nExecStartPre=/usr/bin/docker pull registry.example/a:1\n\
             ExecStart=/usr/bin/docker run -d --restart=always registry.example/a:1\n",
        ),
        ("off.service", "[Unit]\nSuccessAction=poweroff\n[Service]\nType=oneshot\n"),
        (
            "stays.service",
            "[Service]\nRestart=no\nRemainAfterExit=yes\nExecStart=/usr/bin/docker run -d --restart always registry.example/a:1\n",
        ),
        (
            "many@1.service",
            "[Service]\nRestart=always\nExecStart=/usr/bin/docker run --rm --name %N$X registry.example/web@sha256:00ff\n\
             ExecStop=/usr/bin/docker stop ${NAME}\n",
        ),
    ] {
        assert_eq!(rules_of(&found_in(unit, text)), [""; 0], "{unit}");
    }
}

#[test]
fn what_only_newer_or_older_systems_read_is_no_mistake() {
    let text = "[Service]\nExecStart=/bin/a\nRestart=always\nCPUQuota=50%\nMemoryZSwapMax=1G\nOpenFile=/a\nRestartSteps=3\nReloadSignal=SIGHUP\nMemoryMax=12.5%\nTasksMax=80%\nMemoryHigh=40%\n\
                ManagedOOMMemoryPressureLimit=60%\n[Unit]\nConditionMemoryPressure=system.slice:50%/5min\n[X-Own]\nShare=5%\n";
    assert_eq!(rules_of(&found_in("a.service", text)), [""; 0]);
    let text = "[Unit]\nStartLimitIntervalSec=5\n[Service]\nExecStart=/bin/a\nRestart=always\nStartLimitInterval=5\nOOMPolicy=stop\n\
                StandardOutput=syslog\nExecStartPre=-/bin/b %H %m %v %c\n[X-Own]\nAnything=goes\n";
    assert_eq!(rules_of(&found_in("a.service", text)), [""; 0]);
}
