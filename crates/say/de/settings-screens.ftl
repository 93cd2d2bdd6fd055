### Bildschirme: Wandbildschirme und Nur-Lese-Links, was jeder zeigt, was ihm gesagt wird.

about = Wandbildschirme, und Links für Menschen ohne Konto. Sie können zusehen und sonst nichts.
unread = Die Bildschirme konnten nicht gelesen werden
make-link = Nur-Lese-Link erstellen …
pair = Bildschirm koppeln …
paired = { $name } zeigt jetzt sein Bild.

## Die Liste

all = Alle Bildschirme und Links
none = Es gibt noch keinen. Öffnen Sie /screen im Browser eines Bildschirms und koppeln Sie ihn hier.
shows = Zeigt
created = Erstellt
is-screen = Bildschirm
is-link = Link
is-unopened = Link, noch nicht geöffnet
from-far = aus { $metres } m
created-by = { $ago } von { $who }
ends-in = noch { $left }
ended = abgelaufen
seen-at = { $ago }, unter { $address }
identify = Finden
identify-label = { $name } finden
identified = { $name } zeigt einen Moment lang seinen Namen.
reload = Neu laden
reload-label = { $name } neu laden
reloaded = { $name } lädt seine Seite neu.
change = Ändern …
change-label = { $name } ändern
revoke = Widerrufen
revoke-name = { $name } widerrufen
revoke-title = { $name } widerrufen?
revoke-text = Innerhalb von fünf Sekunden ist nichts mehr zu sehen. Das lässt sich nicht rückgängig machen; neu koppeln können Sie ihn aber.
revoked = { $name } ist widerrufen.

## Die Felder

pair-title = Bildschirm koppeln
pair-button = Bildschirm koppeln
code = Code
code-hint = Öffnen Sie /screen im Browser des Bildschirms: Er zeigt einen Code.
code-wrong = Der Code hat { $length } Buchstaben und Ziffern, so wie ihn der Bildschirm zeigt.
asked = Angefragt { $ago } von einem Bildschirm unter { $address } ({ $browser }).
link-title = Nur-Lese-Link erstellen
link-button = Link erstellen
link-ends = Gültig für
link-days = { $days ->
    [one] einen Tag
   *[other] { $days } Tage
 }
change-title = { $name } ändern
change-button = Das zeigen
name-hint = Wo er hängt: Küche, zweiter Stock.
link-name-hint = Für wen er ist.
apps = Apps
apps-hint = Namen oder Muster mit Kommas dazwischen: web-*, checkout. * steht für alle, auch für Units ohne App.
clusters = Cluster
clusters-hint = Ebenso. * steht für alle.
patterns-none = Nennen Sie mindestens eines; * steht für alle.
distance = Gelesen aus
distance-desk = { $metres } m: ein Schreibtisch
distance-metres = { $metres } m
theme = Farben
theme-dark = Dunkel
theme-light = Hell, für helle Räume
theme-system = Wie das System des Bildschirms
dim-from = Gedimmt von
dim-until = Gedimmt bis
dim-hint = Nach der Uhr des Bildschirms; beide leer: nie.
dim-wrong = Nennen Sie beides, als Stunden und Minuten: 22:00 und 06:00. Oder nichts davon, dann wird er nie gedimmt.
