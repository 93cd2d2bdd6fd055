### One person: what they may do, where they are signed in, and what can be done about it.

unread = This person could not be read
close = Close
may-nothing = Nothing: neither they nor their groups were given anything.
# Where they are.
signed-in = Signed in
# $browser: "Firefox on Linux". $ago: "5 min ago".
session = { $browser }, last seen { $ago }
signed-in-nowhere = Nowhere.
# Of the second factor.
factor-on = { $left ->
    [0] On; no recovery code left.
    [one] On; { $left } recovery code left.
   *[other] On; { $left } recovery codes left.
 }
factor-off = Off.
tokens = Tokens they made

# What can be done.
deeds = Do
link-password = Make a link for another password…
link-another = Make another link…
sign-out = Sign out everywhere…
factor-turn-off = Turn the second factor off…
disable = Disable…
enable = Let them in again…
remove = Remove…

# Why a button can't be pressed.
blocked-oneself = This is you: somebody else has to do it.
blocked-nowhere = They are signed in nowhere.
blocked-factor = It is off.

link-title = Make a link for { $name }?
link-text = Who has it can set a new password for this account, once, within three days. Earlier links no longer work.
link-button = Make the link
link-done = A link for { $name } is made.
sign-out-title = Sign { $name } out everywhere?
sign-out-text = Their open pages end within seconds. They can sign in again.
sign-out-button = Sign { $name } out
sign-out-done = { $name } is signed out.
factor-title = Turn the second factor of { $name } off?
factor-text = For somebody who has lost their device. Until they turn it on again, the password alone lets them in.
factor-button = Turn it off
factor-done = The second factor of { $name } is off.
disable-title = Disable { $name }?
disable-text = They are signed out within seconds, the tokens they made rest, and deployments that go on by their rights are paused. Nothing is lost: they can be let in again.
disable-button = Disable { $name }
disable-done = { $name } is disabled.
enable-title = Let { $name } in again?
enable-text = They can sign in as before, and the tokens they made work again.
enable-button = Let { $name } in
enable-done = { $name } can sign in again.
remove-title = Remove { $name }?
remove-text = Their account, what they were given and the tokens they made are gone; what they did stays in the record. This cannot be taken back.
remove-done = { $name } is removed.
