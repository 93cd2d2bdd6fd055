### Das eigene Konto: Darstellung, Benachrichtigungen, Passwort, Browser.

signed-in-as = Angemeldet als { $user }, { $roles }

look = Darstellung
kept-here = In diesem Browser gespeichert.
theme = Farben
theme-system = Wie das System
language-loads = Eine andere Sprache lädt die Seite neu.
rows = Zeilen
rows-comfortable = Geräumig
rows-compact = Kompakt

notifications = Benachrichtigungen
notifications-about = Auf dem Desktop, solange niemand auf diese Seite schaut: wenn ein Deployment, das Sie gestartet haben, zu Ende ist oder auf eine Entscheidung wartet, und wenn eine App Aufmerksamkeit braucht. Ein Tab mit Quarterdeck muss offen sein.
notifications-refused = Dieser Browser erlaubt keine Benachrichtigungen von dieser Seite. Erlauben Sie sie in den Einstellungen des Browsers für diese Adresse und schalten Sie sie dann hier ein.
notifications-forgotten = Dieser Browser speichert nichts für diese Seite, deshalb bleiben sie nicht eingeschaltet.
notifications-cannot = Dieser Browser kann hier keine zeigen: Das geht nur über HTTPS oder auf dem Rechner, auf dem Quarterdeck läuft.
notifications-on = Sie sind eingeschaltet.
notifications-turn-off = Benachrichtigungen ausschalten
notifications-turn-on = Benachrichtigungen einschalten …

password = Passwort
password-about = Wenn es sich ändert, werden andere Browser abgemeldet.
password-none = Sie sind mit einem Einmal-Link gekommen, und dieses Konto hat kein Passwort. Legen Sie jetzt eines fest: Sonst brauchen Sie für die nächste Anmeldung einen neuen Link aus dem Terminal des Servers.
password-now = Bisheriges Passwort
password-short = Mindestens { $least } Zeichen; dieses hat { $has }. Ein paar Wörter hintereinander sind ein gutes Passwort.
password-change = Passwort ändern
password-set = Passwort festlegen
password-is-set = Das Passwort ist festgelegt. Andere Browser wurden abgemeldet.

sessions = Angemeldete Browser
sessions-unread = Die Browser konnten nicht gelesen werden
sessions-browser = Browser
sessions-signed-in = Angemeldet
sessions-since = Angemeldet
sessions-this = dieser hier
sessions-end = Beenden
sessions-end-label = Die Sitzung von { $browser } beenden
sessions-end-others = Alle anderen beenden
browser-on = { $browser } auf { $system }
browser-without-window = Chromium ohne Fenster
browser-unknown = unbekannter Browser
