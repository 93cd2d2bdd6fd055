### Signing in, invitations and one-time links.

one-moment = One moment…
title = Sign in
button = Sign in
no-account = No account yet? An administrator invites you.
# $provider: the name of a sign-in provider, as it is set.
with-provider = Sign in with { $provider }
or-password = or with a name and a password

name = Name
password = Password
new-password = New password
# $least: a number of characters.
password-hint = At least { $least } characters. A few words make a good one.
# Of a second factor.
code = Code
code-hint = The six digits of your authenticator app, or a recovery code.

invitation-refused = This invitation can't be used
welcome = Welcome
# $name: the name of whoever is invited, in bold.
invited-as = You are invited as { $name }. Choose a password; with it and this name you sign in from now on.
set-password = Set the password and sign in

one-more-step = One more step
link-needs-code = Your link is right. This account has a second factor as well.
# $reason: a sentence.
link-refused = This link can't be used. { $reason } Or sign in with a password.
