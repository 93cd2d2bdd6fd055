### screens
link-days = A read-only link lasts 1 to { $longest-link-days } days; this says { $days }.
this-screen = This screen
code-of-display = A code of this display
link-over = This link has been opened already, has ended, or was revoked. Ask whoever sent it for another one.
display-with-code = A display with this code
