### why
machine-gone = seine Maschine { $gone } ist weg: Fleets Engine muss es verlegen
engine-looks = Fleets Engine sieht alle 2 s nach und hält eine Maschine 30 s nach ihrem letzten Lebenszeichen für verloren.
not-reported-yet = { $place } hat es noch nicht gemeldet: Sie sieht alle 5 s nach
not-reported = { $place } meldet es nicht: Ihr Agent antwortet anscheinend nicht
taken-for-lost = Fleet hält eine Maschine 30 s nach ihrem letzten Lebenszeichen für verloren und verlegt dann ihre Units.
is-template = es ist eine Vorlagen-Unit, die systemd nicht startet
launch-instance = Starten Sie stattdessen eine Instanz davon, etwa { $instance }.
name-long = sein Name hat { $bytes } Bytes; systemd lädt höchstens 255
launch-shorter = Entfernen Sie es, und starten Sie es unter einem kürzeren Namen.
previous-being-replaced = hat noch seine vorigen Optionen; Fleet ersetzt es gerade
previous-not-replaced = hat noch seine vorigen Optionen; Fleet hat es nicht ersetzt
loaded-only = soll nur geladen sein: Es wird gerade angehalten
file-unfit = systemd kann seine Unit-Datei nicht gebrauchen ({ $load })
look-at-file = Sehen Sie nach einem Service ohne ExecStart, einem Programm ohne ganzen Pfad, einem Anführungszeichen ohne Gegenstück oder einem Wert, den systemd nicht kennt.
file-not-found = systemd findet seine Unit-Datei nicht (not-found)
file-removed = Jemand hat die Datei auf der Maschine entfernt, oder eine Unit, die diese braucht, ist nicht da.
is-masked = es ist maskiert: Wer { $place } verwaltet, verbietet es
unmask = Eine Unit dieses Namens ist auf der Maschine selbst abgeschaltet (systemctl unmask erlaubt sie wieder).
systemd-says = systemd sagt { $active }, { $sub }
failed-for-good = es ist fehlgeschlagen; Fleet startet eine Unit nie von selbst wieder
failed-too-often = zu oft fehlgeschlagen: systemd hat aufgegeben (Restart={ $restart })
restart-does-not-cover = sein Prozess ist fehlgeschlagen, und Restart={ $restart } deckt das nicht ab
no-restart = sein Prozess ist fehlgeschlagen, und kein Restart= startet ihn wieder
restart-wanted = Fleet startet eine fehlgeschlagene Unit nie wieder; systemd tut es, wenn ihr [Service] Restart=on-failure oder Restart=always hat.
see-journal = Was es ausgegeben hat, steht im Log von { $place } (journalctl -u { $name }).
starts-in-next-pass = geladen; seine Maschine startet es im nächsten Durchgang
loaded-not-started = geladen auf { $place }, deren Agent es nicht gestartet hat
stopped-there = es wurde auf seiner Maschine angehalten; Fleet startet es nicht wieder
ran-to-its-end = ist zu Ende gelaufen, wie ein oneshot es tut
remain-after-exit = Mit RemainAfterExit=yes zählt es danach als active.
ended = ohne Fehler zu Ende oder von Hand angehalten; nichts startet es wieder
restart-always-wanted = Fleet startet eine Unit, die geendet hat, nie wieder. systemd tut es nach jedem Ende, wenn ihr [Service] Restart=always hat.
pulling = zieht sein Image, { $limit }
start-pre = sein ExecStartPre läuft, { $limit }
start-post = sein ExecStartPost läuft, { $limit }
keeps-ending = endet immer wieder; systemd startet es neu (Restart={ $restart })
waits-notify = wartet, bis das Programm sagt, dass es bereit ist (Type=notify)
waits-forking = wartet, bis es in den Hintergrund gegangen ist (Type=forking)
oneshot-running = läuft; ein oneshot wird active, wenn es fertig ist
being-started = systemd startet es gerade, { $limit }
being-started-in = systemd startet es gerade ({ $sub })
stopping = hält an: Sein ExecStop läuft
stopping-post = hält an: Sein ExecStopPost läuft
stopping-in = hält an ({ $sub })
no-machines = der Cluster hat keine Maschinen
no-machine-with-id = keine Maschine hat die ID { $id }
only-on = darf nur auf { $place } laufen, und die { $what }
beside-itself = muss neben sich selbst stehen, und das geht nicht, bevor es eine Maschine hat
each-other = wartet seinerseits darauf: Fleet kann keines von beiden unterbringen
does-not-exist = gibt es nicht
not-meant-to-run = soll nicht laufen
was-on-gone = war auf einer Maschine, die weg ist
itself-unplaced = ist selbst auf keiner Maschine
is-global-but = ist global, aber { $text }
itself-unplaced-since = ist selbst auf keiner Maschine: { $text }
about-to-be = kommt gleich auf eine Maschine
no-machine-has = keine Maschine hat { $what }
only-machine = die einzige Maschine { $what }
all-machines = alle { $machines } Maschinen { $what }
machines = { $machines } Maschinen: { $what }
hidden-peer = muss auf der Maschine einer Unit einer anderen App sein
hidden-blocker = hier ist eine Unit einer anderen App, mit der es sich keine Maschine teilen kann
more-unlisted = mehr, das nicht aufgeführt ist
other-id = hat eine andere ID als { $wanted }
label-differs = hat { $lacks } nicht: Sie hat { $key }={ $has }
label-lacking = hat { $lacks } nicht: Sie hat kein { $key }
peer-missing = ist nicht hier, und diese Unit muss auf seiner Maschine sein
own-conflicts = { $here }, und diese Unit hat Conflicts={ $pattern }
their-conflicts = { $here }, und es hat Conflicts={ $pattern }
their-replaces = { $here }, und es hat Replaces={ $pattern }
here-as-everywhere = ist hier wie auf jeder passenden Maschine
here = ist hier
metadata-ignored = MachineMetadata={ $value } hat nicht die Form key=value: Fleet übergeht es ohne ein Wort.
write-whole-id = MachineID muss eine ganze ID sein oder ihre ersten 8 Zeichen. { $id } beginnt mit { $part }; schreiben Sie { $short }.
excludes-itself = Es schließt Units wie sich selbst aus, also kann es nicht mehr davon geben als Maschinen.
old-state = Eine andere Maschine meldet noch einen alten Zustand davon; das vergeht innerhalb von 30 s.
never-unloaded = Fleet kann ein { $unit-type } starten, aber nie entladen
stays-until = Es bleibt, bis Fleets Agent auf seiner Maschine neu startet.
cannot-unload = systemd kann seine Unit-Datei nicht gebrauchen ({ $load }): Fleet kann es nicht entladen
remove-the-file = Fleets Agent versucht es immer wieder. Jemand muss die Datei auf der Maschine entfernen.
being-stopped = nicht mehr gewünscht: Es wird gerade angehalten und entladen
being-unloaded = nicht mehr gewünscht: Es wird gerade entladen
still-running = nicht mehr gewünscht, läuft aber noch: Seine Maschine entlädt langsam
still-loaded = nicht mehr gewünscht, aber noch geladen: Seine Maschine entlädt langsam
unloads-slowly = Auf einem neueren systemd entlädt Fleets Agent etwa eine Unit in 5 s, und andere warten dahinter.
nobody-took = keine Maschine hat es genommen
too-much = Es und andere verlangen so viel, dass Quarterdeck nicht alles davon durchgesehen hat.
nobody-took-see-page = keine Maschine hat es genommen; warum, sagt seine Seite
about-to-be-placed = kommt gleich auf eine Maschine: Fleets Engine sieht alle 2 s nach
would-take = { $place } würde es nehmen, aber Fleets Engine hat es nicht dorthin gelegt
is-fleetd-up = Eine der Maschinen des Clusters ist jeweils Fleets Engine. Läuft fleetd auf einer davon?
global-but = global, aber { $text }
global-nowhere = global, aber keine Maschine führt es aus
global-nowhere-see-page = global, aber keine Maschine führt es aus; warum, sagt seine Seite
gone-machine = einer Maschine, die weg ist
some-machines = { $several } von { $all } Maschinen
no-limit = ohne zeitliche Grenze
limit-seconds = höchstens { $limit } s
limit-of = höchstens { $limit }
limit-default = höchstens 90 s, systemds eigene Grenze
# Between the names of units that must all be there.
and = { " " }und{ " " }
somebody = eine Unit einer anderen App
beside = muss neben { $units } stehen{ $there }
on-different = , und die sind auf verschiedenen Maschinen
there-it = { " " }auf { $place }, und die { $what }
but = : { $what }
waits-for = wartet auf { $unit }{ $what }
and-that = : Das { $what }
lacks = { $count ->
    [one] hat { $what } nicht
   *[other] haben { $what } nicht
 }
