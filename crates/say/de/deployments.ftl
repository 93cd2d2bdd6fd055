### Die Liste der Deployments; und Deployments in Worten, wo immer sie genannt werden.

title = Deployments
about = Was jede App auf ihre Version gebracht hat: wer, wann, und wie es endete.
unread = Die Deployments konnten nicht gelesen werden
none-yet-title = Noch wurde nichts ausgerollt
none-yet = Jedes Deployment, jeder Neustart und jede Änderung der Anzahl von Instanzen steht später hier, mit den
    Schritten.
go-to-apps = Zu den Apps
none-matches-title = Kein passendes Deployment
none-matches = Der Filter blendet alle aus, die es gibt.
clear-filter = Filter zurücksetzen
waiting = Wartet auf Freigabe
at-work = Läuft gerade
history = Verlauf
load-more = Mehr laden
column-deployment = Deployment
column-state = Stand
column-by = Von
column-begun = Begonnen
column-took = Dauer
column-note = Notiz
row-took = Dauer

## Filter.

filter-label = Deployments filtern
filter-app = App
filter-state = Stand
filter-by = Von wem
filter-version = Auf Version
filter-note = Notiz
filter-from = Ab
filter-until = Bis
everybody = Alle
any-state = Jeder Stand

## Was sich ändert.

no-version = Units ohne Version
rollback = { $change } (Rollback)
approved-by = freigegeben von { $who }
restart-of = Neustart von { $version }
first = { $count ->
    [one] { $version }: 0 → { $number } Instanz
   *[other] { $version }: 0 → { $number } Instanzen
 }
made-anew = { $count ->
    [one] { $version }: { $number } Instanz neu angelegt
   *[other] { $version }: { $number } Instanzen neu angelegt
 }
scaled = { $count ->
    [one] { $version }: { $from } → { $number } Instanz
   *[other] { $version }: { $from } → { $number } Instanzen
 }
count-of = { $count } × { $version }
nothing = nichts

## Wie es steht.

standing-unwell = fertig, nicht alles davon läuft
standing-asked = wartet auf Freigabe
standing-declined = nicht freigegeben
standing-waiting = beginnt gleich
standing-running = läuft
standing-paused = pausiert
standing-holding = wartet, bevor es weitergeht
standing-keeping = fertig, alte noch behalten
standing-done = fertig
standing-aborted = abgebrochen
standing-rolled-back = zurückgerollt
standing-undone = rückgängig gemacht
standing-failed = fehlgeschlagen
standing-interrupted = unterbrochen
on-its-way-back = auf dem Rückweg, { $stage }
