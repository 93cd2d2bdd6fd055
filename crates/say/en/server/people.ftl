### people
no-provider = This server has no identity provider: set QUARTERDECK_OIDC_ISSUER first.
this-link = This link
no-certificate = This is no certificate in PEM form. Send the whole file, with its first and last lines.
certificate-wanted = Send a certificate in PEM form, or its SHA-256 fingerprint: 64 hexadecimal digits, as `openssl x509 -noout -fingerprint -sha256` prints them.
subject-length = A subject has 1 to { $most-subject-chars } characters.
subject-taken = Whoever this is at the identity provider is linked to another user here. Unlink them first.
certificate-taken = This certificate is another user's. Revoke it first, then add it again.
no-user-to-link = There is no user { $user }. Make them first.
cannot-invite = { $name } may not come in. Allow that first, then invite them.
this-invitation = This invitation
invitation-hours = An invitation lasts 1 to { $longest-invitation-hours } hours; this says { $hours }.
this-certificate = This certificate
last-way-in = This is your last way in: without it only a new link from an administrator, or from the server's terminal, lets you in again. Set a password first; or send ?last_way=true if you mean it. Nothing was changed.
name-taken = The name is taken.
proxy-without-account = The proxy in front has signed you in, but you have no account here. Ask an administrator to make one.
user = User { $name }
this-session = This session
second-factor = A second factor
yourself = This is yourself: you would lock yourself out. Ask somebody else who manages users.
no-group = There is no group { $group }. Make it first.
user-name-taken = The name { $name } is taken, by a user or by an API token. In the record a name is one actor: choose another.
group-removed = The group { $group } was removed meanwhile.
invitation-wrong = This invitation was used already, is too old, was taken back, ended with the rights of whoever made it, or was not copied whole. Ask for a new one.
role-removed = The role { $role } was removed meanwhile.
