### Changes of the cluster: plans and their confirmation, actions in words, toasts, what waits for approval.

## What was done. It follows the name of who did it: see who-did.

# $count: how many instances
past-launched = launched { $count } of { $version }
# $version: a version, or past-no-version
past-scaled = scaled { $version } to { $count }
# $what: a version, past-no-version, or the name of a unit
past-removed = removed { $what }
past-removed-all = removed all units
past-started = started { $unit }
past-stopped = stopped { $unit }
past-put-back = put back what was removed
past-deployed = deployed { $version }
past-restarted = restarted
past-rolled-back = rolled back
# Stands in place of a version.
past-no-version = units without a version
# $past: "launched 2 of 2.0.0" and the like. What follows is how it stands: see standing-done.
who-did = { $actor } { $past }
# What follows is how it stands: see standing-done.
asked-for = { $actor } asked for: { $summary }

## The same in one word; a time and a name follow: "launched 5 min ago by ada".

launched = launched
scaled = scaled
removed = removed
started = started
stopped = stopped
put-back = put back
deployed = deployed
restarted = restarted
rolled-back = rolled back

## What goes on. How far it is follows: see standing-running.

going-launches = launching { $version }
going-scales-version = scaling { $version } to { $count }
going-scales = scaling to { $count }
going-removes-version = removing { $version }
going-removes = removing
going-removes-unit = removing a unit
going-removes-all = removing all units
going-starts-unit = starting a unit
going-stops-unit = stopping a unit
going-puts-back = putting back
going-deploys = deploying { $version }
going-restarts = restarting
going-rolls-back = rolling back

## How an action stands, right after its sentence: "ada launched 2 of 2.0.0, in 48 s".

standing-asked = : waits for approval
# $reason: a sentence
standing-declined = : not approved. { $reason }
standing-waiting = : begins in a moment
standing-running = : step { $step } of { $all }
standing-done = , in { $span }
standing-paused = : paused. { $reason }
standing-holding = : waits before the next stage
standing-keeping = : done, old instances are kept stopped
standing-aborted = : aborted. { $reason }
standing-rolled-back = : rolled back. { $reason }
# $who: the name of who did it
standing-undone = : undone by { $who }
standing-failed = : failed. { $reason }
standing-interrupted = : interrupted. { $reason }

## How an action ended that did not end as meant, right after its sentence.

ending-failed = , failed
ending-interrupted = , interrupted
ending-undone = , undone
ending-paused = , paused
ending-aborted = , aborted
ending-rolled-back = , rolled back
ending-asked = , waits for approval
ending-declined = , not approved

## Toasts.

part-missing = What makes the plan could not be loaded. Reload the page, then try again.
# Follows what begins, and who wants it. $left: seconds
starts-in = : starts in { $left } s
undo = Undo
toast-put-back = Put back
details = Details
dismiss = Dismiss
toast-done = { $summary }: done
toast-unwell = { $summary }: done, but not all of it runs
toast-steps = { $summary }: { $done } of { $all } steps done
toast-undone = { $summary }: undone, nothing was changed

## What waits for somebody else's approval.

wants-second-person = { $app } wants the approval of a second person
# $until: a date and a time
is-frozen = { $app } is frozen until { $until } (your time): { $reason }
asked-times = Asked for by { $actor } { $since } ago. Nothing was sent. If nobody approves it within { $left }, the
    request lapses: then it has to be asked for again.
asked-note = Note: { $note }
nobody-else = When this was asked for, nobody else here might approve it: give somebody the right to, in Settings.
# $from: a date and a time
alone-from = { $actor } can start it without anybody else from { $from } on (your time).
waits-label = Waits for approval
waits-for-approval = { $summary } waits for somebody else's approval
asked-oneself = You asked for this: somebody else must approve it.
approve = Approve…
start-now = Start it now…
withdraw = Withdraw
decline-open = Decline…
decline-title = Decline it?
decline = Decline
decline-why = Why
decline-hint = Whoever asked reads it.
say-why = Say why.

## The dialog before a change.

asked-with-note = { $actor } asked for this, with the note: { $note }
asked-without-note = { $actor } asked for this, without a note
approve-it = Approve
ask-for-approval = Ask for approval
type-name = Type { $name } to confirm
type-name-first = Type { $name } first.
changed = The cluster changed meanwhile. This is the plan as it is now.
units-label = Units
skip-gates = Skip the gate where it was passed before
skip-gates-about = Faster: an instance counts as soon as it runs, if its version has passed the gate here before.
explain-waits = Nothing is sent until somebody else who may do the same has approved it.
explain-stages = Each stage begins when all of the one before is done. It can be paused, ended and rolled back while it
    is at work.
explain-nothing = Nothing is done before you say so.
explain-removal = Each unit is stopped first, then taken off the cluster. Its options are kept, so that it can be put
    back.
explain-removal-undo = Each unit is stopped first, then taken off the cluster. Its options are kept, so that it can be
    put back. You have { $seconds } seconds to undo it before anything is sent.

## Plans.

plan = Plan
working-out = Working out the plan…
changed-unstarted = The cluster changed meanwhile. This is the plan as it is now; nothing has been started.
review = Review changes
checks = Checks
# $number: the count, as it is written
steps = { $count ->
    [one] { $number } step
   *[other] { $number } steps
 }
more-steps = { $count ->
    [one] … and { $number } more step
   *[other] … and { $number } more steps
 }
more-stages = { $count ->
    [one] … and { $number } more stage
   *[other] … and { $number } more stages
 }
more-calls = { $count ->
    [one] … and { $number } more call
   *[other] … and { $number } more calls
 }
# Of the steps of a stage.
more-lines = … and { $number } more
exact-calls = Exact calls
as-curl = As curl
curl-label = Plan as curl
copy-curl = Copy the plan as curl
curl-token = Needs an API token in QUARTERDECK_TOKEN (Settings, Tokens).
curl-hidden = These lines would create other units than the plan: options that are not shown cannot be sent.
# For screen readers: what is sent with a call.
call-body = Body of { $method } { $path }
