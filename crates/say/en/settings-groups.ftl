### Groups: who is in them.

new = New group…
none = There is none yet. A group is given access once, for everybody who is in it.
members = Members
# $name: of a member.
member-sso = { $name } (by single sign-on)
no-members = nobody
change-members = Members…
change-members-label = Change the members of { $name }
remove-label = Remove the group { $name }

title-new = New group
title = The group { $name }
make = Make the group
name-hint = such as web-team
members-hint = Names with commas between. Who came in by single sign-on is not listed here: the identity provider says who.
remove-title = Remove the group { $name }?
remove-text = What was given to it is taken from everybody in it, within seconds.
