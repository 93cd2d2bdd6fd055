### Die Seite einer Unit.

crumb = Wo das ist
units = Units
on-machine = auf { $machine }
for-span = seit { $span }
gone = Es gibt keine Unit { $unit }
gone-when-old = Im letzten bekannten Stand des Clusters ist sie nicht, aber der ist alt. Vielleicht ist sie inzwischen wieder da.
gone-text = Vielleicht wurde sie entfernt, vielleicht gab es sie nie. Was entfernt wurde, steht in der Aktivität und lässt sich von dort wiederherstellen.
look-in-activity = In der Aktivität nachsehen
all-units = Alle Units

## Was man mit ihr tun kann, und warum nicht

start = Starten
stop = Anhalten
remove = Entfernen …
is-leaving = Die Unit wird gerade entfernt.
runs = Die Unit läuft schon.
is-to-run = Die Unit steht schon auf Laufen.
does-not-run = Die Unit läuft nicht.

## Namen und Werte

facts = Angaben
app = App
version = Version
no-version = keine
instance = Instanz
wanted = Soll
actual = Ist
machine = Maschine
no-machine = keine
machines = { $count } Maschinen
global = Global
global-text = auf jeder passenden Maschine
in-this-state = In diesem Zustand
last-read = Zuletzt gelesen
last-read-text = vor { $span }: In Fleets Listen fehlt sie, und Fleet hat noch nicht gesagt, ob sie weg ist
hash = Hash
hash-not-shown = nicht gezeigt
hash-not-read = nicht gelesen
record = Protokoll
record-text = Was mit ihr geschah

## Was systemd sagt

by-machine = Nach Maschine
systemd-says = systemd sagt
nothing-said = noch nichts
active-on = { $count ->
    [one] aktiv auf { $active } von { $count } Maschine
   *[other] aktiv auf { $active } von { $count } Maschinen
 }
of-options-before = { $words }, noch mit den früheren Optionen

## Ihre Optionen

options = Optionen
options-file = Optionen als Unit-Datei
options-not-read = Die Optionen konnten nicht gelesen werden
copy-options = Optionen kopieren
template = Vorlage, Revision { $revision }

## Warum sie nicht läuft

why-still-there = Warum sie noch da ist
why-not-as-wanted = Warum sie nicht ist, wie sie sein soll
why-not-running = Warum sie nicht läuft
in-the-way = Was im Weg ist
nothing-in-the-way = nichts: Hier passt sie hin
