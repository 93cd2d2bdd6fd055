### fleet
log-says-more = { $plain } The server's log says more, under { $reference }.
no-connection = Fleet cannot be reached: no connection could be made.
no-trust = Fleet cannot be reached: the two sides do not trust each other.
cut = Fleet cannot be reached: the connection ended without a whole answer.
silent = Fleet did not answer within { $span }.
not-sent = Fleet is busy: earlier calls left no room for this one, which was not sent, within { $span }.
degraded = Fleet cannot work at the moment ({ $status }).
refused = Fleet refused this ({ $status }).
refused-because = Fleet refused this ({ $status }): { $message }.
refused-without-reason = Fleet refused this ({ $status }): it gave no reason.
nonsense = The answer did not come from Fleet, or cannot be understood.
