### Eine Person: was sie darf, wo sie angemeldet ist, und was man tun kann.

unread = Diese Person konnte nicht gelesen werden
close = Schließen
may-nothing = Nichts: Weder die Person noch ihre Gruppen haben etwas bekommen.
signed-in = Angemeldet
session = { $browser }, zuletzt gesehen { $ago }
signed-in-nowhere = Nirgends.
factor-on = { $left ->
    [0] An; kein Wiederherstellungscode mehr übrig.
    [one] An; noch { $left } Wiederherstellungscode.
   *[other] An; noch { $left } Wiederherstellungscodes.
 }
factor-off = Aus.
tokens = Von dieser Person erstellte Tokens

deeds = Aktionen
link-password = Link für ein neues Passwort …
link-another = Noch einen Link erstellen …
sign-out = Überall abmelden …
factor-turn-off = Zweiten Faktor ausschalten …
disable = Deaktivieren …
enable = Wieder hereinlassen …
remove = Entfernen …

blocked-oneself = Das sind Sie: Jemand anderes muss das tun.
blocked-nowhere = Die Person ist nirgends angemeldet.
blocked-factor = Er ist ausgeschaltet.

link-title = Einen Link für { $name } erstellen?
link-text = Wer ihn hat, kann innerhalb von drei Tagen einmal ein neues Passwort für dieses Konto festlegen. Frühere Links gelten dann nicht mehr.
link-button = Link erstellen
link-done = Ein Link für { $name } ist erstellt.
sign-out-title = { $name } überall abmelden?
sign-out-text = Die offenen Seiten enden innerhalb von Sekunden. Eine neue Anmeldung ist möglich.
sign-out-button = { $name } abmelden
sign-out-done = { $name } ist abgemeldet.
factor-title = Den zweiten Faktor von { $name } ausschalten?
factor-text = Für jemanden, der sein Gerät verloren hat. Bis er wieder eingeschaltet ist, genügt das Passwort zum Anmelden.
factor-button = Ausschalten
factor-done = Der zweite Faktor von { $name } ist ausgeschaltet.
disable-title = { $name } deaktivieren?
disable-text = Die Person wird innerhalb von Sekunden abgemeldet, ihre Tokens ruhen, und Deployments, die auf ihren Rechten beruhen, werden pausiert. Nichts geht verloren: Sie lässt sich wieder hereinlassen.
disable-button = { $name } deaktivieren
disable-done = { $name } ist deaktiviert.
enable-title = { $name } wieder hereinlassen?
enable-text = Die Person kann sich wie zuvor anmelden, und ihre Tokens gelten wieder.
enable-button = { $name } hereinlassen
enable-done = { $name } kann sich wieder anmelden.
remove-title = { $name } entfernen?
remove-text = Das Konto, seine Berechtigungen und die Tokens, die es erstellt hat, sind dann weg; was die Person getan hat, bleibt im Protokoll. Das lässt sich nicht rückgängig machen.
remove-done = { $name } ist entfernt.
