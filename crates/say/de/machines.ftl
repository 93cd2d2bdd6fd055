### Die Seite der Maschinen, und die von einer.

title = Maschinen
title-one = Maschine { $machine }
crumb = Wo das ist
crumb-all = Maschinen
history = Verlauf

## Über der Liste.

summary = Überblick
count = { $count ->
    [one] { $number } Maschine
   *[other] { $number } Maschinen
 }
placed = { $count ->
    [one] { $number } verteilte Unit
   *[other] { $number } verteilte Units
 }
nowhere = { $number } ohne Maschine
none-title = Keine Maschine ist beigetreten
none = Fleet kennt keine Maschine, also kann nichts laufen. Starten Sie fleetd auf einer Maschine; sie erscheint hier von selbst.
nowhere-title = Ohne Maschine
other-units = andere Units
states = Units nach Zustand

## Wie viele Units eine Maschine trägt.

carries = { $count ->
    [one] { $number } Unit
   *[other] { $number } Units
 }
carries-compared = { $count ->
    [one] { $number } Unit; im Mittel sind es { $mean }
   *[other] { $number } Units; im Mittel sind es { $mean }
 }
bars-title = Units je Maschine
bars-each = { $count ->
    [one] je { $number } Unit
   *[other] je { $number } Units
 }
bars-range = { $most ->
    [one] { $least } bis { $number } Unit; im Mittel { $mean }
   *[other] { $least } bis { $number } Units; im Mittel { $mean }
 }
bar = { $count ->
    [one] { $machine }: { $number } Unit
   *[other] { $machine }: { $number } Units
 }
imbalance = { $most } trägt { $high } Units, { $least } { $low }. Fleet setzt eine Unit beim Start dorthin, wo am wenigsten sind, und verschiebt sie danach nie: Halten Sie eine Unit an und starten Sie sie wieder, dann wird sie neu verteilt.

## Eine Maschine

facts-carries = Trägt
facts-compared = { $count ->
    [one] { $number } Unit; im Mittel aller Maschinen sind es { $mean }
   *[other] { $number } Units; im Mittel aller Maschinen sind es { $mean }
 }
address = Adresse
address-not-told = nicht bekannt
id = ID
labels = Merkmale
past = Verlauf
past-units = Units auf dieser Maschine
units = Was hier läuft
units-list = Ihre Units auflisten
units-none = Auf dieser Maschine ist keine Unit.
gone-title = Diese Maschine ist nicht im Cluster
gone = Sie ist gegangen, oder sie war nie da. Fleet startet ihre Units anderswo, wo eine Maschine passt.
all = Alle Maschinen

## Was ohne sie geschähe

without = Wenn diese Maschine ausfiele
without-unread = Das ließ sich nicht ausrechnen
column-unit = Unit
column-runs-on = Liefe dann auf
runs-anyway = läuft ohnehin auf den anderen Maschinen
runs-nowhere = nirgends: { $why }
nothing-here = Hier läuft nichts, was Sie sehen dürfen: Es würde sich nichts ändern.
only-global = Hier laufen nur globale Units, und die laufen ohnehin auf den anderen Maschinen.
would-be-stuck = { $count ->
    [one] { $stuck } von { $number } Unit liefe nirgends.
   *[other] { $stuck } von { $number } Units liefen nirgends.
 }
nothing-left = Von { $apps } bliebe nichts übrig.
serves-nothing = { $count ->
    [one] { $apps } wäre nicht in Betrieb, bis Fleet die Units anderswo gestartet hat: etwa 30 Sekunden, bis es die Maschine aufgibt, und so lange, wie ein Start dauert.
   *[other] { $apps } wären nicht in Betrieb, bis Fleet die Units anderswo gestartet hat: etwa 30 Sekunden, bis es die Maschine aufgibt, und so lange, wie ein Start dauert.
 }
all-fit = { $count ->
    [one] Ihre einzige Unit findet auf einer anderen Maschine Platz.
   *[other] Alle { $number } Units finden auf anderen Maschinen Platz.
 }
