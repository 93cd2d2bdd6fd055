### The list of deployments; and deployments in words, wherever they are told.

title = Deployments
about = What brought each app to the version that it runs: who, when, and how it ended.
unread = The deployments could not be read
none-yet-title = Nothing was deployed yet
none-yet = Each deployment, restart and change of the number of instances will stand here, with its steps.
go-to-apps = Go to Apps
none-matches-title = No deployment matches
none-matches = The filter hides all that there are.
clear-filter = Clear the filter
waiting = Waits for approval
at-work = In progress
history = History
load-more = Load more
column-deployment = Deployment
column-state = State
column-by = By
column-begun = Begun
column-took = Took
column-note = Note
# Before how long it took, where the table has no columns.
row-took = took

## Filters.

filter-label = Filter deployments
filter-app = App
filter-state = State
# Who started it.
filter-by = By
filter-version = To version
filter-note = Note
# Two days.
filter-from = From
filter-until = Until
everybody = Everybody
any-state = Any state

## What changes.

# Stands in place of a version.
no-version = the units without a version
# $change: "2.0.0 → 1.0.0".
rollback = { $change } (rollback)
approved-by = approved by { $who }
restart-of = restart of { $version }
# $number: the count, as it is written
first = { $count ->
    [one] { $version }: 0 → { $number } instance
   *[other] { $version }: 0 → { $number } instances
 }
made-anew = { $count ->
    [one] { $version }: { $number } instance made anew
   *[other] { $version }: { $number } instances made anew
 }
# Two numbers.
# $number: the count, as it is written
scaled = { $count ->
    [one] { $version }: { $from } → { $number } instance
   *[other] { $version }: { $from } → { $number } instances
 }
# So many instances of a version.
count-of = { $count } of { $version }
# In place of such counts.
nothing = nothing

## How it stands.

standing-unwell = done, not all of it runs
standing-asked = waits for approval
standing-declined = not approved
standing-waiting = about to begin
standing-running = in progress
standing-paused = paused
standing-holding = waits before it goes on
standing-keeping = done, old ones kept
standing-done = done
standing-aborted = aborted
standing-rolled-back = rolled back
standing-undone = undone
standing-failed = failed
standing-interrupted = interrupted
# $stage: "stage 3 of 10"
on-its-way-back = on its way back, { $stage }
