### The page of one deployment.

title = Deployment
unread = The deployment could not be read
# For screen readers: the way to this page.
crumb = Where this is
crumb-all = Deployments

## The line below the title: "in progress · by ada · begun 5 min ago · 54 min to its deadline".

by = by { $actor }
approved-by = approved by { $who }
# $time: "5 min ago", drawn there
begun = begun { $time }
asked-for = asked for { $time }
took = took { $span }
# $time: the time of what is shown, where that is not now
as-of = as of { $time }
deadline-in = { $span } to its deadline
deadline-at = Deadline at { $time }
kept-until = old ones kept until { $time }
kept-then = Then the old instances are removed

## The buttons, and what each of them leads to.

choices = What you can do
by-step = A failed step alone can be tried again, or its instance left out, where it stands below.
pause = Pause
pause-leads = Begins no further step; what is under way ends first. What serves goes on serving.
resume = Resume
resume-failed = Try again and resume
resume-leads = Goes on from here with the steps that are left.
resume-leads-failed = Does every failed step again, then the steps that are left.
resume-looks-again = Looks again at once, and takes instances that are missing by now for gone.
# $then: "it rolls back by itself" and the like
resume-effect = A step has failed meanwhile, so { $then }.
promote = Continue with the rest
# $version: a version, or it
promote-leads = { $version } is good: the rest of it starts, and the old instances go.
abort = Abort…
abort-leads = Ends it here. What serves goes on serving, the old and the new; nothing is removed.
roll-back = Roll back…
# $before: what ran before, "3 of 1.0.0"
roll-back-leads = Brings back { $before }, and removes the new instances once that serves.
# The same where the new ones have to go first: they can't be there at once
roll-back-leads-first = Removes the new instances, then brings back { $before }.
roll-back-leads-nowhere = Removes the new instances: nothing of it ran before.
finish = Remove the old ones now…
finish-leads = The old instances, which are kept stopped, are removed before their time.
retry = Try this step again
retry-leads = Does this one step again. Once no step is failed any more, the deployment goes on.
leave-out = Leave this instance out
leave-out-leads = Leaves this instance as it is, does none of its steps, and goes on with the others.
go-on-with = Resume with fewer…
# $least: a number
go-on-with-leads = Goes on though fewer serve than were agreed: at least { $least } stay healthy from here on.
# Stands at the beginning of a sentence, in place of a version.
it = It

## The question before what can't be taken back. $serves: what serves now, "2 of 1.0.0 and 1 of 2.0.0".

sure-abort-title = Abort this deployment?
sure-abort = It ends where it is. What serves now goes on serving: { $serves }. Old instances that it only stopped start
    again; nothing is removed.
# $left: left-starting and the like, as a list
sure-abort-left = It ends where it is. What serves now goes on serving: { $serves }. What does not serve stays as well,
    and may still start: { $left }. Old instances that it only stopped start again; nothing is removed.
sure-abort-yes = Abort it
sure-back-title = Roll back?
sure-back = It brings back what ran before: { $before }. The new instances are removed once that serves, and not before.
sure-back-first = The new instances are removed first, since old and new are not there at once. Then it brings back what ran
    before: { $before }.
sure-back-nothing = The new instances are removed: nothing of it ran before.
sure-back-yes = Roll back
sure-last-title = Resume until nothing serves?
sure-last = This takes the last healthy instance away. What serves now: { $serves }.
sure-last-yes = Take the last one
sure-fewer-title = Resume with fewer?
sure-fewer = Fewer serve than were agreed: { $serves }. At least { $least } stay healthy from here on.
sure-fewer-yes = Resume
sure-finish-title = Remove the old instances now?
sure-finish = They are stopped, and kept so that going back takes seconds. Without them, going back starts instances anew.
sure-finish-yes = Remove the old ones
left-starting = { $count ->
    [one] { $count } starting of { $version }
   *[other] { $count } starting of { $version }
 }
left-unplaced = { $count ->
    [one] { $count } unplaced of { $version }
   *[other] { $count } unplaced of { $version }
 }
left-failed = { $count ->
    [one] { $count } failed of { $version }
   *[other] { $count } failed of { $version }
 }

## What it waits for, or why it ended as it did. $reason: a sentence.

