### Die Teile, aus denen Seiten gemacht sind: Dialoge, Felder, Meldungen und die Zustände von Units.

cancel = Nicht jetzt
close = Schließen
copy = Kopieren
copied = Kopiert
copy-refused = Der Browser hat das Kopieren nicht erlaubt. Markieren Sie den Text und kopieren Sie ihn von Hand.
loading = Lädt …
messages = Meldungen
dismiss = Meldung schließen
no-number = Hier wird eine ganze Zahl gebraucht.
one-fewer = Eins weniger
one-more = Eins mehr
at-most = Höchstens { $count }.
updates = { $count ->
    [one] { $number } Änderung anzeigen
   *[other] { $number } Änderungen anzeigen
 }

## Was zu einem Text im Editor gesagt wird

findings = Befunde
line = Zeile { $number }
error = Fehler
warning = Warnung
hint = Hinweis
errors = { $count } Fehler
warnings = { $count ->
    [one] { $count } Warnung
   *[other] { $count } Warnungen
 }
hints = { $count ->
    [one] { $count } Hinweis
   *[other] { $count } Hinweise
 }

## Wie es einer Unit geht

failed = fehlgeschlagen
unplaced = ohne Maschine
starting = startet
stopping = hält an
running = läuft
stopped = angehalten
unknown = unbekannt
state-on = { $state } auf { $place }
was = zuletzt: { $state }
last-known = zuletzt bekannt: { $state }
about-to-go = wird gleich entfernt

## Filter von Listen

all-apps = Alle Apps

filters = { $count ->
    [0] Filter
   *[other] Filter ({ $count })
 }