runs-global = { $count ->
    [one] führt das globale { $unit } aus{ $excluded }
   *[other] führen das globale { $unit } aus{ $excluded }
 }
excluded = , das { $pattern } ausschließt
already-holds = { $count ->
    [one] hat schon { $what }
   *[other] haben schon { $what }
 }
holds-conflicting = { $count ->
    [one] hat { $unit }, das sich nicht damit verträgt
   *[other] haben { $unit }, das sich nicht damit verträgt
 }
holds-replacing = { $count ->
    [one] hat { $unit }, das es ersetzt
   *[other] haben { $unit }, das es ersetzt
 }
holds-global-conflicting = { $count ->
    [one] hat das globale { $unit }, das sich nicht damit verträgt
   *[other] haben das globale { $unit }, das sich nicht damit verträgt
 }
holds-global-replacing = { $count ->
    [one] hat das globale { $unit }, das es ersetzt
   *[other] haben das globale { $unit }, das es ersetzt
 }
holds-some-conflicting = { $count ->
    [one] hat eine Unit, die sich nicht damit verträgt, etwa { $unit }
   *[other] haben eine Unit, die sich nicht damit verträgt, etwa { $unit }
 }
holds-some-replacing = { $count ->
    [one] hat eine Unit, die es ersetzt, etwa { $unit }
   *[other] haben eine Unit, die es ersetzt, etwa { $unit }
 }
does-not-fit = { $count ->
    [one] passt nicht
   *[other] passen nicht
 }
more-labels = { $count ->
    [one] { $count } weiteres Label, das sie nicht hat
   *[other] { $count } weitere Labels, die sie nicht hat
 }
more-peers = { $count ->
    [one] { $count } weitere Unit, die hier fehlt
   *[other] { $count } weitere Units, die hier fehlen
 }
more-blockers = { $count ->
    [one] { $count } weitere Unit, die im Weg ist
   *[other] { $count } weitere Units, die im Weg sind
 }
on-one = auf { $place }: { $what }
on-some = auf { $some } von { $all } Maschinen: { $what }
silent-yet = { $count ->
    [one] { $who } hat es noch nicht gemeldet
   *[other] { $who } haben es noch nicht gemeldet
 }
silent = { $count ->
    [one] { $who } sollte es auch ausführen, hat es aber nicht gemeldet
   *[other] { $who } sollten es auch ausführen, haben es aber nicht gemeldet
 }
