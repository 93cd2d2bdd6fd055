### Die Liste aller Units.

title = Units
deleted = Gelöscht, laufen aber noch: { $units }. Ihre Maschinen haben sie noch nicht angehalten.

## Über der Liste

summary = Übersicht
units = { $count ->
    [one] { $number } Unit
   *[other] { $number } Units
 }
machines = { $count ->
    [one] { $number } Maschine
   *[other] { $number } Maschinen
 }
need-attention = { $count ->
    [one] { $number } braucht Aufmerksamkeit
   *[other] { $number } brauchen Aufmerksamkeit
 }

## Filter

filters = Units filtern
search = Name oder Maschine
state = Zustand
app = App
machine = Maschine
of-no-app = andere Units
no-machine = keine Maschine
all-choices = Alle { $count }
fewer-choices = Weniger
shown = { $count ->
    [one] { $number } Unit angezeigt
   *[other] { $number } Units angezeigt
 }

## Die Liste

name = Name
wanted-and-actual = Soll → Ist
since = Seit
removed = entfernt

## Anstelle der Liste

empty = Noch keine Units
empty-text = Fleet hat keine Unit. Rollen Sie eine App aus, dann erscheinen ihre Units hier von selbst.
deploy = App ausrollen …
no-match = Keine Unit passt zum Filter
no-match-of = Keine Unit passt zu „{ $search }“
hidden = { $count ->
    [one] { $number } Unit verbirgt der Filter.
   *[other] { $number } Units verbirgt der Filter.
 }
clear-filter = Filter zurücksetzen
