### Was ein Wandbildschirm über Apps sagt, quer durch den Raum gelesen: kurz.

failing = fehlgeschlagen
look = nachsehen
unknown = unbekannt
changing = im Wandel
ok = OK
off = aus
last-known = Zuletzt bekannt: { $verdict }
no-data = Keine Daten
apps-attention = { $count ->
    [one] { $count } App braucht Aufmerksamkeit
   *[other] { $count } Apps brauchen Aufmerksamkeit
 }
units-attention = { $count ->
    [one] { $count } Unit braucht Aufmerksamkeit
   *[other] { $count } Units brauchen Aufmerksamkeit
 }
both-attention = { $apps } und { $units } brauchen Aufmerksamkeit
count-apps = { $count ->
    [one] { $count } App
   *[other] { $count } Apps
 }
count-units = { $count ->
    [one] { $count } Unit
   *[other] { $count } Units
 }
not-known = { $count ->
    [one] Von 1 App ist nichts bekannt
   *[other] Von { $count } Apps ist nichts bekannt
 }
no-apps = Noch keine Apps
all-ok = { $count ->
    [one] 1 App OK
   *[other] Alle { $count } Apps OK
 }
all-changing = { $count ->
    [one] { $count } App im Wandel
   *[other] { $count } Apps im Wandel
 }
some-changing = { $count ->
    [one] { $count } App OK, { $changing } im Wandel
   *[other] { $count } Apps OK, { $changing } im Wandel
 }

## Was an einer App nicht stimmt.

one-failed = Fehlgeschlagen
one-unplaced = Ohne Maschine
one-ended = Von selbst beendet
one-slow = Startet langsam
all-failed = Alle { $all } fehlgeschlagen
all-unplaced = Alle { $all } ohne Maschine
all-ended = Alle { $all } von selbst beendet
all-slow = Alle { $all } starten langsam
some-failed = { $count } von { $all } fehlgeschlagen
some-unplaced = { $count } von { $all } ohne Maschine
some-ended = { $count } von { $all } von selbst beendet
some-slow = { $count } von { $all } starten langsam
on-machine = { $said }, auf { $machine }
why = { $said }: { $why }.
deployment-failed = Das Deployment ist fehlgeschlagen: { $reason }
deployment-ended = Das Deployment wurde beendet: { $reason }
deployment-went-back = Das Deployment ist zurückgerollt: { $reason }

## Was im Gange ist

paused = Pausiert: { $reason }
paused-by = Pausiert von { $who }
holding = Wartet auf jemanden: Sind die ersten Instanzen gut?
waiting = Beginnt gleich
instances = { $count ->
    [one] { $before } → { $count } Instanz
   *[other] { $before } → { $count } Instanzen
 }
