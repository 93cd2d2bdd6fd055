### Screens: wall displays and read-only links, what each shows, what is said to it.

about = Wall displays, and links for people without an account. They can look, and do nothing else.
unread = The screens could not be read
make-link = Make a read-only link…
pair = Pair a screen…
paired = { $name } shows its view now.

## The list

all = All screens and links
none = There is none yet. Open /screen in the browser of a display, and pair it here.
# Columns. What it shows.
shows = Shows
created = Made
# What it is, behind its name.
is-screen = screen
is-link = link
is-unopened = link, not opened yet
# Behind what it shows: how far away whoever reads it stands.
from-far = from { $metres } m
# $ago: "5 min ago".
created-by = { $ago } by { $who }
# Behind it, after a comma; of links. $left: "5 days".
ends-in = ends in { $left }
ended = ended
seen-at = { $ago }, at { $address }
# It shows its name for a moment, so that one sees which it is.
identify = Identify
identify-label = Identify { $name }
identified = { $name } shows its name for a moment.
reload = Reload
reload-label = Reload { $name }
reloaded = { $name } loads its page again.
change = Change…
change-label = Change { $name }
revoke = Revoke
revoke-name = Revoke { $name }
revoke-title = Revoke { $name }?
revoke-text = It shows nothing more within five seconds. This cannot be taken back; it can be paired again.
revoked = { $name } is revoked.

## The panels: a code confirmed, a link made, a view changed

pair-title = Pair a screen
pair-button = Pair the screen
code = Code
code-hint = Open /screen in the display's browser: it shows a code.
code-wrong = The code has { $length } letters and digits, as the display shows it.
# $ago: "5 min ago". $browser: as it names itself.
asked = Asked for { $ago } by a display at { $address } ({ $browser }).
link-title = Make a read-only link
link-button = Make the link
# The label of a choice.
link-ends = Ends after
link-days = { $days ->
    [one] a day
   *[other] { $days } days
 }
change-title = Change { $name }
change-button = Show this
name-hint = Where it hangs: Kitchen, second floor.
link-name-hint = Whom it is for.
apps = Apps
apps-hint = Names or patterns with commas between them: web-*, checkout. * is all, and units of no app.
clusters = Clusters
clusters-hint = In the same way. * is all.
patterns-none = Name at least one; * stands for all.
# The label of a choice, and what can be chosen.
distance = Read from
distance-desk = { $metres } m: a desk
distance-metres = { $metres } m
theme = Theme
theme-dark = Dark
theme-light = Light, for bright rooms
theme-system = As the display's system
dim-from = Dimmed from
dim-until = Dimmed until
dim-hint = By the display's own clock; both empty: never.
dim-wrong = Say both, as hours and minutes: 22:00 and 06:00. Or none, and it is never dimmed.
