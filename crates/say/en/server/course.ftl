### course
kept-is-left = Another deployment has begun: what was kept is left to it.
turning-waits = It is being { $what }, and waits until Fleet can be read. { $reason }
fleet-answers = Fleet answers as it should: it goes on.
limit-over = It has run for { $span }, as long as it may.
runs-no-more = { $name } does not run any more, though it had passed its gate.
rolled-back = rolled back
still-stopping = { $unit } is still stopping: until it has stopped it is not destroyed.
failed-after-gate = { $name } has failed, after it had passed its gate.
enough-serve = Enough instances serve: it goes on.
has-ended = It has ended.
turning-already = It is being { $what } already.
only-keeps = It has reached its end, and only keeps old instances: there is nothing to pause.
paused-already = It is paused already.
goes-on-by-itself = It goes on by itself once enough instances serve, and with fewer only if somebody agrees to how few.
not-paused = It is not paused.
resumed-by = { $by } resumed it.
waits-for-nobody = It does not wait for anybody's word.
continued-by = { $by } continued with the rest.
keeps-nothing = It keeps no old instances.
finished-by = { $by } had the old instances removed.
at-its-end = It has reached its end: roll it back, or have the old instances removed.
aborting-already = It is being aborted already.
no-deployment = This is no deployment: there is nothing to go back to.
rolling-back-already = It is being rolled back already.
step-not-failed = This step has not failed.
retried-by = { $by } had the failed step of { $unit } done again.
no-such-step = There is no such step.
left-out-by = { $by } left { $unit } out.
waits-for-no-more = It does not wait for more instances to serve.
least-too-low = At least { $before } have to serve: it could go on with { $fewer }.
least-too-few = It could go on with { $fewer }: no fewer than that need be agreed to.
resumed-with-fewer = { $by } resumed it with at least { $least } healthy instead of { $before }.
step-again = Step { $number } is done again. It failed after { $span }: { $why }
turns-once-resumed = { $reason } It is { $what } once somebody resumes it.
paused-because = Paused: { $why }
turns-once-resumed-bare = It is { $what } once somebody resumes it.
and-more = { $first } So it went with { $more } more: see the steps.
is-aborted = It is aborted: { $reason }
is-rolled-back = It is rolled back: { $reason }
set-to-run-again = { $unit } is set to run again, so it is not destroyed.
too-few-would-serve = Without { $unit } { $left } healthy instances would serve, and at least { $least } must. It waits until more serve, or until somebody who may force it resumes it with fewer.
not-counted = { " " }Not counted, since others have started it and nothing says whether what follows it runs as well: { $names }.
left-out-one = If it is left out, it stays as it is, and the rest goes on.
left-out-some = If these are left out, they stay as they are, and the rest goes on.
fleet-in-trouble = Fleet does not answer as it should: { $trouble }
too-old = What is known of the cluster is too old to go on.
not-read-yet = The cluster has not been read yet.
machine-vanished = The machine { $one } has vanished. It waits for that to come back, or for somebody to resume it without.
machines-vanished = { $count } machines have vanished. It waits for that to come back, or for somebody to resume it without.
unit-unreadable = Fleet does not list { $name }, and answers with errors whenever it is asked for it: it seems unable to read that unit. It waits for that to come back, or for somebody to resume it without.
no-longer-shown = Fleet no longer shows { $first }, which this deployment did not remove.
no-longer-shown-more = Fleet no longer shows { $first } and { $more } more, which this deployment did not remove.
unread-at-start = Fleet could not be read when this was to begin; nothing was sent. Start it again when Fleet answers.
changed-at-start = The cluster changed while this waited; nothing was sent. Look at it, and start this again if it is still wanted.
restarted-under-way = The server was restarted while this was under way: it may have happened.
restarted-waiting = The server was restarted while it waited for this.
refused-others-can = { $refusal } Somebody else who may can let this go on.
undone-by = Undone by { $by }; nothing was sent.
lacks-machine = The last reading lacks the machine { $id }.
written-since = { $unit } was written since it was read.
another-begins = Another action is begun at this moment.
key-used-now = This Idempotency-Key was used for another action at this very moment.
decided-just-now = Somebody else has decided about this just now.
created = Fleet created it (201).
taken-as-change = Fleet took it for a change (204).
there-with-others = { $unit } is there already, with other options. It was left as it is; remove it first, or choose another version.
there-already = { $unit } was there already.
there-and-set = { $unit } was there already; its desired state was set to { $desired }.
taken = Fleet took it (204).
gone-already = { $unit } was gone already.
deleted = Fleet deleted it (204).
removed-meanwhile = Fleet does not list { $unit }: somebody has removed it meanwhile.
not-listed-yet = Fleet does not list { $unit } yet.
not-shown-to-run = { $unit } does not show yet that it is to run.
set-stopped = Somebody has set { $unit } to be stopped meanwhile (desired state { $desired }).
earlier-state = { $unit } still shows the state of an earlier unit of this name.
no-machine-takes = No machine takes { $unit }. It stays wanted, and starts when a machine is free for it.
ended-by-itself = { $unit } has ended by itself{ $place }; its journal on that machine says why.
not-shown-to-stop = { $unit } does not show yet that it is to stop.
set-running = Somebody has set { $unit } to run again meanwhile (desired state launched).
no-state-yet = Fleet shows no state of { $unit } yet.
is-still = { $unit } is still { $active }/{ $sub }.
with-unit-file = { $sub }, unit file { $load }
failed-there = { $unit } failed{ $place } ({ $why }). Its journal on that machine says why.
on-machine = { " " }on { $ip }
no-way = There is no way from here now: { $reason }
begin-not-stored = { $unit }: That this begins could not be stored, so it was not sent.
started-once-more = { $unit } was started once more.
not-run-long = { $unit } has not run for { $span } yet.
not-listed = { $unit } is not listed.
cannot-ask-global = { $unit } can't be asked: it runs on every machine. Take the probe out of the app's settings.
cannot-ask-placeless = { $unit } can't be asked: Fleet does not say on which machine it is.
does-not-pass = { $unit } runs, and does not pass: { $error }
no-file-at-first = The machine had no file of { $unit } at first; it was set inactive and started once more.
nobody-lets-go = No machine lets go of { $unit }, so it was not started again.
unread-since = { $unit } could not be read since. { $reason }
given-up = { $reason } Given up after { $span }.
not-said-gone = Fleet does not list { $unit }, and does not say that it is gone.
still-there = Fleet still has { $unit }.
aborted = aborted
without-it-none-is-left = If it is left out, no instance is left to take the place of others
without-these-none-is-left = If all of these are left out, no instance is left to take the place of others
without-it = { $count ->
    [one] If it is left out, this goes on with { $count } instance instead of { $wanted }
   *[other] If it is left out, this goes on with { $count } instances instead of { $wanted }
 }
