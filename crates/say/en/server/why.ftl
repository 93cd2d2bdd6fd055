### why
machine-gone = its machine { $gone } is gone: Fleet's engine has to move it
engine-looks = Fleet's engine looks every 2 s, and takes a machine for lost 30 s after its last sign of life.
not-reported-yet = { $place } has not reported on it yet: it looks every 5 s
not-reported = { $place } does not report on it: its agent seems not to answer
taken-for-lost = Fleet takes a machine for lost 30 s after its last sign of life, and moves its units then.
is-template = it is a template, which systemd refuses to start
launch-instance = Launch an instance of it instead, such as { $instance }.
name-long = its name has { $bytes } bytes; systemd loads at most 255
launch-shorter = Remove it, and launch it under a shorter name.
previous-being-replaced = still has its previous options; Fleet is replacing it
previous-not-replaced = still has its previous options; Fleet has not replaced it
loaded-only = wanted loaded only: it is being stopped
file-unfit = systemd can't use its unit file ({ $load })
look-at-file = Look for a service without ExecStart, a program without its whole path, an unbalanced quotation mark, or a value that systemd does not know.
file-not-found = systemd does not find its unit file (not-found)
file-removed = Somebody removed the file on the machine, or a unit that this one needs is not there.
is-masked = it is masked: an administrator of { $place } forbids it
unmask = A unit of that name is disabled on the machine itself (systemctl unmask allows it again).
systemd-says = systemd says { $active }, { $sub }
failed-for-good = it failed; Fleet never starts a unit again by itself
failed-too-often = failed too often: systemd gave up (Restart={ $restart })
restart-does-not-cover = its process failed, and Restart={ $restart } does not cover that
no-restart = its process failed, and no Restart= starts it again
restart-wanted = Fleet never starts a failed unit again; systemd does, if its [Service] has Restart=on-failure or Restart=always.
see-journal = What it printed is in the log of { $place } (journalctl -u { $name }).
starts-in-next-pass = loaded; its machine starts it in its next pass
loaded-not-started = loaded on { $place }, whose agent has not started it
stopped-there = it was stopped on its machine; Fleet does not start it again
ran-to-its-end = has run to its end, as a oneshot does
remain-after-exit = With RemainAfterExit=yes it counts as active after that.
ended = ended without an error or was stopped by hand; nothing starts it again
restart-always-wanted = Fleet never starts a unit again that has ended. systemd does after any end, if its [Service] has Restart=always.
pulling = pulling its image, { $limit }
start-pre = its ExecStartPre is running, { $limit }
start-post = its ExecStartPost is running, { $limit }
keeps-ending = keeps ending; systemd starts it again (Restart={ $restart })
waits-notify = waits until the program says it is ready (Type=notify)
waits-forking = waits until it went to the background (Type=forking)
oneshot-running = running; a oneshot becomes active when it is done
being-started = systemd is starting it, { $limit }
being-started-in = systemd is starting it ({ $sub })
stopping = is stopping: its ExecStop is running
stopping-post = is stopping: its ExecStopPost is running
stopping-in = is stopping ({ $sub })
no-machines = the cluster has no machines
no-machine-with-id = no machine has the ID { $id }
only-on = may only run on { $place }, which { $what }
beside-itself = must be beside itself, which can't be before it is placed
each-other = waits for it in turn: Fleet can place neither
does-not-exist = does not exist
not-meant-to-run = is not meant to run
was-on-gone = was on a machine that is gone
itself-unplaced = itself is not placed
is-global-but = is global, but { $text }
itself-unplaced-since = itself is not placed: { $text }
about-to-be = is about to be placed
no-machine-has = no machine has { $what }
only-machine = the only machine { $what }
all-machines = all { $machines } machines { $what }
machines = { $machines } machines: { $what }
hidden-peer = must be on the machine of a unit of another app
hidden-blocker = a unit of another app is here that it can't share a machine with
more-unlisted = more that is not listed
other-id = has another ID than { $wanted }
label-differs = lacks { $lacks }: it has { $key }={ $has }
label-lacking = lacks { $lacks }: it has no { $key }
peer-missing = is not here, and this unit must be on its machine
own-conflicts = { $here }, and this unit has Conflicts={ $pattern }
their-conflicts = { $here }, and it has Conflicts={ $pattern }
their-replaces = { $here }, and it has Replaces={ $pattern }
here-as-everywhere = is here as on every machine that fits
here = is here
metadata-ignored = MachineMetadata={ $value } is not of the form key=value: Fleet ignores it without a word.
write-whole-id = MachineID must be a whole ID or its first 8 characters. { $id } begins with { $part }; write { $short }.
excludes-itself = It excludes units like itself, so that there can be no more of them than machines.
old-state = Another machine still reports an old state of it; that goes within 30 s.
never-unloaded = Fleet can start a { $unit-type } but never unload it
stays-until = It stays until Fleet's agent on its machine starts anew.
cannot-unload = systemd can't use its unit file ({ $load }): Fleet can't unload it
remove-the-file = Fleet's agent tries again and again. Somebody has to remove the file on the machine.
being-stopped = no longer wanted: it is being stopped and unloaded
being-unloaded = no longer wanted: it is being unloaded
still-running = no longer wanted, but still running: its machine unloads slowly
still-loaded = no longer wanted, but still loaded: its machine unloads slowly
unloads-slowly = On a modern systemd Fleet's agent unloads about one unit in 5 s, and others wait behind it.
nobody-took = no machine has taken it
too-much = It and others ask for so much that Quarterdeck did not look through all of it.
nobody-took-see-page = no machine has taken it; its page says why
about-to-be-placed = about to be placed: Fleet's engine looks every 2 s
would-take = { $place } would take it, but Fleet's engine has not placed it
is-fleetd-up = One of the cluster's machines is Fleet's engine at a time. Is fleetd up on any of them?
global-but = global, but { $text }
global-nowhere = global, but no machine runs it
global-nowhere-see-page = global, but no machine runs it; its page says why
gone-machine = a machine that is gone
some-machines = { $several } of { $all } machines
no-limit = without a time limit
limit-seconds = at most { $limit } s
limit-of = at most { $limit }
limit-default = at most 90 s, systemd's own limit
# Between the names of units that must all be there.
and = { " " }and{ " " }
somebody = a unit of another app
beside = must be beside { $units }{ $there }
on-different = , which are on different machines
there-it = { " " }on { $place }, which { $what }
but = : { $what }
waits-for = waits for { $unit }{ $what }
and-that = , which { $what }
lacks = { $count ->
    [one] lacks { $what }
   *[other] lack { $what }
 }
