### The page of a wall display, besides what it says of apps: read from across the room, so short. And its pairing.

connecting = Connecting to Quarterdeck…
link-refused = This link shows nothing

## Pairing: the page of a display that is no screen yet

pair = Pair this screen
# A code of eight signs follows, large.
pair-type = Open Settings › Screens in Quarterdeck, and type
pair-picture = or read the picture with a phone. Somebody with the right 'settings' confirms it; this screen can then look, and nothing else.
# Read out for the picture.
pair-picture-label = The code, for a camera

## The head: the time of day, and how old the picture is

reading = Reading the clusters…
nothing-read = nothing read yet
as-of-now = as of now
# $span: "20 s".
as-of = as of { $span } ago

## Why the picture is old. $time: "14:02".

server-away = Quarterdeck has not answered since { $time }. Trying again.
no-cluster = This screen's view names no cluster that is here.
cluster-read = The cluster is being read.
fleet-away = Fleet cannot be read since { $time }.
fleet-away-of = Fleet of { $cluster } cannot be read since { $time }.
fleet-slow = Fleet takes long to answer.

## What is wrong

# How many units run, of those that are wanted.
running-of = { $running } of { $wanted }
# $span: for how long it has been so.
for-span = for { $span }
more-bad = { $count ->
    [one] and { $count } more
   *[other] and { $count } more
 }

## What is under way

# Read out. $app: its name.
progress = { $app }: how much is done
percent-done = { $percent } %
# $by: who began it. $note: what they said about it.
by-with-note = { $by }: “{ $note }”
more-runs = { $count ->
    [one] and { $count } more under way
   *[other] and { $count } more under way
 }

## All apps, page by page

page-of = Page { $page } of { $pages }

## The foot

# Of each cluster.
cluster = { $count ->
    [one] { $cluster }, { $count } machine
   *[other] { $cluster }, { $count } machines
 }
# Of a read-only link. $name: of the link. $left: "5 days".
link-ends = { $name } · ends in { $left }
