### Access: grants, and the fields by which somebody is given something.

about = Who may do what, and where. What nobody was given is not allowed; a change holds within seconds, on open pages too.
unread = What was given could not be read

# Grants.
given = Given
# Columns: to whom, on which apps, how far.
given-to = To
given-on = On
given-limits = Limits
given-no-limits = none
# Behind the name of a group.
given-group = group
give = Give access…
give-title = Give access
give-to = To
give-to-hint = A person or a group. A group's grant is everybody's who is in it.
give-to-label = People and groups
give-to-wrong = Name a person or a group.
# Of a group.
give-members = { $count ->
    [one] { $count } member
   *[other] { $count } members
 }
take = Take away
# $on: "web-*", "web-* of east".
take-label = Take away { $role } on { $on } from { $name }
take-title = Take { $role } on { $apps } from { $name }?
take-text = It holds within seconds, on open pages too. Deployments that go on by it are paused.
take-group-text = Everybody in this group loses it within seconds, on open pages too. Deployments that go on by it are paused.
take-button = Take it from { $name }
taken = Taken from { $name }.

# The fields of a grant and of a token. On which clusters.
on-clusters = On
all-clusters = all clusters
apps = Apps
apps-all = All apps, and units that belong to none. * stands for anything: web-* for all that begin so.
# Which apps have such a name.
apps-none = No app of today has such a name.
apps-today = Today: { $apps }.
apps-today-more = Today: { $apps } and { $more } more.
most = At most
most-hint = instances of an app; empty for no limit
most-wrong = A whole number is needed here, or nothing.
versions = Versions
versions-hint = such as 2.*; empty for all
# $role: its name and what it may do.
role-is-root = { $role } (root on every machine)

# On which apps.
everything = everything
apps-of = { $apps } of { $cluster }
role-on = { $role } on { $apps }
role-on-of = { $role } on { $apps } of { $cluster }
