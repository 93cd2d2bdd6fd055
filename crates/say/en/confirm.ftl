### Questions about oneself: confirming that it is oneself, and signing out of an account without a password.

title = Confirm that it is you
why = What you are about to change decides who may do what. For ten minutes from now on it is not asked again.
button = Confirm
# For who signs in at an identity provider, and has nothing here to confirm with.
neither-sign-in = You have neither a password nor a second factor here: sign in once more where you sign in, then change it.
sign-in-again = Sign in once more
asked-again = If this question comes again after it, you were not asked there: ask an administrator for an invitation link, by which you get a password here.
neither-sign-out = You have neither a password nor a second factor here, and it is more than ten minutes since you signed in. Sign in by a new link and go on: another administrator can make one, and so can who is on the server, with quarterdeck user link --name { $name }.

leave-title = Sign out without a password?
leave-text = This account has no password, and the link that you came by is used up. Once you are out, you come in again only by a new link: from an administrator, or from the server's terminal.
leave-button = Sign out
leave-set-password = Set a password…
