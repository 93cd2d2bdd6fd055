### Der Rahmen um jede Seite: Leiste, Menü, Hinweise, Suche und Befehle, Tasten, und was an der Stelle einer Seite steht.

## Leiste, Fuß und Menü

place-apps = Apps
place-deployments = Deployments
place-units = Units
place-machines = Maschinen
place-history = Verlauf
place-activity = Aktivität
place-settings = Einstellungen
navigation = Hauptnavigation
search = Suchen
skip = Zum Inhalt springen
api = API
as-of = Stand { $time }. Fleet wird alle { $span } gefragt.
never-read = Fleet wurde noch nicht gelesen. Gefragt wird alle { $span }.
data = Daten: { $age }. { $more }
account-of = Konto: { $user }
signed-in-as = Angemeldet als { $user }, { $roles }
account = Konto
colours = Farben: { $theme }
keys = Tastenkürzel
sign-out = Abmelden
still-signed-in = Sie sind noch angemeldet. { $reason }

## Hinweise und Benachrichtigungen

demo = Demo
demo-text = Das ist ein Demo-Cluster: Nichts hier ist echt.
demo-link = Eigenes Fleet verbinden …
in-the-clear = Wie Fleet erreicht wird
in-the-clear-text = Fleet wird ohne TLS über das Netz erreicht: Wer dazwischensitzt, kann auf jeder Maschine alles tun.
in-the-clear-link = Was zu tun ist …
state-of-data = Stand der Daten
waits-for-decision = { $app } wartet auf eine Entscheidung
deployment-ended = { $app }: Deployment beendet
needs-attention = { $name } braucht Aufmerksamkeit

## Die Liste der Tasten

keyboard = Tastatur
close = Schließen
key-ctrl = Strg
key-tab = Tab
key-esc = Esc
key-slash-does = Auf dieser Seite suchen; wo sie keine Suche hat, überall
key-palette-does = Überall suchen oder sagen, was zu tun ist
key-deploy-does = Ausrollen: die App der Zeile, die offen ist oder den Fokus hat, sonst eine neue
key-help-does = Diese Liste
key-tab-does = Zum nächsten Bedienelement; mit Umschalt zum vorigen
key-enter-does = Das Bedienelement drücken oder das Markierte wählen
key-arrows-do = In Menüs, Auswahllisten und der Suche bewegen
key-esc-does = Schließen, was zuoberst liegt

## Suche und Befehle

palette = Suche und Befehle
palette-field = Suchen oder sagen, was zu tun ist
palette-hint = App, Unit, Maschine, Deployment oder was zu tun ist
palette-hits = Treffer
palette-nothing = Nichts hat das im Namen.
palette-move = bewegen
palette-choose = wählen
palette-close = schließen
hits-actions = Aktionen
hits-pages = Gehe zu
hits-more = Mehr
not-running = läuft nicht
running-of = { $running } von { $wanted }
all-units = Alle { $count } passenden Units
deploy-app = { $app } ausrollen …
scale-app = { $app } skalieren …
restart-app = { $app } neu starten …
roll-back-app = { $app } zurückrollen …
remove-app = { $app } entfernen …
change-template = Vorlage von { $app } ändern …
deploy-new = Neue App ausrollen …
colours-system = Farben: wie das System
colours-light = Farben: hell
colours-dark = Farben: dunkel
language = Sprache: { $language }
stop = anhalten
stop-unit = { $unit } anhalten
start = starten
start-unit = { $unit } starten
remove = entfernen
remove-unit = { $unit } entfernen
settings-templates = Einstellungen: Vorlagen
settings-people = Einstellungen: Personen
settings-access = Einstellungen: Zugriff
settings-tokens = Einstellungen: Tokens
settings-clusters = Einstellungen: Cluster
settings-account = Einstellungen: Konto
settings-screens = Einstellungen: Bildschirme

## An der Stelle einer Seite

not-found = Hier ist nichts
not-found-text = Keine Seite und keine Unit hat diese Adresse. Was entfernt wurde, steht in der Aktivität.
go-to-apps = Zu den Apps
look-in-activity = In der Aktivität nachsehen
unreachable = Quarterdeck ist nicht erreichbar
try-again = Erneut versuchen
unread = Der Cluster konnte nicht gelesen werden
unread-why = { $reason } Es wird von selbst wieder versucht.
part-missing = Dieser Teil der Seite konnte nicht geladen werden
part-missing-why = Der Server hat ihn nicht geschickt oder war nicht erreichbar.
no-cluster = Noch nichts zu sehen
no-cluster-who = Sie sind als { $user } angemeldet, und noch hat Ihnen niemand das Recht gegeben, hier etwas zu sehen.
no-cluster-ask = Bitten Sie { $contact } darum. Sobald Sie es haben, geht diese Seite von selbst weiter.
look-again = Noch einmal nachsehen

## Ein Aufruf, der nichts ergab

no-answer = Quarterdeck antwortet nicht. Prüfen Sie die Verbindung und versuchen Sie es dann noch einmal.
no-sense = Die Antwort von Quarterdeck war nicht zu lesen (Status { $status }). Laden Sie die Seite neu; bleibt es dabei, antwortet zwischen diesem Browser und Quarterdeck etwas an seiner Stelle.
