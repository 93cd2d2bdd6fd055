### sign-on
no-provider = This server has no identity provider. Sign in with a name and a password.
provider-failed = The identity provider did not answer as it should. Try again in a minute.
expired = This sign-in was begun in another browser, or more than ten minutes ago. Sign in again.
refused = The identity provider did not let you in. Try again, or ask an administrator.
not-believed = What the identity provider sent could not be trusted, so nobody was signed in. Try again; if it stays so, ask an administrator.
no-name = The identity provider sent no name that could be a user's here. Ask an administrator.
name-taken = There is a user of your name here already, and it is not known that this is you. Ask an administrator to link the two.
no-account = You have no account here that is linked to you. Ask an administrator to make one, or to link yours.
not-asked = The identity provider let you through without asking again who you are, or does not say when it asked. So this is not confirmed. Ask an administrator for an invitation link: with a password of your own here you confirm it here.
too-many = Too many tries. Wait a minute, then sign in again.
own-fault = Quarterdeck failed here, by a fault of its own. Try again; its log says why.
