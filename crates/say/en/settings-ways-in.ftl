### How one comes in besides a name and a password, and somebody else: identity providers and client certificates.

# One's own.
own = Ways in
own-about = What lets you in as this account. Take away what you no longer use, or have lost.
# Somebody else's, besides name and password.
others = Other ways in
others-none = None: they sign in with their name and a password.
unread = These could not be read

own-password = Your name and password
own-no-password = No password is set
own-header = The proxy in front, which signed you in: it is set up on the server
# $subject: what the identity provider calls somebody. $issuer: its address.
identity = { $subject } at { $issuer }
linked-by = linked by { $who }
# $fingerprint: the beginning of it.
certificate = Certificate { $fingerprint }
certificate-added = added by { $who }
certificate-revoked = revoked: it lets nobody in
certificate-now = this browser came with it
certificate-other = a client certificate
# $what: one of the two before.
certificate-own-added = { $what }; added by { $who }
# Its common name is the name of the account.
certificate-own-named = { $what }; its name is yours
# $ago: "5 min ago".
used = used { $ago }
never-used = never used

unlink = Unlink…
unlink-button = Unlink
revoke = Revoke…
revoke-button = Revoke it
# For who can't see beside what the button stands. $verb: what stands on it.
take-label = { $verb } { $what }
unlink-own-title = Unlink { $subject }?
unlink-own-text = You can no longer sign in there as this account. Where you are signed in you stay so.
revoke-own-title = Revoke the certificate { $fingerprint }?
revoke-own-text = From the next request on it lets nobody in. A page that came with it ends.
# $text: one of the two texts before.
last-way = This is your last way in: without it only a new link from an administrator lets you in again. Set a password first, if you can. { $text }
unlink-title = Unlink { $name } from { $subject }?
unlink-text = They can no longer sign in there as this account. Where they are signed in they stay so: sign them out as well if they are to go.
revoke-title = Revoke the certificate { $fingerprint } of { $name }?
revoke-text = From the next request on it lets nobody in, until somebody adds it again.

# $provider: the name of the identity provider.
link = Link to { $provider }…
link-title = Link { $name } to { $provider }
link-button = Link
# What an identity provider calls somebody in its tokens.
subject = Subject
subject-hint = As { $provider } names them for ever: the 'sub' of its tokens. Activity has it of those who tried to sign in and were refused.
add-certificate = Add a client certificate…
add-certificate-title = Add a client certificate of { $name }
add-certificate-button = Add the certificate
certificate-field = Certificate
certificate-hint = The PEM file's text, without its key; or the SHA-256 fingerprint. Whoever comes with it has all that this person may do. The server asks for certificates only where QUARTERDECK_CLIENT_CA is set.
empty = This is empty.
