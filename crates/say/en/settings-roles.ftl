### Roles: what each may do.

roles = Roles
new = New role…
# Whether a role may do something.
yes = yes
no = no
change = Change…
change-label = Change the role { $name }
remove-label = Remove the role { $name }

title-new = New role
title = The role { $name }
make = Make the role
name-hint = such as support
remove-title = Remove the role { $name }?
remove-text = It can be removed once nobody has it.

# What each right lets somebody do.
verb-view = See apps, units and machines
verb-view-spec = See units' options, with secrets masked
verb-logs = Read the logs of units (no page shows them yet)
verb-launch = Start new instances of a version
verb-scale = Change the number of instances
verb-deploy = Bring an app to another version
verb-rollback = Bring an app back to an earlier version
verb-restart = Start, stop and restart units
verb-remove = Remove units, and put them back
# What holds somebody back from doing harm.
verb-force = Go over a guard: the last healthy instance, a stuck step
verb-template = Write templates: root on every machine
verb-raw-unit = Write any unit as a script: root on every machine
verb-machines = Change machines' metadata
verb-users = Manage people, access and tokens
verb-audit = Read the record
verb-settings = See the server's numbers, and change settings
