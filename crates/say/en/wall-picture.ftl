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
