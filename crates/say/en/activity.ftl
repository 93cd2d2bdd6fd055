### The record: every change and every refusal.

title = Activity
about = Every change and every refusal, written before it is made.
export = Export as JSON lines
export-about = What the filter lets through, the oldest first, one JSON object a line
not-read = The record could not be read
empty = Nothing was recorded yet
empty-text = What people and tokens do with this cluster will stand here.
no-match = Nothing in the record matches
no-match-text = The filter hides everything that was recorded.
clear-filter = Clear the filter
show-older = Show older
today = Today
yesterday = Yesterday

## Filters

# Read out.
filters = Filter activity
search = Text: app, unit, call, reason
# Also in a line that is open.
who = Who
app = App
kind = Kind
result = Result
from = From
until = Until
everybody = Everybody
any-kind = Any kind
# Kinds: what takes no right, then one for each right.
kind-sign-in = signing in
kind-sign-out = signing out
kind-account = own account
kind-view = viewing
kind-view-spec = options of units
kind-logs = reading logs
kind-launch = launching
kind-scale = scaling
kind-deploy = deploying
kind-rollback = rolling back
kind-restart = starting, stopping, restarting
kind-remove = removing, putting back
kind-force = going over a guard
kind-template = templates
kind-raw-unit = units by scripts
kind-machines = metadata of machines
kind-users = people, access and tokens
kind-audit = the record
kind-settings = settings and screens
any-result = Any result
result-done = Done
result-undone = Undone
result-refused = Refused
result-failed = Failed
result-aborted = Aborted
result-rolled-back = Rolled back
result-under-way = Under way

## At the end of a line: how it went, if not as meant

not-known = not known
under-way = under way
refused = refused
failed = failed
aborted = aborted
rolled-back = rolled back
undone = undone

## How somebody came in, after their name and a comma

by-session = by a signed-in browser
by-token = by an API token
by-certificate = by a client certificate
by-proxy = by the word of a trusted proxy
by-command-line = on the server's command line
by-itself = by itself
by-nobody = without being signed in
# $by: one of the above. $address: "10.0.0.7".
from-address = { $by }, from { $address }
# In place of a name.
nobody = nobody
command-line = command line

## A line that is open

# What was asked for.
asked = Asked
# The right that it took.
right = Right
cluster = Cluster
begun = Begun
ended = Ended
note = Note
# The calls to Fleet, what was before, what the settings were.
detail = Details
steps = Steps
# Below calls or steps.
and-more = { $count ->
    [one] … and { $count } more
   *[other] … and { $count } more
 }
reading = reading…
# After a step and a colon.
step-waiting = waiting
step-running = under way
step-done = done
step-failed = failed
step-left-out = not done
step-broken-off = broken off
put-back = Put back
# Read out. $what: what was asked for.
put-back-what = Put back: { $what }
