### The parts of which pages are made: dialogs, fields, toasts, and the states of units.

# Closes a dialog or a panel, and nothing happens. Not the word that ends a deployment: that is "abort".
cancel = Cancel
close = Close
copy = Copy
copied = Copied
copy-refused = The browser did not allow copying. Select the text and copy it by hand.
loading = Loading…
messages = Messages
dismiss = Dismiss
no-number = A whole number is needed here.
# Beside a count.
one-fewer = One fewer
one-more = One more
at-most = { $count } at most.
# A button: what came while one was reading. $number: the same with marks between thousands.
updates = { $count ->
    [one] { $number } update: show
   *[other] { $number } updates: show
 }

## What is said about a text in an editor

findings = Findings
line = Line { $number }
# Each stands before what is said.
error = Error
warning = Warning
hint = Hint
# Joined by commas, as are the two below.
errors = { $count ->
    [one] { $count } error
   *[other] { $count } errors
 }
warnings = { $count ->
    [one] { $count } warning
   *[other] { $count } warnings
 }
hints = { $count ->
    [one] { $count } hint
   *[other] { $count } hints
 }

## How a unit fares

failed = failed
# It is meant to run, and is on no machine.
unplaced = unplaced
starting = starting
stopping = stopping
running = running
stopped = stopped
unknown = unknown
# $state: one of the above. $place: a machine, or "3 machines".
state-on = { $state } on { $place }
# What is shown is old.
was = was { $state }
last-known = last known: { $state }
# After the state and a comma.
about-to-go = about to be removed

## Filters of lists

# In place of one app.
all-apps = All apps

# On a phone: opens the filters of a list. $count: how many of them are on.
filters = { $count ->
    [0] Filters
   *[other] Filters ({ $count })
 }
