### The page of one unit.

# Read out for the links to where it belongs: units, app.
crumb = Where this is
units = Units
# After the state, as "running".
on-machine = on { $machine }
# After the state and its place. $span: "5 min".
for-span = for { $span }
gone = There is no unit { $unit }
gone-when-old = It is not in the last known state of the cluster, which is old. It may be there again by now.
gone-text = It may have been removed, or it never was. What was removed stands in Activity, and can be put back from there.
look-in-activity = Look in Activity
all-units = All units

## What can be done with it, and why not

start = Start
stop = Stop
remove = Remove…
is-leaving = It is being removed.
runs = It runs already.
is-to-run = It is set to run already.
does-not-run = It does not run.

## Names and values

facts = Facts
app = App
version = Version
no-version = none
instance = Instance
# The state that is wanted, as Fleet calls it.
wanted = Wanted
# The state in which it is, as Fleet calls it.
actual = Actual
# Also the heading of a column.
machine = Machine
no-machine = none
# Two or more.
machines = { $count } machines
# A unit that Fleet runs everywhere.
global = Global
global-text = on every machine that fits
in-this-state = In this state
last-read = Last read
last-read-text = { $span } ago: Fleet's lists lack it, and Fleet has not said yet whether it is gone
hash = Hash
hash-not-shown = not shown
hash-not-read = not read
record = Record
record-text = What was done with it

## What systemd says

by-machine = By machine
systemd-says = systemd says
# Before systemd has said anything.
nothing-said = nothing yet
active-on = { $count ->
    [one] active on { $active } of { $count } machines
   *[other] active on { $active } of { $count } machines
 }
# $words: systemd's, as "loaded, active, running".
of-options-before = { $words }, of the options that it had before

## Its options

options = Options
options-file = Options as a unit file
options-not-read = The options could not be read
copy-options = Copy the options
template = Template, revision { $revision }

## Why it does not run

why-still-there = Why it is still there
why-not-as-wanted = Why it is not as wanted
why-not-running = Why it is not running
# Beside each machine.
in-the-way = What is in the way
nothing-in-the-way = nothing: it fits here
