### The panel that deploys: an app that has a template, or a new one. The strategies are in an app's settings too.

title = Deploy { $app }
paste-unit-file = Paste a unit file…
choose-starter = Choose a starter…
no-template = { $app } has no template yet: Quarterdeck does not know what its new units should hold. Add one first,
    under the same name.
# For whoever may begin no app of their own.
choose-title = Deploy an app
choose-about = These apps have a template, and you may deploy them:
choose-none = No app that you may deploy has a template yet.
# $why: that the right is missing, and whom to ask.
choose-new = A new app begins with its template. { $why }
# $unit: the name of a unit that runs
take-over-from = Take it over from { $unit }…

## Another deployment of the app is at work.

held-why = Another deployment of this app is running: wait until it has ended, or take it over.
held-label = Another deployment
held-title = This app is being deployed
held-look = Look at it
take-over = Take over
take-over-about = That deployment ends where it is; what serves goes on serving. This one goes on from there, with a plan
    made anew.

## The form.

app = App
app-new = A new app…
aim = What is to come of it
aim-bring = Bring { $app } to a version
aim-add = Start more beside it
version = Version
version-hint = The image's tag, such as 1.0.0
versions = Versions
# Headings of the versions that are offered.
group-cluster = On the cluster
group-before = Before
# $number: the count, as it is written
units = { $count ->
    [one] { $number } unit
   *[other] { $number } units
 }
instances = Instances
instances-to-start = Instances to start
# Below the number of instances.
count-as-settings = as its settings want
count-all = in all
count-as-now = in all, as many as now
count-now = in all; { $now } now
more-to-start = to start
more-besides = { $count ->
    [one] more, besides { $number } unit
   *[other] more, besides { $number } units
 }
note = Note or ticket
note-hint = Why: stands with the deployment.
plan-empty = Say which version, and the exact calls appear here before anything happens.
deploy = Deploy
no-plan = There is no plan yet.
missing-version = Say which version first.
mend-version = Mend the version first.

## How it is deployed this time.

how-at-once = All start at once: nothing runs yet
old-removed = The old ones are removed as soon as they have stopped.
old-kept = The old ones are kept stopped for { $span }, so that going back takes seconds; then they are removed.
# $gate: "active for 5 s" and the like
good-once = A new instance is good once it is { $gate }.
strategy = Strategy
strategy-rolling = Rolling: a few at a time
strategy-blue-green = Blue/green: all new ones, then all old ones
strategy-recreate = Recreate: old ones go first (nothing serves meanwhile)
strategy-canary = Canary: a few first, then the rest
batch = Batch
batch-hint = instances at a time
surge = Surge
surge-hint = more than wanted at once; 0: old ones go first
# How many canaries.
canaries = First
canaries-hint = instances that go ahead
bakes = Go on by itself after a time
bakes-about = Otherwise it waits until somebody lets the rest follow.
# How long the canaries are watched.
bake = Watched for
# $span: the same in minutes and hours
bake-hint = seconds ({ $span })

## A new app.

new-app = A new app
source-label = Where the template comes from
source-paste = Paste
source-starter = Starter
name = Name of the app
# $name: what was typed, or name-stand-in
name-hint = Its units will be called { $name }:VERSION@1.service
name-stand-in = NAME
name-taken = { $app } has a template already. Deploy it, or edit it under Settings.
image = Image
image-hint = Without the tag: the version is chosen at every launch
first-version = First version
first-version-hint = Can be said later too
file = Unit file
file-or-json = Unit file, or unit.json
save = Save and review the plan
missing-name = Give the app a name first.
mend-name = Mend the name first.
missing-file = Paste a unit file first.
mend-file = Mend the unit file first.
mend-line = Mend line { $line } first.
missing-image = Name the image first.
preview = What is read
preview-empty = The options appear here as soon as all of it can be read.
options = { $count ->
    [one] { $count } option
   *[other] { $count } options
 }
column-section = Section
column-option = Option
column-value = Value

## What the lint says about a template.

lint-label = What the lint says
lint-changed = The text changed: it is being looked at again.
lint-unanswered = The server did not look at this text; it is asked again.
lint-errors = Mend the errors first, or say that you have seen them.
# Mends all that can be mended at once; shows first what it would change.
mend-all = Make it right…
mend-leave = Leave it as it is
mend-apply = Apply these changes
mend-changes = What making it right changes
accept = Save it all the same
accept-about = { $errors ->
    [one] I have seen the error.
   *[other] I have seen the errors.
 }
