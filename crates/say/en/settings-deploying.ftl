### How an app is deployed: the fields of its settings.

title = How it is deployed
change = Change…
change-label = Change how { $app } is deployed…
waits = Approval and freezes…
waits-label = Approval and freezes of { $app }…
change-title = How { $app } is deployed
waits-title = Who has to agree before { $app } changes
changed = The settings of { $app } are saved, as revision { $revision }.
# Why it can't be saved.
mend = Mend what is wrong first.

# Units of measure beside a field.
seconds = seconds
seconds-none = seconds: at once
# $time: the same as "2 min 30 s".
seconds-long = seconds ({ $time })
milliseconds = milliseconds

instances = Instances
wanted = Wanted
wanted-hint = unless one says otherwise
least = At least healthy
# Zero: the least number that the plan shows.
least-hint = while it is deployed; 0: as few as the plan shows
most = At most
most-hint = whoever asks
replacing = How old ones are replaced
keep-old = Keep old instances stopped
good = When a new one is good
steady = Seen active without a break for
# The label of a choice.
asks = It is asked
asks-nothing = Nothing: active is enough
asks-tcp = TCP: it takes connections
asks-http = HTTP: it answers GET
path = Path
path-hint = from the root
status = Status
status-hint = empty: 200 to 299
status-wrong = Write a status such as 200, or leave it empty.
port = Port
port-hint = empty: the one that its options publish
port-wrong = Write a port such as 8080, or leave it empty.
answer-within = Answer within
not-working = When it does not work
# The label of a choice.
failing = A step that fails or takes too long
failing-pause = Pause, and wait for somebody
failing-roll-back = Roll back by itself
failing-abort = End there; what serves goes on serving
# Labels of numbers of seconds.
step-limit = A step may take
deadline = All of it may take
besides = Besides
companions = Companions
companions-hint = Apps whose units follow each instance, on its machine: they start after it and stop before it. Whoever deploys needs the right to each of them.
protected = Protected
protected-about = Removing it, or going below the least count, needs the right 'force'.

agreeing = Who has to agree
second-person = A second person approves
second-person-about = Whatever changes what runs of it waits until somebody else who may do the same has approved it.
approval-limit = What is asked for waits at most
freezes = Freezes
freezes-about = In a freeze everything waits for a second person. What is running when it begins goes on, and can be paused, aborted and rolled back as ever.
no-freeze = None: whoever may deploy it does so at any time.
freeze-add = Add a freeze
freeze = Freeze
freeze-why = Why
freeze-why-hint = shown to whoever has to wait
freeze-when = When
freeze-weekly = Each week
freeze-once = Once
freeze-days = It begins on
freeze-from = From
freeze-until = Until
freeze-own-time = your time
freeze-utc = UTC
freeze-utc-until = UTC; the next day if it is no later
freeze-remove = Remove this freeze
freeze-times-wrong = Write times of the day such as 18:00.
freeze-dates-wrong = Say when the freeze begins and when it ends.
# $times: a list of "Fri 19:00 to Sat 07:00".
freeze-in-own-time = In your time now: { $times }.
freeze-from-to = { $from } to { $until }
mon = Mon
tue = Tue
wed = Wed
thu = Thu
fri = Fri
sat = Sat
sun = Sun