notice-label = State of the deployment
unwell = Done, but not all of it runs
declined-by = Declined by { $who }
declined = { $reason } Nothing was sent.
lapsed = Not approved in time
begins-in = It begins in { $span }
nothing-sent-yet = Nothing was sent yet.
nothing-sent = Nothing was sent.
too-few = Paused so that enough instances serve
# Fleet or the server is not well
goes-on-title = Paused, and goes on by itself
goes-on = { $reason } It goes on by itself once that is over.
paused-by = Paused by { $who }
undecided-title = Paused: somebody has to decide
# $version: a version, or it
holding-title = The first instances of { $version } run: are they good?
# Where they have no version.
holding-title-plain = The first instances run: are they good?
holding = The rest follows when somebody says so. Old instances go on serving meanwhile.
holding-until = The rest follows by itself in { $span }, or when somebody says so. Old instances go on serving meanwhile.
keeping-title = { $version } serves
keeping = The old instances are kept stopped for { $span }, so that going back takes seconds. Then they are removed.
# $healthy, $least: how many are healthy, and have to be
keeping-few-title = { $version } does not serve as it must
keeping-few = Healthy instances: { $healthy }. At least { $least } must serve before the old ones go. They are kept stopped,
    so that going back takes seconds.
aborted = Aborted
aborted-by = Aborted by { $who }
rolled-back = Rolled back to { $before }
rolled-back-by = Rolled back by { $who } to { $before }
undone-by = Undone by { $who }
failed-title = Failed
interrupted-title = Interrupted
# The first sentence of a reason; more may follow. It begins with the name: where that is told already, the page leaves this
# sentence out by it.
did-pause = { $who } paused it.
did-abort = { $who } aborted it.
did-roll-back = { $who } rolled it back.

## How many serve.

serving-label = Serving
serves = Serving now: { $healthy } healthy
# $least: so many must be healthy
serves-of = Serving now: { $healthy } healthy, at least { $least }
# Where they are fewer than they must be.
serves-short = Serving now: { $healthy } healthy, at least { $least } are meant to
served = Serving when last read: { $healthy } healthy
served-of = Serving when last read: { $healthy } healthy, at least { $least }
progress = Progress of the deployment

## Stages and steps.

stages-title = Stages
# $number: the count, as it is written
stages = { $count ->
    [one] { $number } stage
   *[other] { $number } stages
 }
# How many of the steps of a stage are done.
stage-steps = { $done } of { $all }
instances-left-out = { $count ->
    [one] { $number } instance left out
   *[other] { $number } instances left out
 }
# How far a stage or a step is.
done = done
now = now
waiting = waiting
failed = failed
left-out = not done
broken-off = broken off

## The instances before and after.

before = Before
# $time: a time of day
as-it-was = as it was at { $time }
none-ran = Nothing of it ran.
# $state: "running" and the like. $fate: one of the following three
old-unit = { $unit }, was { $state }, { $fate }
# What became of a unit. A number may stand before it.
fate-stays = still wanted
fate-stopped = stopped since
fate-gone = removed since
after = After
nothing-to-run = nothing is to run in the end
left-nothing = it left nothing running
run = { $running } of { $all } run
run-removed = { $running } of { $all } run, { $removed } removed since
# Where what is shown is not as of now.
ran = { $running } of { $all } ran when last read
ran-removed = { $running } of { $all } ran when last read, { $removed } removed since
new-unit-planned = { $unit }, not created yet
new-unit-gone = { $unit }, removed since
# After the name of a unit and a colon.
unit-left-out = left out
unit-left-out-runs = left out, still set to run

## New and old compared.

compared = New and old compared
# Versions follow.
column-new = New:
column-old = Old:
column-what = What
healthy = Healthy
starting = Starting
bad = Failed or unplaced
restarted = Restarted meanwhile
gates = Gate passed
youngest = All run for at least
of-all = { $count } of { $all }
new-instances = The new instances
# After the state of a new instance. $gate: one of those below
runs = for { $span }; { $gate }
# $place: a machine
runs-on = on { $place }, for { $span }; { $gate }
# $runs: one of these two
runs-restarted = { $runs }, restarted since it passed its gate
gate-none = no gate
gate-waiting = its gate is not asked yet
gate-running = its gate is being asked
gate-done = passed its gate
gate-failed = failed its gate
gate-left-out = its gate was not asked
gate-broken-off = its gate was broken off

## The ways back from a deployment that is over.

back-to = Roll back to { $version }…
# Of the same version, so many.
back-to-count = Roll back to { $count } of { $version }…
back-to-before = Roll back to what ran before…
back-about = Brings back what ran before this deployment: { $before }. The plan is shown first.
back-to-this = Roll back to this…
back-to-this-about = Brings back what this deployment led to: { $count } of { $version }, with its template and settings of
    that time. The plan is shown first.

## Below the steps.

happened = What happened
settings-then = Settings of that time
template = Template
revision = revision { $number }
