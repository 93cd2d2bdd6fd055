### Das Feld zum Ausrollen: eine App mit Vorlage oder eine neue. Die Strategien stehen auch in den Einstellungen einer App.

title = { $app } ausrollen
paste-unit-file = Unit-Datei einfügen …
choose-starter = Startvorlage wählen …
no-template = { $app } hat noch keine Vorlage: Quarterdeck weiß nicht, was ihre neuen Units enthalten sollen. Legen Sie
    zuerst eine unter demselben Namen an.
choose-title = App ausrollen
choose-about = Diese Apps haben eine Vorlage, und Sie dürfen sie ausrollen:
choose-none = Keine App, die Sie ausrollen dürfen, hat schon eine Vorlage.
choose-new = Eine neue App beginnt mit ihrer Vorlage. { $why }
take-over-from = Von { $unit } übernehmen …

## Ein anderes Deployment der App ist im Gange.

held-why = Ein anderes Deployment dieser App läuft: Warten Sie, bis es beendet ist, oder übernehmen Sie es.
held-label = Ein anderes Deployment
held-title = Diese App wird gerade ausgerollt
held-look = Ansehen
take-over = Übernehmen
take-over-about = Jenes Deployment endet, wo es steht; was in Betrieb ist, bleibt in Betrieb. Dieses macht von dort
    weiter, mit einem neuen Plan.

## Das Formular.

app = App
app-new = Neue App …
aim = Was daraus werden soll
aim-bring = { $app } auf eine Version bringen
aim-add = Weitere daneben starten
version = Version
version-hint = Das Tag des Images, etwa 1.0.0
versions = Versionen
group-cluster = Auf dem Cluster
group-before = Früher
units = { $count ->
    [one] { $number } Unit
   *[other] { $number } Units
 }
instances = Instanzen
instances-to-start = Zu startende Instanzen
count-as-settings = wie in den Einstellungen
count-all = insgesamt
count-as-now = insgesamt, so viele wie jetzt
count-now = insgesamt; jetzt { $now }
more-to-start = zu starten
more-besides = { $count ->
    [one] mehr, neben { $number } Unit
   *[other] mehr, neben { $number } Units
 }
note = Notiz oder Ticket
note-hint = Warum: steht beim Deployment.
plan-empty = Nennen Sie eine Version, dann stehen hier die genauen Aufrufe, bevor etwas geschieht.
deploy = Ausrollen
no-plan = Es gibt noch keinen Plan.
missing-version = Nennen Sie zuerst die Version.
mend-version = Berichtigen Sie zuerst die Version.

## Wie diesmal ausgerollt wird.

how-at-once = Alle starten zugleich: Es läuft noch nichts
old-removed = Die alten werden entfernt, sobald sie angehalten sind.
old-kept = Die alten bleiben { $span } angehalten stehen, so dass der Weg zurück nur Sekunden braucht; dann werden sie
    entfernt.
good-once = Eine neue Instanz gilt als gut, sobald sie die Prüfung besteht: { $gate }.
strategy = Strategie
strategy-rolling = Rollierend: einige auf einmal
strategy-blue-green = Blue/Green: alle neuen, dann alle alten
strategy-recreate = Neu anlegen: Die alten gehen zuerst (solange ist nichts in Betrieb)
strategy-canary = Canary: einige zuerst, dann der Rest
batch = Schub
batch-hint = Instanzen auf einmal
surge = Überzahl
surge-hint = mehr als gewünscht auf einmal; 0: Die alten gehen zuerst
canaries = Zuerst
canaries-hint = Instanzen, die vorangehen
bakes = Nach einiger Zeit von selbst weitermachen
bakes-about = Sonst wartet es, bis jemand den Rest folgen lässt.
bake = Beobachtet für
bake-hint = Sekunden ({ $span })

## Eine neue App.

new-app = Neue App
source-label = Woher die Vorlage kommt
source-paste = Einfügen
source-starter = Startvorlage
name = Name der App
name-hint = Ihre Units werden { $name }:VERSION@1.service heißen
name-stand-in = NAME
name-taken = { $app } hat schon eine Vorlage. Rollen Sie sie aus, oder bearbeiten Sie sie unter Einstellungen.
image = Image
image-hint = Ohne das Tag: Die Version wird bei jedem Start gewählt
first-version = Erste Version
first-version-hint = Kann auch später genannt werden
file = Unit-Datei
file-or-json = Unit-Datei oder unit.json
save = Speichern und Plan ansehen
missing-name = Geben Sie der App zuerst einen Namen.
mend-name = Berichtigen Sie zuerst den Namen.
missing-file = Fügen Sie zuerst eine Unit-Datei ein.
mend-file = Berichtigen Sie zuerst die Unit-Datei.
mend-line = Berichtigen Sie zuerst Zeile { $line }.
missing-image = Nennen Sie zuerst das Image.
preview = Was gelesen wird
preview-empty = Die Optionen erscheinen hier, sobald alles gelesen werden kann.
options = { $count ->
    [one] { $count } Option
   *[other] { $count } Optionen
 }
column-section = Abschnitt
column-option = Option
column-value = Wert

## Was die Prüfung der Vorlage sagt.

lint-label = Was an der Vorlage auffällt
lint-changed = Der Text hat sich geändert: Er wird gerade neu geprüft.
lint-unanswered = Der Server hat diesen Text nicht geprüft; er wird noch einmal gefragt.
lint-errors = Beheben Sie zuerst die Fehler, oder sagen Sie, dass Sie sie gesehen haben.
mend-all = Berichtigen …
mend-leave = So lassen
mend-apply = Diese Änderungen übernehmen
mend-changes = Was die Berichtigung ändert
accept = Trotzdem speichern
accept-about = { $errors ->
    [one] Ich habe den Fehler gesehen.
   *[other] Ich habe die Fehler gesehen.
 }
