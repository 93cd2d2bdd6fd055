### What a wall display says of apps, read from across the room: short.

# How an app fares, in a word beside its sign; so do the next ones.
failing = failing
look = look at it
unknown = unknown
changing = changing
ok = OK
off = off
# $verdict: one of the sentences below. Its first letter is small here: begin none of them with a noun.
last-known = Last known: { $verdict }
no-data = No data
apps-attention = { $count ->
    [one] { $count } app needs attention
   *[other] { $count } apps need attention
 }
units-attention = { $count ->
    [one] { $count } unit needs attention
   *[other] { $count } units need attention
 }
# $apps and $units: the next two.
both-attention = { $apps } and { $units } need attention
count-apps = { $count ->
    [one] { $count } app
   *[other] { $count } apps
 }
count-units = { $count ->
    [one] { $count } unit
   *[other] { $count } units
 }
not-known = { $count ->
    [one] 1 app is not known
   *[other] { $count } apps are not known
 }
no-apps = No apps yet
all-ok = { $count ->
    [one] 1 app OK
   *[other] All { $count } apps OK
 }
all-changing = { $count ->
    [one] { $count } app changing
   *[other] { $count } apps changing
 }
some-changing = { $count ->
    [one] { $count } app OK, { $changing } changing
   *[other] { $count } apps OK, { $changing } changing
 }

## What is wrong with an app: its only unit, all of its units, or some of them. More may follow: see on-machine, why.

one-failed = Failed
one-unplaced = Unplaced
one-ended = Ended by itself
one-slow = Slow to start
# $all: two or more.
all-failed = All { $all } failed
all-unplaced = All { $all } unplaced
all-ended = All { $all } ended by themselves
all-slow = All { $all } slow to start
some-failed = { $count } of { $all } failed
some-unplaced = { $count } of { $all } unplaced
some-ended = { $count } of { $all } ended by themselves
some-slow = { $count } of { $all } slow to start
# $said: one of those above. $machine: one on which all of them are.
on-machine = { $said } on { $machine }
# $said: one of all those above. $why: a clause, "no machine has region=mars".
why = { $said }: { $why }.
# $reason: a sentence, here and in those that follow.
deployment-failed = Its deployment failed: { $reason }
deployment-ended = Its deployment was ended: { $reason }
deployment-went-back = Its deployment rolled back: { $reason }

## What is under way

paused = Paused: { $reason }
paused-by = Paused by { $who }
holding = Waits for somebody: are the first instances good?
waiting = About to begin
# So many instances before and after.
instances = { $count ->
    [one] { $before } → { $count } instance
   *[other] { $before } → { $count } instances
 }
