### The settings: their sections, and what several of them say. Each section has a file of its own.

nav = Settings

# The sections.
templates = Templates
people = People
access = Access
tokens = Tokens
screens = Screens
clusters = Clusters
account = Account

# What several sections say: columns of tables, and buttons.
name = Name
# A column of buttons, for who can't see them.
actions = Actions
last-seen = Last seen
# When somebody was last seen, or something last used.
never = never
may = May
groups = Groups
second-factor = Second factor
save = Save
remove = Remove
# $name: of a person, a group or a role.
remove-name = Remove { $name }
