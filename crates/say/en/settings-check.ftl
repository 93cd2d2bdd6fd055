### What is wrong with the way an app is set to be deployed, and what to do about it.

steady = Let an instance run steadily for { $least } to { $most } seconds; { $value } can't be.
approval-limit = Let what is asked for wait { $least } to { $most } seconds; { $value } can't be.
max = Allow from 1 to { $most } instances at most; { $value } can't be.
wanted = { $wanted } instances are wanted and at most { $max } allowed: want fewer, or allow more.
min = At least { $min } instances are to be healthy and only { $wanted } wanted: want more, or be content with fewer.
# $wanted and $min: numbers of instances.
no-room = With { $wanted } wanted and at least { $min } healthy nothing could ever go: allow 1 more than wanted, or a lower least count.
batch = Give a batch { $least } to { $most } instances; { $value } can't be.
surge = More than wanted may be there at once { $least } to { $most } instances; { $value } can't be.
canaries = Let go first { $least } to { $most } instances; { $value } can't be.
canaries-beside = Canaries run beside all old instances: let at least 1 more than wanted be there at once.
bake = Watch the canaries { $least } to { $most } seconds; { $value } can't be.
step-limit = Give a step { $least } to { $most } seconds; { $value } can't be.
deadline = Give a deployment { $least } to { $most } seconds; { $value } can't be.
keep-old = Keep old instances { $least } to { $most } seconds; { $value } can't be.
# $deadline and $step: lengths of time.
deadline-step = A deployment has { $deadline } and one of its steps alone { $step }: give it more time, or its steps less.
# $steady and $step: lengths of time.
steady-step = An instance has to run for { $steady }, and a step may take { $step }: no gate would ever be passed. Give steps more time, or ask for less.
probe-timeout = Give an answer { $least } to { $most } milliseconds; { $value } can't be.
port = Port 0 is none: name the one that the app listens on, 1 to 65535.
status = An HTTP status is from 100 to 599; { $value } can't be.
path-slash = Begin the path with a slash: /healthz.
path-slashes = Begin the path with one slash only: two would name another host.
path-long = A path has at most { $most } signs.
path-signs = Write the path with letters, digits and signs of URLs only: without blanks, backslashes or #; what else is needed as %20 and the like.
path-dots = Write the path without the parts . and .. in it.
companions-many = An app can have at most { $most } companions.
companion-twice = { $app } stands twice among the companions: name each once.
freezes-many = An app can have at most { $most } freezes.
# $number: its place in the list. $problem: a sentence, one of the freeze-… below.
freeze = Freeze { $number }: { $problem }
freeze-week = The weekly freezes leave no minute of the week in which something could start: leave a gap.
freeze-why = Say why: whoever has to wait reads it.
freeze-why-long = Say why in one line of at most { $most } characters.
freeze-end = It has to end later than it begins.
freeze-end-late = Its end is no date of a calendar: give it before the year 10000.
freeze-long = It may last at most a year.
freeze-minutes = A day has the minutes 0 to { $last }.
freeze-no-day = Name a day of the week on which it begins.
freeze-day-twice = A day stands twice in it: name each once.
