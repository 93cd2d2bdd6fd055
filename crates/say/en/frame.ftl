### The frame around every page: bar, menu, banners, search and commands, keys, and what stands in place of a page.

## Bar, foot and menu

place-apps = Apps
place-deployments = Deployments
place-units = Units
place-machines = Machines
place-history = History
place-activity = Activity
place-settings = Settings
# Read out for the links above.
navigation = Main
search = Search
skip = Skip to content
api = API
# $span: "2 s".
as-of = As of { $time }. Fleet is asked every { $span }.
never-read = Fleet has not been read yet. It is asked every { $span }.
# Read out. $age: "live · 2 s"; $more: one of the two messages above, or nothing.
data = Data: { $age }. { $more }
account-of = Account: { $user }
# $roles: names, or "without any role".
signed-in-as = Signed in as { $user }, { $roles }
account = Account
# $theme: "System", "Light", "Dark".
colours = Colours: { $theme }
keys = Keyboard shortcuts
sign-out = Sign out
# $reason: a sentence.
still-signed-in = You are still signed in. { $reason }

## Banners and notifications

demo = Demo
demo-text = This is a demo cluster: nothing here is real.
demo-link = Connect your own Fleet…
in-the-clear = How Fleet is reached
in-the-clear-text = Fleet is reached over the network without TLS: whoever stands in between can do anything to every machine.
in-the-clear-link = What to do…
state-of-data = State of the data
waits-for-decision = { $app } waits for a decision
deployment-ended = { $app }: deployment ended
# $name: an app or a unit.
needs-attention = { $name } needs attention

## The list of keys

keyboard = Keyboard
close = Close
# As it stands on keyboards.
key-ctrl = Ctrl
key-tab = Tab
key-esc = Esc
key-slash-does = Search this page; where it has no search, everything
key-palette-does = Search everything, or say what to do
key-deploy-does = Deploy: the app of the row that is open or has the focus, else a new one
key-help-does = This list
key-tab-does = To the next control; with Shift to the one before
key-enter-does = Press the control, or choose what is marked
key-arrows-do = Move in menus, lists of choices and the search
key-esc-does = Close what is on top

## Search and commands

palette = Search and commands
palette-field = Search, or say what to do
palette-hint = App, unit, machine, deployment, or what to do
palette-hits = Results
palette-nothing = Nothing has this in its name.
# After the keys that do it, as are the two below.
palette-move = move
palette-choose = choose
palette-close = close
# Headings, beside the names of places.
hits-actions = Actions
hits-pages = Go to
hits-more = More
not-running = not running
# "3 of 3": units that run, of those that are wanted.
running-of = { $running } of { $wanted }
# More than eight.
all-units = All { $count } units that match
deploy-app = Deploy { $app }…
scale-app = Scale { $app }…
restart-app = Restart { $app }…
roll-back-app = Roll back { $app }…
remove-app = Remove { $app }…
change-template = Change the template of { $app }…
deploy-new = Deploy a new app…
colours-system = Colours: system
colours-light = Colours: light
colours-dark = Colours: dark
# $language: "English", "Deutsch", "As the browser".
language = Language: { $language }
# What people type before or after a unit's name; the message below each says it with the name.
stop = Stop
stop-unit = Stop { $unit }
start = Start
start-unit = Start { $unit }
remove = Remove
remove-unit = Remove { $unit }
settings-templates = Settings: templates
settings-people = Settings: people
settings-access = Settings: access
settings-tokens = Settings: tokens
settings-clusters = Settings: clusters
settings-account = Settings: account
settings-screens = Settings: screens

## In place of a page

not-found = There is nothing here
not-found-text = No page and no unit has this address. What was removed can be found in Activity.
go-to-apps = Go to Apps
look-in-activity = Look in Activity
unreachable = Quarterdeck cannot be reached
try-again = Try again
unread = The cluster could not be read
# $reason: a sentence.
unread-why = { $reason } It is tried again by itself.
part-missing = This part of the page could not be loaded
part-missing-why = The server did not send it, or was not reached.
no-cluster = Nothing to see yet
# $user: in bold.
no-cluster-who = You are signed in as { $user }, and nobody has given you the right to see anything here.
# $contact: whom to ask, as it is set.
no-cluster-ask = Ask { $contact } for it. Once you have it, this page goes on by itself.
look-again = Look again

## A call that gave nothing

no-answer = Quarterdeck does not answer. Check the connection, then try again.
no-sense = Quarterdeck's answer could not be read (status { $status }). Reload the page; if it stays, something between this browser and Quarterdeck answers in its place.
