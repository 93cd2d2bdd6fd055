### People: who there is, inviting somebody, and the link for them.

about = Who can sign in. What each may do is given under Access.
# Why nobody can be invited yet.
being-read = The people are being read.
unread = The people could not be read

invite = Invite somebody…
invite-title = Invite somebody
invite-button = Make a link for them
invite-name-hint = What they sign in with, such as ada or ada@example.org.
invite-give = Give them access at once
invite-give-about = Without it they have what their groups have.

link-title = A link for { $name }
# $until: a date with its time.
link-about = Hand it to { $name } yourself, by a way that only they read. It works once, until { $until }, and cannot be shown again.
link-copy = Copy the link

state = State
# Their groups.
no-group = none
# Of the second factor, in a table.
factor-on = on
factor-off = off
# Until when a link works. $until: a date with its time.
link-until = Until { $until }

# How somebody stands. $left: how long their link works, "2 days".
standing-disabled = disabled
standing-new-password = has a link for another password, { $left } left
standing-invited = invited, { $left } left
standing-ended = invited, and the link has ended
standing-active = active
standing-no-password = without a password
