### lint
quote-open = The quotation mark { $quote } is never closed: systemd passes over this { $option } as a whole.
close-at-end = Close the quotation mark at the end
close-behind-word = Close the quotation mark behind its word
no-whole-path = '{ $program }' is no whole path: before version 239 systemd refuses the line, later it looks in a few folders only. Write the path from / on.
write = Write { $what }
no-shell = No shell reads this line: the program gets '{ $word }' as an argument. Put the whole into /bin/sh -c '…', or into a script.
once-filled-in = , once filled in
container-name = The container would be called '{ $name }'{ $because }, and Docker refuses '{ $sign }' in a name: it takes letters, digits, '_', '.' and '-'.
unnamed-container = Other lines speak of the container '{ $name }', but this one is started without a name: they have no effect on it.
start-with-name = Start it with --name { $name }
use-everywhere = Use { $name } everywhere
cleanup-can-fail = The first time there is no such container: this fails, and with it the start. A '-' before the program passes over that.
put-dash = Put a '-' before it
left-named = Nothing removes the container '{ $name }' when it ends: the second start finds its name taken and fails.
remove-before-start = Remove it before the start
left-unnamed = Nothing removes this container when it ends: every start leaves one behind on the machine.
add-rm = Add --rm
detached = With { $word } Docker returns at once, and systemd takes the unit for ended: it shows as stopped while the container runs, and cleans up behind it.
run-in-foreground = Let it run in the foreground
pairs-unquoted = Fleet reads several pairs in one line only if each stands in quotation marks. As it is, it passes over the line without a word, and the unit starts on any machine.
no-pair = '{ $pair }' is not of the form key=value: Fleet passes over it without a word, and the unit starts on any machine.
quote-each = Put each in quotation marks
one-long-name = Fleet takes this for one long name, which no unit has. Several units each stand in quotation marks, or on lines of their own.
no-pattern = '{ $text }' is no pattern that Fleet can read: it passes over it without a word. A '[' needs its ']'.
no-type = No unit is called '{ $text }': names end in a type, such as .service. Fleet passes over this without a word.
nobody-called-so = No unit is called like that: those of { $app } have their version before the '@', such as { $app }:{ $version }@1.service. So this keeps none of them apart.
global-value = Fleet does not take { $value } for yes: the unit would run on one machine only. Yes is true, yes, on, 1 or t.
write-true = Write true
fleet-refuses = Fleet refuses to create the unit: { $error }. Take one of the two away.
cap-one = the cluster has one machine, so one runs, and any further one waits
cap-some = the cluster has { $machines } machines, so at most { $machines } run, and any further one waits
cap-unknown = there can be no more of them than machines, and any further one waits
conflicts-cap = No two instances share a machine: { $most }.
use-image = Use { $image }
no-tag = The image '{ $image }' has no tag, which means latest: what runs changes with every push. Name a version.
tag-latest = The tag 'latest' says nothing: what runs changes with every push. Name a version.
on-one-line = Write it on one line
remove-backslash = Remove the backslash
remove-blank = Remove the blank
put-together = Put them together
no-section-meant = There is no section [{ $section }]: nothing in it counts. Did you mean [{ $meant }]?
section-of-other-kind = A { $context } has no section [{ $section }], only a { $kind } has: nothing in it counts. Make a unit of that type of it.
no-section = There is no section [{ $section }]: nothing in it counts. Remove it.
call-it = Call it [{ $meant }]
conflicts-of-systemd = In [Unit], Conflicts is systemd's, which knows no patterns and no other machines: this line does nothing. Fleet reads it in [X-Fleet].
belongs-into = { $name } belongs into [{ $right }]: in [{ $section }] { $reader } does not look for it.
no-option-meant = { "[" }{ $section }] has no option { $name }: the line does nothing. Did you mean { $meant }?
no-option-of-fleet = Fleet knows no option { $name }, and says nothing of it: the line does nothing. Remove it.
no-option-of-systemd = systemd 252 knows no option { $name } in [{ $section }]: unless the machines have a newer one that does, the line does nothing.
move-to = Move it to [{ $section }]
old-name = { $name } is an old name: today it is { $new }.
old-name-since = { $name } is an old name: it is { $new } since { $since }. Machines that are older know only this one.
old-name-other-scale = { $name } is an old name: it is { $new } since { $since }, and counts on another scale (100 is the usual share).
install-section = Fleet really enables units with an [Install] section: the machine then starts this one by itself, and its aliases take the place of other units. Fleet starts what it was asked to start without it.
remove-install = Remove [Install]
no-exec-start = There is no ExecStart in [Service]: systemd refuses a service that starts nothing. Add ExecStart with the program to run.
several-exec-start = There are several ExecStart, which only a service of Type=oneshot may have: systemd refuses the unit. Make ExecStartPre of those that come before.
pull-takes-longer = pulling a large image, or one from a slow registry, takes longer, and the unit fails while it still pulls
start-timeout = The start may take { $value } only: { $why }. Set no limit.
no-time-limit = Set no time limit
start-timeout-default = The start may take 90 seconds only, as long as nothing else is said: { $why }.
add-start-timeout = Add TimeoutStartSec=0
no-restart = When this process fails it stays down: Fleet starts nothing again by itself, and systemd only does if Restart says so.
add-restart = Add Restart=on-failure
call-docker = Call Docker without the shell
shell-for-name = The shell is here only to work out the container's name: systemd watches it instead of Docker, and a slip in its quotes switches the line off. Write the name itself.
write-what-was-meant = Write what was meant
fleet-specifier = Fleet replaces %p, %i, %n and %N in [X-Fleet] and nothing else: { $written } stays as it stands, and the line means another unit than you think.
bad-specifier = '{ $written }' is no specifier of systemd's. A sign of per cent is written %%.
no-time-span = { $name }={ $value } is no span of time, and systemd passes over it. A span is a number of seconds, or numbers with units such as 1min 30s.
no-calendar-time = OnCalendar={ $value } is no time of the calendar, and systemd passes over it. Such a time is daily, or Mon..Fri *-*-* 04:00:00. 'systemd-analyze calendar' says what systemd makes of one.
no-such-value = { $name }={ $value } means nothing to systemd, which passes over it. It takes { $words }.
write-value = Write { $name }={ $meant }
not-a-service = This is a { $kind }, and apps are made of services: it can't be deployed here. Give it to Fleet under its own name, such as name.{ $kind }, with fleetctl --endpoint at this server, or with a PUT to /fleet/v1/units/.
no-placeholder = { "{" }{ $word }{ "}" } is no placeholder and stays as it stands. Did you mean { "{" }{ $meant }{ "}" }?
write-placeholder = Write { "{" }{ $meant }{ "}" }
version-unused = Nothing in it names the version, so every version would run the same. { "{" }version{ "}" } stands for it, and systemd's %p for APP:VERSION.
more-findings = There is more to be said: mend the { $most-findings } below first, then look again.
