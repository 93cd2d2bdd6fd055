### plan
no-template = { $app } has no template yet. Add one first: paste a unit file or begin from a starter.
not-there = { $what } is not there. It may have been removed meanwhile.
fleet-in-trouble = Nothing can be changed while Fleet answers with errors.
fleet-away = Nothing can be changed while Fleet does not answer.
fleet-being-read = Fleet is being read at this moment. Try again in a few seconds.
unit-unreadable = Fleet does not list { $unit }, and answers with errors whenever it is asked for it: it seems unable to read that unit, so nothing can be done with it through Fleet.
unit-in-doubt = Fleet's lists lack { $name }, and Fleet has not said yet whether it is gone. Try again in a few seconds.
action = The action { $action }
was-a-deployment = "{ $summary }" was a deployment: what it has removed is not put back beside what runs now. Roll { $app } back to what ran before it instead.
deployment-of = The deployment { $action } of { $name }
unscheduled-of = { $left } of { $of } will stay unplaced: { $reason }
start-again = Start { $lanes } of { $app } again
unknown-what-it-was = { $unit } is gone, and what it was is not known: it can't be made anew.
number-of = { $number } of { $label }
leaves-nothing = It leaves nothing of { $app } set to run.
leaves = It leaves { $counts } set to run.
stopped-ones = { " " }Stopped: { $names }.
ill-ones = { " " }Not healthy: { $names }.
too-many-instances = { $count } instances are too many at once. Ask for at most { $max-count }.
no-such-name = No unit can have such a name: { $error }. Use a shorter version.
cannot-create = { $name } can't be created: { $error }.
fleet-would-refuse = Fleet would refuse { $name }: { $error }.
latest-moves = The tag latest moves: instances started at different times may run different images. Better launch a version that stays what it is.
is-global = { $app } is global: each instance runs on every machine. One instance is enough unless several shall run on each machine.
one-present = 1 is there already; { $added } more will be added.
some-present = { $present } are there already; { $added } more will be added.
deploy = Deploy { $instances } of { $label }
that-deployment = That deployment of { $app }
template-of-then = The template that { $app } had at that time is not known any more. Deploy that version with the present template instead.
roll-back-to = Roll { $app } back to { $instances } of { $label }
no-known-template = What ran at that time was made by no template that is known here: new instances are made from the template that { $app } had then, revision { $revision }.
did-not-end-well = That deployment did not end well: { $label } may never have passed its gate.
none-was-healthy = No instance of { $label } was healthy when that deployment began.
runs-already = { $label } runs with { $instances } already, as its template says.
deploy-at-least-one = Deploy at least 1 instance. To have none, remove the app.
not-kept-on-this-way = At least { $instances } shall be healthy at any time, and that can't be kept on this way: at some moment only { $fewest } will be.
above-most = { $app } may have at most { $instances }, and this would make { $after }. Ask for fewer, or raise the maximum in its settings.
below-least = { $app } has at least { $instances }, and this would leave { $after }. Ask for more, or lower the minimum in its settings.
protected-none = { $app } is protected, and this leaves none of it.
protected = { $app } is protected: it shall have at least { $min }, and this leaves { $after }.
nothing-ran = Nothing of { $app } was set to run before that deployment, so there is nothing to go back to. To have nothing again, remove the app.
brought-back-to-one = Before that deployment { $each } were set to run. An app is brought back to one version: to { $label }.
wanted-and-fit = { $wanted } are wanted, { $fit } fit: { $reason }.
without-version = { $prefix } (no version)
probe-nowhere = { $app } runs on every machine, so that there is no one machine at which its probe could be asked: its gate will fail. Take the probe out of the app's settings.
fewer-afterwards = { $wanted } instances are set to run now; afterwards it will be { $count }.
lint-finds-more = { " " }The lint finds { $errors } more.
template-would-not-work = The template of { $app } would not work as it is: { $what }{ $more } Mend it and save it first.
template-may-not-work = The template may not work as it is: { $what }{ $more }
not-listed = Fleet does not list { $names }, and answers with errors whenever it is asked for: it seems unable to read that. This counts on nothing of it, and leaves it as it is.
companion-no-such-name = No unit of the companion { $app } can have such a name: { $error }. Use a shorter version.
companion-leaving = { $companion } is being removed, and it follows { $name }. Wait until it is gone.
launch-at-least-one = Launch at least 1 instance.
launch = Launch { $instances } of { $label }
port-taken = { $name } publishes port { $port } of its machine, and so do the new instances: on one machine only one of them can start.
remove-one = Remove { $name }
belongs-to-no-app = { $name } belongs to no app. Make sure that nobody else needs it.
remove = Remove { $units } of { $label }
a-unit-of = A unit of { $app }
versions-of = { $app } { $others } and { $last }
in-versions = { $app }, in { $versions } versions
leaving-already = { $name } is being removed already. Wait until it is gone, or undo that removal first.
nothing-to-restart = No instance of { $what } is set to run, so there is nothing to restart.
restart = Restart { $number } of { $what }
restart-stage = Restart { $size } of { $what }
what-this-removed = What this action removed
put-back-one = Put back { $one }
put-back-of = Put back { $units } of { $label }
put-back = Put back { $units }
watch = Watch { $canaries } of { $to }
complete = Complete { $number } of { $to }
start-stage = Start { $number } of { $to }
options-as-they-are = { $app } has no template: the options of { $name } are used as they are.
cannot-copy = { $app } has no template, and its instances have different options, so that none can be copied. Add a template first.
no-instances = { $label } has no instances, so there is nothing to remove.
has-already = { $label } has { $instances } already, set to run.
start-stopped = Start { $instances } of { $label }
scale = { $to ->
    [one] Scale { $label } from { $from } to { $to } instance
   *[other] Scale { $label } from { $from } to { $to } instances
 }