runs-global = { $count ->
    [one] runs the global { $unit }{ $excluded }
   *[other] run the global { $unit }{ $excluded }
 }
excluded = , which { $pattern } excludes
already-holds = { $count ->
    [one] already holds { $what }
   *[other] already hold { $what }
 }
holds-conflicting = { $count ->
    [one] holds { $unit }, which conflicts with it
   *[other] hold { $unit }, which conflicts with it
 }
holds-replacing = { $count ->
    [one] holds { $unit }, which replaces it
   *[other] hold { $unit }, which replaces it
 }
holds-global-conflicting = { $count ->
    [one] holds the global { $unit }, which conflicts with it
   *[other] hold the global { $unit }, which conflicts with it
 }
holds-global-replacing = { $count ->
    [one] holds the global { $unit }, which replaces it
   *[other] hold the global { $unit }, which replaces it
 }
holds-some-conflicting = { $count ->
    [one] holds a unit that conflicts with it, such as { $unit }
   *[other] hold a unit that conflicts with it, such as { $unit }
 }
holds-some-replacing = { $count ->
    [one] holds a unit that replaces it, such as { $unit }
   *[other] hold a unit that replaces it, such as { $unit }
 }
does-not-fit = { $count ->
    [one] does not fit
   *[other] do not fit
 }
more-labels = { $count ->
    [one] { $count } more label that it lacks
   *[other] { $count } more labels that it lacks
 }
more-peers = { $count ->
    [one] { $count } more unit missing here
   *[other] { $count } more units missing here
 }
more-blockers = { $count ->
    [one] { $count } more unit in the way
   *[other] { $count } more units in the way
 }
on-one = on { $place }: { $what }
on-some = on { $some } of { $all } machines: { $what }
silent-yet = { $count ->
    [one] { $who } has not reported on it yet
   *[other] { $who } have not reported on it yet
 }
silent = { $count ->
    [one] { $who } should run it too, but has not reported on it
   *[other] { $who } should run it too, but have not reported on it
 }
