### What the page knows: how fresh the data is, how far deployments are, who is signed in, what is kept back.

## Numbers and times

just-now = just now
# $span: "5 min", "9 days".
ago = { $span } ago
# Two or more.
machines = { $count } machines

## How fresh the data is, in a few words

connecting = connecting…
reading = reading Fleet…
# $age: "2 s".
live = live · { $age }
# $time: "14:02".
unreachable-since = Fleet unreachable since { $time }
in-trouble-since = Fleet in trouble since { $time }
old = { $age } old
no-data = no data

## The same in sentences: first what is wrong, then what that means

server-away = Quarterdeck cannot be reached; trying again.
# $reason: a space and why, in parentheses, or nothing.
fleet-away = Fleet cannot be reached since { $time }{ $reason }.
fleet-in-trouble = Fleet answers with errors since { $time }{ $reason }.
fleet-slow = Fleet takes long to answer.
last-known = What you see is the last known state, and nothing can be changed until it is read again.
nothing-known = Nothing is known of the cluster yet.

## Why a button can't be pressed

blocked-server-away = Quarterdeck cannot be reached, so nothing can be changed.
blocked-reading = The cluster is still being read.
blocked-fleet-away = Fleet cannot be reached, so nothing can be changed.
blocked-fleet-in-trouble = Fleet answers with errors, so nothing can be changed.
blocked-too-old = What is shown is too old to act on.

## How far a deployment is

# In place of a version.
no-version = units without a version
stage = stage { $at } of { $stages }
# After "2.0.0: ", as are the two below.
paused-at-stage = paused at stage { $at } of { $stages }
holding = waits before it goes on
stage-back = on its way back, stage { $at } of { $stages }
# The title of the window. $name: app and version.
deploying = { $percent } % { $name }
deploying-and-more = { $more ->
    [one] { $percent } % { $name } and { $more } more
   *[other] { $percent } % { $name } and { $more } more
 }

## How deployments stand, to choose from

standing-at-work = In progress
standing-asked = Waits for approval
standing-paused = Paused
# The new units run, and those before are kept for a while.
standing-keeping = Done, old ones kept
standing-done = Done
standing-rolled-back = Rolled back
standing-aborted = Aborted
standing-failed = Failed
standing-undone = Undone
standing-declined = Not approved
standing-interrupted = Interrupted

## What still runs of units that were deleted

# $state: systemd's word, as "active".
leftover-on = { $unit } on { $machine } ({ $state })
# $names: some of the above, with commas between them.
leftovers-and-more = { $names } and { $more } more

## Who is signed in

signed-out = You have been signed out. Sign in again to go on.
session-has-ended = Your session has ended. Sign in again to go on.
# In place of the names of roles.
no-role = without any role

## What is kept back of units' options. The words in quotation marks are names of rights.

# $mark: what stands in place of each value.
masked = Values that look like secrets are masked: each stands here as { $mark }. To see them takes the right 'template' or 'raw-unit'. Ask { $contact } for it.
masked-of = Values that look like secrets are masked: each stands here as { $mark }. To see them takes the right 'template' or 'raw-unit' on { $app }. Ask { $contact } for it.
hidden = The options are hidden from you: to see them takes the right 'view-spec'. Ask { $contact } for it.
hidden-of = The options are hidden from you: to see them takes the right 'view-spec' on { $app }. Ask { $contact } for it.

## The language. The first two are not said.

# The language of this catalogue, as its folder is called.
language-tag = en
# Dates and numbers are written as in this language and place (BCP 47), unless the browser names another place.
language-place = en-GB
# Languages to choose from: one's own, and that of a wall display.
language = Language
language-automatic = As the browser
language-of-display = As the display's browser
# Each as it calls itself, in all catalogues.
language-english = English
language-german = Deutsch

## Colours

theme-system = System
theme-light = Light
theme-dark = Dark
