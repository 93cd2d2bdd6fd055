### The past: when units ran, how many, what was deployed. Also charts and strips, wherever they are drawn.

title = History
title-of = History of { $app }
# Read out for the link to the past of all apps, which is the next message.
crumb = Where this is
crumb-all = History
unread = The history could not be read
apps-unread = The history of the apps could not be read
# Names of charts.
units-of = Units of { $app }
units = Units
machines = Machines
# $title: the name of a chart.
nothing-known = { $title }: nothing is known of this time yet. History begins when Quarterdeck does, and is written once a minute.
# $number: "99.98".
percent = { $number } %

## How far back

spans = How far back
span-day = 24 hours
span-week = 7 days
span-month = 31 days
span-year = 12 months
# The same within a line: "Apps, last 7 days".
last-day = last 24 hours
last-week = last 7 days
last-month = last 31 days
last-year = last 12 months

## Below an app's open row

# $share: "99.98 %".
share-of-day = Last 24 h: { $share }
share-of-day-as-known = Last 24 h: { $share } of what is known
more-of-app = More of its history

## All apps, each with a strip

# $span: "last 7 days".
apps = Apps, { $span }
column-one = at least one
column-all = all
# Read out before a share such as "99.98 %".
one-ran = at least one ran
all-ran = all ran
# How much of the time is known. $share: "41.5 %".
share-known = { $share } known
more-apps = More apps

## A strip. What its cells say, in the words beside it:

cell-all = all ran
cell-some = some ran
cell-none = none ran
cell-idle = none was meant to
cell-unknown = not known
# What a strip says: the end of a line, and also a sentence, whose first letter is then made a capital.
ran-always = all units ran all of the time
ran-always-as-known = all units ran all of the known time
# $served, $complete: "99.98 %".
ran-partly = at least one unit ran { $served } of the known time, all of them { $complete }
ran-idle = no unit was meant to run
ran-unknown = nothing is known yet
# $said: one of those above. $span: "12 min".
and-unknown = { $said }; { $span } are not known, and count as neither

## How much of the time an app ran

share = Availability
# $share: "99.98 %", in bold.
share-big = { $share } of the known time at least one unit ran
restarts-seen = { $count ->
    [one] { $number } restart seen: a unit stopped by itself and ran again. Those between two readings of Fleet are not seen.
   *[other] { $number } restarts seen: a unit stopped by itself and ran again. Those between two readings of Fleet are not seen.
 }

## What did not run

lapses = What did not run
no-lapses = As far as it is known, all units that were meant to run did.
column-when = When
column-app = App
column-what = What
column-deployed = Deployed then
more-lapses = Earlier ones
lapse-some = Only { $least } of { $wanted } ran for { $span }
lapse-only-one = Did not run for { $span }
lapse-none = None of { $wanted } ran for { $span }
# $said: one of the two above.
lapse-then-some = { $said }, only some for { $span }
# $said: one of those above.
lapse-restarts = { $count ->
    [one] { $said }; { $number } restart
   *[other] { $said }; { $number } restarts
 }
# Follows what was deployed. $time: "Sat 12 Nov, 14:02".
deployed-by = by { $actor }, { $time }
# $more: of how many deployments no more is said there.
more-deployed = and { $more } more

## Deployments of that time

deployments = Deployments of this time
more-deployments = Earlier deployments
# Follows what was deployed. $ending: how it ended, if not as meant: ", failed".
by = by { $actor }{ $ending }

## Charts: what is drawn how, and the same as a table

key-running = running
# Of machines.
key-there = there
key-wanted = meant to run
key-failed = failed
key-restarts = restarts
key-deployment = deployment
key-unknown = not known
numbers = The numbers
# Read out. $title: the name of the chart.
table = { $title }, as a table
column-from = From
column-wanted = Meant to run
column-running = Running
column-there = There
column-failed = Failed
column-restarts = Restarts
column-unknown = Not known
# Two numbers.
range = { $low } to { $high }