without-these = { $count ->
    [one] If all of these are left out, this goes on with { $count } instance instead of { $wanted }
   *[other] If all of these are left out, this goes on with { $count } instances instead of { $wanted }
 }
then = { $what }.
then-as-before = { $what }, and at least { $least } stay healthy as before.
then-instead = { $what }, and at least { $least } stay healthy instead of { $before }.
not-healthy = { $count ->
    [one] Not healthy, though it is set to run: { $names }.
   *[other] Not healthy, though they are set to run: { $names }.
 }
waits-for-that = { $reason } It waits for that to come back, or for somebody to resume it without.
no-step-failed = No step of this instance has failed.
token-gone = The API token { $name } was revoked or has expired, so nothing more is taken away by its rights. Somebody else can let this go on.
certificate-gone = The client certificate by which { $name } began this was revoked, has ended or is of an authority that is no longer believed, or { $name } is no longer a user here, so nothing more is taken away by their rights. Somebody else can let this go on.
user-gone = { $name } is no longer a user here, so nothing more is taken away by their rights. Somebody else can let this go on.
rights-unread = It can't be read whether { $name } may still do this. It goes on once that is known.
begin-unstored = That this begins could not be stored, so nothing was sent.
is-state = { $unit } is { $health }.
too-few-to-let-go = { $left ->
    [one] { $left } healthy instance serves, and at least { $least } must before what was kept goes. It is kept until more serve, or until somebody who may force it resumes it with fewer.
   *[other] { $left } healthy instances serve, and at least { $least } must before what was kept goes. It is kept until more serve, or until somebody who may force it resumes it with fewer.
 }
way-not-recorded = It could not be recorded, so it is not taken. Say it again once that is mended.
restarted = The server was started again, and goes on with this.
runs-again-so-stays = { $instance } was set to run again, so it stays.
