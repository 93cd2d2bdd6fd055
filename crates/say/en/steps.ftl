### The steps of a plan, each a call to Fleet or a wait; and the lines for a shell that do the same.

# $unit: its name, here and in all that follow.
create = Create { $unit } and start it
create-loaded = Create { $unit } and load it, stopped
create-inactive = Create { $unit } and leave it inactive
start = Start { $unit }
stop = Stop { $unit }
keep-inactive = Keep { $unit } inactive
wait-running = Wait until { $unit } runs
wait-stopped = Wait until { $unit } has stopped
destroy = Destroy { $unit }
wait-gone = Verify that { $unit } is gone
# The gate. $path: as "/healthz". $steady: for how long, "5 s".
gate-tcp = Wait until { $unit } runs and takes connections
gate-http = Wait until { $unit } runs and answers GET { $path }
gate-steady = Wait until { $unit } runs for { $steady }
gate-steady-tcp = Wait until { $unit } runs for { $steady } and takes connections
gate-steady-http = Wait until { $unit } runs for { $steady } and answers GET { $path }

## The same as lines for a shell, which somebody copies: what they tell and print besides.

lines-hidden = These lines create nothing: the options of the new units are not shown to you, or not whole.
lines-token = Put an API token into the variable QUARTERDECK_TOKEN first
# $step: one of those above.
lines-gave-up = Gave up: { $step }
lines-not-steady = Not steady: { $step }
lines-look = Look at the new instances, then press Enter to go on, or Ctrl+C to end here.
