### Tokens: making, showing once, revoking.

about = For curl, CI and fleetctl. A token can do what it was given, until it ends or is revoked.
# Why none can be made yet.
roles-being-read = The roles are being read.
unread = The tokens could not be read
make = Make a token…

new-title = New token
new-button = Make the token
new-for = What it is for
new-for-hint = Its name in the record, such as ci.
# The label of a choice: "7 days", "a year".
new-ends = Ends after
new-days = { $days } days
new-year = a year

made-title = The token “{ $name }” is made
made-text = Copy it now: only its hash is kept, and it cannot be shown again.
made-copy = Copy the token
made-use = Use it with curl or fleetctl
made-shell = In a shell; the first line asks for the token.
made-copy-examples = Copy the examples
made-examples = Examples

all = All tokens
none = There is none yet.
# Columns.
created = Made
last-used = Last used
ends = Ends
# $ago: "5 min ago".
created-by = { $ago } by { $who }
# $ago: "2 days ago".
ended = ended { $ago }
# $left: "30 days".
ends-in = in { $left }
revoke = Revoke
revoke-name = Revoke { $name }
revoke-title = Revoke the token { $name }?
revoke-text = Whatever uses it is refused from the next request on. This cannot be taken back; a new token can be made.
revoked = The token { $name } is revoked.