gap = For a while no healthy instance of { $app } is left: in between nothing of { $app } serves.
last-healthy = { $name } is the last healthy instance of { $app }: without it nothing of { $app } runs.
last-healthy-ones = These are the last { $count } healthy instances of { $app }: without them nothing of { $app } runs.
fleets-template = { $name } is a template unit of Fleet's own: it can't run itself, only its instances can.
start-unit = Start { $name }
is-stopped-already = { $name } is already set to be stopped.
stop-unit = Stop { $name }
global-unit = { $name } is a global unit: this concerns every machine that runs it.
instances = { $count ->
    [one] { $count } instance
   *[other] { $count } instances
 }
stopped-instances = { $count ->
    [one] { $count } stopped instance
   *[other] { $count } stopped instances
 }
units = { $count ->
    [one] { $count } unit
   *[other] { $count } units
 }
errors = { $count ->
    [one] { $count } error
   *[other] { $count } errors
 }
leaving = { $count ->
    [one] { $count } more unit is being removed and not counted.
   *[other] { $count } more units are being removed and not counted.
 }
no-version = { $app } (no version)
and-more = { $count ->
    [one] { $count } more
   *[other] { $count } more
 }
title-stop = Stop { $number } of { $label }
title-keep = Keep { $number } of { $label } stopped
title-remove = Remove { $number } of { $label }
crowded-then-paused = While old and new instances are there at once, not all find a machine: { $reason }. If no room is made until then, the deployment fails there and waits for somebody. No such room is needed where old instances go first: with no surge, or recreated.
crowded-then-aborted = While old and new instances are there at once, not all find a machine: { $reason }. If no room is made until then, the deployment fails there and is aborted. No such room is needed where old instances go first: with no surge, or recreated.
crowded-then-rolled-back = While old and new instances are there at once, not all find a machine: { $reason }. If no room is made until then, the deployment fails there and is rolled back. No such room is needed where old instances go first: with no surge, or recreated.
stalls-then-paused = The deployment waits for each instance that it starts: without a machine for all of them it fails there and waits for somebody. Ask for fewer, or add machines.
stalls-then-aborted = The deployment waits for each instance that it starts: without a machine for all of them it fails there and is aborted. Ask for fewer, or add machines.
stalls-then-rolled-back = The deployment waits for each instance that it starts: without a machine for all of them it fails there and is rolled back. Ask for fewer, or add machines.
# $reason: "needs 4 machines, the cluster has 3"
gives-way = { $fewest ->
    [one] No machine is left for old and new instances at once ({ $reason }), so old ones go first this time, with no surge: at least { $fewest } instance serves on the way.
   *[other] No machine is left for old and new instances at once ({ $reason }), so old ones go first this time, with no surge: at least { $fewest } instances serve on the way.
 }
still-leaving = { $count ->
    [one] { $names } is still being removed. Wait until that is done, or undo it.
   *[other] { $names } are still being removed. Wait until that is done, or undo it.
 }
there-again = { $count ->
    [one] { $names } is there again, so nothing is put back over it.
   *[other] { $names } are there again, so nothing is put back over it.
 }
set-to-run-failed = { $name } is already set to run, but it failed. Stop it first, then start it again.
set-to-run-unplaced = { $name } is already set to run, but no machine takes it. Look at its requirements and at the machines.
set-to-run = { $name } is already set to run.
no-surge-then = By the settings of that time there is no surge: instances go before those start that take their place.
kept-up = { $count ->
    [one] At that time there was { $count } instance; { $app } has at least { $min } by now, so { $least } are brought back.
   *[other] At that time there were { $count } instances; { $app } has at least { $min } by now, so { $least } are brought back.
 }
companion-without-template = Instances of { $app } are followed by { $companion }, which has no template any more. Add that again, or take it off the companions in the settings of { $app }.
