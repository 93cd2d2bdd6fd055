### access
no-role = There is no role { $name }. There are: { $names }.
last-admin = After this nobody would be left with the role admin on everything, and nobody could give it again. Give it to somebody else first.
this-grant = This grant
no-user = There is no user { $name }.
no-group = There is no group { $name }. Make it first.
group = The group { $name }
no-verb = A role allows at least one verb.
role = The role { $name }
role-held = Somebody still has the role { $name }: a user, a group or an API token. Take it from them first.
role-built-in = The role { $name } is built in and stays as it is. Make one of another name.
no-admin-could-come = After this nobody with the role admin on everything could sign in: whoever is left has neither a password, nor an identity or a certificate, nor a session. Let them sign in first.
