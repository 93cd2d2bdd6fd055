### Das Protokoll: jede Änderung und jede Ablehnung.

title = Aktivität
about = Jede Änderung und jede Ablehnung, aufgeschrieben, bevor sie geschieht.
export = Als JSON-Zeilen exportieren
export-about = Was der Filter durchlässt, das Älteste zuerst, ein JSON-Objekt je Zeile
not-read = Das Protokoll konnte nicht gelesen werden
empty = Noch ist nichts aufgezeichnet
empty-text = Hier wird stehen, was Menschen und Tokens mit diesem Cluster tun.
no-match = Nichts im Protokoll passt
no-match-text = Der Filter verbirgt alles, was aufgezeichnet ist.
clear-filter = Filter zurücksetzen
show-older = Ältere anzeigen
today = Heute
yesterday = Gestern

## Filter

filters = Aktivität filtern
search = Englischer Text: App, Unit …
who = Wer
app = App
kind = Art
result = Ergebnis
from = Von
until = Bis
everybody = Alle
any-kind = Jede Art
kind-sign-in = Anmelden
kind-sign-out = Abmelden
kind-account = Eigenes Konto
kind-view = Ansehen
kind-view-spec = Optionen von Units
kind-logs = Logs
kind-launch = Starten
kind-scale = Skalieren
kind-deploy = Ausrollen
kind-rollback = Zurückrollen
kind-restart = Anhalten und neu starten
kind-remove = Entfernen und zurückholen
kind-force = Über einen Schutz hinweggehen
kind-template = Vorlagen
kind-raw-unit = Units per Skript
kind-machines = Maschinen
kind-users = Personen, Zugriff und Tokens
kind-audit = Protokoll
kind-settings = Einstellungen und Bildschirme
any-result = Jedes Ergebnis
result-done = Erledigt
result-undone = Rückgängig gemacht
result-refused = Abgelehnt
result-failed = Fehlgeschlagen
result-aborted = Abgebrochen
result-rolled-back = Zurückgerollt
result-under-way = Läuft

## Am Ende einer Zeile: wie es ausging, wenn nicht wie gedacht

not-known = unbekannt
under-way = läuft
refused = abgelehnt
failed = fehlgeschlagen
aborted = abgebrochen
rolled-back = zurückgerollt
undone = rückgängig gemacht

## Wie jemand hereinkam, hinter dem Namen und einem Komma

by-session = angemeldet im Browser
by-token = mit einem API-Token
by-certificate = mit einem Client-Zertifikat
by-proxy = auf das Wort eines vertrauten Proxys hin
by-command-line = auf der Kommandozeile des Servers
by-itself = von selbst
by-nobody = ohne Anmeldung
from-address = { $by }, von { $address }
nobody = niemand
command-line = Kommandozeile

## Eine offene Zeile

asked = Verlangt
right = Recht
cluster = Cluster
begun = Begonnen
ended = Beendet
note = Anmerkung
detail = Einzelheiten
steps = Schritte
and-more = { $count ->
    [one] … und { $count } weiterer
   *[other] … und { $count } weitere
 }
reading = wird gelesen …
step-waiting = wartet
step-running = läuft
step-done = erledigt
step-failed = fehlgeschlagen
step-left-out = nicht ausgeführt
step-broken-off = abgebrochen
put-back = Wiederherstellen
put-back-what = Wiederherstellen: { $what }
