### An app's settings in words.

# Their names, beside their values.
instances = Instances
strategy = Strategy
gate = Gate
limits = Time limits
when-failing = When it fails
old-instances = Old instances
companions = Companions
protected = Protected
protected-means = removing it needs the right 'force'
approval = Approval
approval-means = a second person approves what changes it
freezes = Freezes
freezes-count = { $count ->
    [one] { $count } freeze
   *[other] { $count } freezes
 }

# One after the other with commas between.
wanted = { $wanted } wanted
wanted-min = never fewer than { $min } healthy
wanted-max = at most { $max }

rolling = Rolling
blue-green = Blue/green
recreate = Recreate
canary = Canary
# How it goes on: behind "Rolling: ", and in canary-means.
pace-old-first = { $batch } at a time, the old ones go first
pace-more = { $batch } at a time, up to { $surge } more than wanted
blue-green-means = all new ones start, then all old ones stop
recreate-means = all old ones go, then the new ones start
# $until: one of the two that follow. $pace: one of the two before.
canary-means = { $number } first, { $until }; then { $pace }
canary-watched = watched for { $time }
canary-until-said = until somebody says so

# When a new instance is good.
gate-active = active
gate-steady = active for { $time }
# $steady: one of the two before. $asks, $port: of those that follow. $within: "2 s".
gate-probe = { $steady }, and { $asks } at { $port } within { $within }
gate-tcp = takes connections
gate-http = answers GET { $path }
gate-http-status = answers GET { $path } with { $status }
gate-port = port { $port }
gate-published = its published port

limits-both = a step { $step }, all of it { $all }
# Behind "When it fails", and in a sentence: "A step has failed meanwhile, so …".
failing-pause = it pauses, and waits for somebody
failing-abort = it ends there; what serves goes on serving
failing-roll-back = it rolls back by itself
old-removed = removed at once
old-kept = kept stopped for { $time } after blue/green
