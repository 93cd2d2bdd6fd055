### Tokens: erstellen, einmal zeigen, widerrufen.

about = Für curl, CI und fleetctl. Ein Token darf, was ihm gegeben wurde, bis es abläuft oder widerrufen wird.
roles-being-read = Die Rollen werden gerade gelesen.
unread = Die Tokens konnten nicht gelesen werden
make = Token erstellen …

new-title = Neues Token
new-button = Token erstellen
new-for = Wofür es ist
new-for-hint = Sein Name im Protokoll, etwa ci.
new-ends = Gültig für
new-days = { $days } Tage
new-year = ein Jahr

made-title = Das Token „{ $name }“ ist erstellt
made-text = Kopieren Sie es jetzt: Gespeichert wird nur sein Hash, und es lässt sich nicht noch einmal anzeigen.
made-copy = Token kopieren
made-use = Mit curl oder fleetctl verwenden
made-shell = In einer Shell; die erste Zeile fragt nach dem Token.
made-copy-examples = Beispiele kopieren
made-examples = Beispiele

all = Alle Tokens
none = Es gibt noch keines.
created = Erstellt
last-used = Zuletzt benutzt
ends = Läuft ab
created-by = { $ago } von { $who }
ended = abgelaufen { $ago }
ends-in = noch { $left }
revoke = Widerrufen
revoke-name = { $name } widerrufen
revoke-title = Das Token { $name } widerrufen?
revoke-text = Was es benutzt, wird ab der nächsten Anfrage abgewiesen. Das lässt sich nicht rückgängig machen; Sie können aber ein neues Token erstellen.
revoked = Das Token { $name } ist widerrufen.
