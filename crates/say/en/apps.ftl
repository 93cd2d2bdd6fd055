### The page of the apps: its list, what needs attention, an app opened.

title = Apps
unread-title = The cluster could not be read
unread = { $reason } It is tried again by itself.
deploy-any = Deploy an app…
all-apps = All apps
no-attention-title = Nothing needs attention
no-attention = All that is wanted runs.
no-changing-title = Nothing is changing
no-changing = No action is under way.
none-shown-title = No apps
none-shown = There is nothing to show.
show-all = Show all apps

## The line above the list: "41 apps · 212 units · 3 need attention · 1 deploying". Each is a filter.

filters = Filters
# $number: the count, in bold
count-apps = { $count ->
    [one] { $number } app
   *[other] { $number } apps
 }
count-units = { $count ->
    [one] { $number } unit
   *[other] { $number } units
 }
need-attention = { $count ->
    [one] { $number } needs attention
   *[other] { $number } need attention
 }
# Where what is shown is not as of now.
needed-attention = { $count ->
    [one] { $number } needed attention
   *[other] { $number } needed attention
 }
# How many apps are being deployed.
count-deploying = { $count ->
    [one] { $number } deploying
   *[other] { $number } deploying
 }
# How many apps have an action under way.
count-changing = { $count ->
    [one] { $number } changing
   *[other] { $number } changing
 }

## Before the first app.

no-apps = No apps yet
none-to-see = Nothing that you may see runs on the cluster { $cluster }. What is deployed later appears here by itself.
# $cluster: its name, in bold
begin = An app is a template for a unit. Say a version and a number, and Quarterdeck starts the instances on the cluster
    { $cluster }. You see each call before it is made.
paste-title = Paste what you have
paste-about = A unit file, or the unit.json that you send to Fleet today. You see what is read before anything starts.
paste = Paste a unit file…
starter-title = Begin from a starter
starter-about = A Docker image, a plain program, or one process on every machine. Change what you like.
starter = Choose a starter…
connect-title = Connect a Fleet
connect-about = The units that already run there show up at once. Nothing is changed until you deploy.
connect = Connect a Fleet…

## A row of the list.

deploy = Deploy…
deploy-named = Deploy { $app }…
more-for = More for { $app }
not-running = not running
all-stopped = stopped
running-of-wanted = { $running } of { $wanted }
count-about = How many run, of how many are wanted
never-launched = never launched here
# $verb: "deployed" and the like. $time: "5 min ago", drawn there
last-change = { $verb } { $time } by { $actor }
mark-frozen = frozen
mark-waits = waits for approval

## The menu of a row.

restart = Restart…
roll-back-to = Roll back to { $version }…
roll-back-to-no-version = Roll back to units without a version…
deployments-of = Deployments of { $app }
activity-of = Activity of { $app }
template-of = Template and settings of { $app }
# $name: a version, or the app
remove-named = Remove { $name }…
remove-no-version = Remove units without a version…

## An app opened: its versions.

# $link: no-units-deploy
no-units = No unit of this app exists. { $link } to start one.
no-units-deploy = Deploy it
# Stands in place of a version.
no-version = without a version
# $version: a version, or no-version
instances-of = Instances of { $app } { $version }
# Read out behind the message below.
remove-units-of = of { $app } { $version }
# $number: the count, as it is written
remove-units = { $count ->
    [one] Remove { $number } unit…
   *[other] Remove { $number } units…
 }
scale = Scale
no-plan = There is no plan yet.
column-unit = Unit
column-state = State
column-machine = Machine
column-since = Since
column-actions = Actions
no-machine = no machine
start = Start
start-unit = Start { $unit }
stop = Stop
stop-unit = Stop { $unit }
remove = Remove
remove-unit = Remove { $unit }

## How many instances of a version fare how.

running = { $count ->
    [one] { $count } running
   *[other] { $count } running
 }
starting = { $count ->
    [one] { $count } starting
   *[other] { $count } starting
 }
stopping = { $count ->
    [one] { $count } stopping
   *[other] { $count } stopping
 }
stopped = { $count ->
    [one] { $count } stopped
   *[other] { $count } stopped
 }
failed = { $count ->
    [one] { $count } failed
   *[other] { $count } failed
 }
unplaced = { $count ->
    [one] { $count } unplaced
   *[other] { $count } unplaced
 }
unknown = { $count ->
    [one] { $count } unknown
   *[other] { $count } unknown
 }

## An app opened: what it is besides.

drift-label = Not as it was deployed
last-changes = Last changes
no-changes = Nobody has changed it here lately.
all-activity = All activity
put-back = Put back
put-back-label = Put back what was removed: { $summary }
details = Details
details-label = Details: { $summary }

## Units of no app.

others = Other units
others-about = Units that belong to no app: their names are not APP:VERSION@NUMBER.service. They can be started and
    stopped on the Units page.
others-more = { $count } more on the Units page

## What needs attention.

attention = Needs attention
attention-more = and { $count } more
open = Open
open-named = Open { $name }
# Several units of an app, of all that it has. The end of the sentence follows: a full stop, or a colon and the reason.
many-failed = { $count } of { $all } failed
many-unplaced = { $count } of { $all } unplaced
many-slow = { $count } of { $all } do not come up
# $said: one of these. $why: a clause, "no machine has region=mars"
some-why = { $said }, { $count } of them because { $why }.
# $place: a machine
unit-on = { $unit } on { $place }
# One unit. The end of the sentence follows here too. $unit: its name, or unit-on
is-unplaced = { $unit } is unplaced
has-ended = { $unit } is meant to run, but has been inactive for { $since }
is-slow = { $unit } has been starting for { $since }
has-failed = { $unit } failed { $since } ago

## What needs attention besides the units.

account = Your account
no-way-back = You came by a one-time link, and this account has no password: set one, or you come in again only by a new
    link.
# $first: a sentence
more-differences = { $first } There are { $count } more such differences.
asked-since = { $actor } asked for approval { $since } ago: { $summary }. Somebody else has to approve it.
deployment = The deployment
deployment-to = The deployment of { $version }
# $what: "The deployment of 2.0.0". $reason: a sentence
pauses-itself = { $what } is paused, and goes on by itself: { $reason }
is-paused = { $what } has been paused for { $since }: { $reason }
was-paused = { $what } was paused by { $who } { $since } ago.
is-holding = { $what } waits for somebody: are the first instances good?
deployment-failed = { $what } failed { $since } ago: { $reason }
was-ended = { $what } was ended { $since } ago: { $reason }
went-back = { $what } rolled back by itself { $since } ago: { $reason }
