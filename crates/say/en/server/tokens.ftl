### tokens
this-token = This token
token-days = A token lasts 1 to { $max-days } days; this says { $days }.
name-taken = The name { $name } is taken, by a token that was not revoked or by a user. In the record a name is one actor: choose another, or revoke that token first.
maker-gone = What you came in with has ended meanwhile. Sign in again.
