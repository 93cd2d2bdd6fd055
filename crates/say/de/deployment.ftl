### Die Seite eines Deployments.

title = Deployment
unread = Das Deployment konnte nicht gelesen werden
crumb = Wo diese Seite steht
crumb-all = Deployments

## Die Zeile unter der Überschrift.

by = von { $actor }
approved-by = freigegeben von { $who }
begun = begonnen { $time }
asked-for = beantragt { $time }
took = Dauer { $span }
as-of = Stand { $time }
deadline-in = noch { $span } bis zur Frist
deadline-at = Frist um { $time }
kept-until = alte behalten bis { $time }
kept-then = Dann werden die alten Instanzen entfernt

## Die Knöpfe, und wohin jeder führt.

choices = Was Sie tun können
by-step = Ein einzelner fehlgeschlagener Schritt lässt sich dort, wo er unten steht, wiederholen, oder seine Instanz
    auslassen.
pause = Pausieren
pause-leads = Beginnt keinen weiteren Schritt; was im Gange ist, endet erst noch. Was in Betrieb ist, bleibt in Betrieb.
resume = Fortsetzen
resume-failed = Noch einmal versuchen und fortsetzen
resume-leads = Macht von hier mit den übrigen Schritten weiter.
resume-leads-failed = Wiederholt jeden fehlgeschlagenen Schritt, dann folgen die übrigen.
resume-looks-again = Sieht sofort wieder nach; Instanzen, die inzwischen fehlen, gelten als weg.
resume-effect = Inzwischen ist ein Schritt fehlgeschlagen, deshalb: { $then }.
promote = Mit dem Rest weitermachen
promote-leads = { $version } ist gut: Der Rest davon startet, und die alten Instanzen gehen.
abort = Abbrechen …
abort-leads = Beendet es hier. Was in Betrieb ist, alt wie neu, bleibt in Betrieb; nichts wird entfernt.
roll-back = Zurückrollen …
roll-back-leads = Bringt { $before } zurück und entfernt die neuen Instanzen, sobald das in Betrieb ist.
roll-back-leads-first = Entfernt die neuen Instanzen und bringt dann { $before } zurück.
roll-back-leads-nowhere = Entfernt die neuen Instanzen: Vorher lief nichts davon.
finish = Alte jetzt entfernen …
finish-leads = Die alten Instanzen, die angehalten stehen bleiben, werden vor ihrer Zeit entfernt.
retry = Diesen Schritt wiederholen
retry-leads = Wiederholt diesen einen Schritt. Sobald kein Schritt mehr fehlgeschlagen ist, geht das Deployment weiter.
leave-out = Diese Instanz auslassen
leave-out-leads = Lässt diese Instanz, wie sie ist, macht keinen ihrer Schritte und geht mit den anderen weiter.
go-on-with = Mit weniger fortsetzen …
go-on-with-leads = Geht weiter, obwohl weniger in Betrieb sind als vereinbart: Mindestens { $least } bleiben von hier an
    gesund.
it = Es

## Die Rückfrage vor dem, was sich nicht zurücknehmen lässt.

sure-abort-title = Dieses Deployment abbrechen?
sure-abort = Es endet, wo es steht. Was jetzt in Betrieb ist, bleibt in Betrieb: { $serves }. Alte Instanzen, die es nur
    angehalten hat, starten wieder; nichts wird entfernt.
sure-abort-left = Es endet, wo es steht. Was jetzt in Betrieb ist, bleibt in Betrieb: { $serves }. Was nicht in Betrieb
    ist, bleibt ebenfalls und kann noch starten: { $left }. Alte Instanzen, die es nur angehalten hat, starten wieder;
    nichts wird entfernt.
sure-abort-yes = Deployment abbrechen
sure-back-title = Zurückrollen?
sure-back = Es bringt zurück, was vorher lief: { $before }. Die neuen Instanzen werden erst entfernt, wenn das in Betrieb
    ist.
sure-back-first = Die neuen Instanzen werden zuerst entfernt, denn alte und neue sind nicht zugleich da. Dann bringt es zurück,
    was vorher lief: { $before }.
sure-back-nothing = Die neuen Instanzen werden entfernt: Vorher lief nichts davon.
sure-back-yes = Zurückrollen
sure-last-title = Fortsetzen, bis nichts mehr in Betrieb ist?
sure-last = Damit geht die letzte gesunde Instanz. Jetzt in Betrieb: { $serves }.
sure-last-yes = Letzte wegnehmen
sure-fewer-title = Mit weniger fortsetzen?
sure-fewer = Es sind weniger in Betrieb als vereinbart: { $serves }. Mindestens { $least } bleiben von hier an gesund.
sure-fewer-yes = Fortsetzen
sure-finish-title = Alte Instanzen jetzt entfernen?
sure-finish = Sie sind angehalten und werden behalten, so dass der Weg zurück nur Sekunden braucht. Ohne sie werden dafür neue
    Instanzen gestartet.
sure-finish-yes = Alte entfernen
left-starting = { $count } × { $version } (startet)
left-unplaced = { $count } × { $version } (ohne Maschine)
left-failed = { $count } × { $version } (fehlgeschlagen)

## Worauf es wartet, oder warum es so endete.

notice-label = Stand des Deployments
unwell = Fertig, aber nicht alles davon läuft
declined-by = Abgelehnt von { $who }
declined = { $reason } Gesendet wurde nichts.
lapsed = Nicht rechtzeitig freigegeben
begins-in = Es beginnt in { $span }
nothing-sent-yet = Gesendet wurde noch nichts.
nothing-sent = Gesendet wurde nichts.
too-few = Pausiert, damit genug Instanzen in Betrieb sind
goes-on-title = Pausiert, geht von selbst weiter
goes-on = { $reason } Es geht von selbst weiter, sobald das vorbei ist.
paused-by = Pausiert von { $who }
undecided-title = Pausiert: Jemand muss entscheiden
holding-title = Die ersten Instanzen von { $version } laufen: Sind sie gut?
holding-title-plain = Die ersten Instanzen laufen: Sind sie gut?
holding = Der Rest folgt, wenn es jemand sagt. Solange bleiben die alten Instanzen in Betrieb.
holding-until = Der Rest folgt von selbst in { $span }, oder wenn es jemand sagt. Solange bleiben die alten Instanzen in
    Betrieb.
keeping-title = { $version } ist in Betrieb
keeping = Die alten Instanzen bleiben { $span } angehalten stehen, so dass der Weg zurück nur Sekunden braucht. Dann
    werden sie entfernt.
keeping-few-title = { $version } ist nicht wie nötig in Betrieb
keeping-few = Gesunde Instanzen in Betrieb: { $healthy }. Es müssen mindestens { $least } sein, bevor die alten entfernt werden. Sie
    bleiben angehalten, damit das Zurückgehen nur Sekunden dauert.
aborted = Abgebrochen
aborted-by = Abgebrochen von { $who }
rolled-back = Zurückgerollt auf { $before }
rolled-back-by = Von { $who } zurückgerollt auf { $before }
undone-by = Rückgängig gemacht von { $who }
failed-title = Fehlgeschlagen
interrupted-title = Unterbrochen
did-pause = { $who } hat es pausiert.
did-abort = { $who } hat es abgebrochen.
did-roll-back = { $who } hat es zurückgerollt.

## Wie viele in Betrieb sind.

serving-label = In Betrieb
serves = Jetzt in Betrieb: { $healthy } gesund
serves-of = Jetzt in Betrieb: { $healthy } gesund, mindestens { $least }
serves-short = Jetzt in Betrieb: { $healthy } gesund, mindestens { $least } sollen es sein
served = In Betrieb, als zuletzt gelesen wurde: { $healthy } gesund
served-of = In Betrieb, als zuletzt gelesen wurde: { $healthy } gesund, mindestens { $least }
progress = Fortschritt des Deployments

## Stufen und Schritte.

stages-title = Stufen
stages = { $count ->
    [one] { $number } Stufe
   *[other] { $number } Stufen
 }
stage-steps = { $done } von { $all }
instances-left-out = { $count ->
    [one] { $number } Instanz ausgelassen
   *[other] { $number } Instanzen ausgelassen
 }
done = fertig
now = jetzt
waiting = wartet
failed = fehlgeschlagen
left-out = nicht ausgeführt
broken-off = abgebrochen

## Die Instanzen vorher und nachher.

before = Vorher
as-it-was = wie es um { $time } war
none-ran = Nichts davon lief.
old-unit = { $unit }, war: { $state }, { $fate }
fate-stays = weiterhin gewünscht
fate-stopped = seitdem angehalten
fate-gone = seitdem entfernt
after = Nachher
nothing-to-run = am Ende soll nichts laufen
left-nothing = es ließ nichts laufen
run = { $running } von { $all } laufen
run-removed = { $running } von { $all } laufen, { $removed } seitdem entfernt
ran = { $running } von { $all } liefen, als zuletzt gelesen wurde
ran-removed = { $running } von { $all } liefen, als zuletzt gelesen wurde, { $removed } seitdem entfernt
new-unit-planned = { $unit }, noch nicht angelegt
new-unit-gone = { $unit }, seitdem entfernt
unit-left-out = ausgelassen
unit-left-out-runs = ausgelassen, soll weiterhin laufen

## Neu und alt im Vergleich.

compared = Neu und alt im Vergleich
column-new = Neu:
column-old = Alt:
column-what = Was
healthy = Gesund
starting = Startend
bad = Fehlgeschlagen oder ohne Maschine
restarted = Inzwischen neu gestartet
gates = Prüfung bestanden
youngest = Alle laufen seit mindestens
of-all = { $count } von { $all }
new-instances = Die neuen Instanzen
runs = seit { $span }; { $gate }
runs-on = auf { $place }, seit { $span }; { $gate }
runs-restarted = { $runs }, neu gestartet, seit die Prüfung bestanden ist
gate-none = keine Prüfung
gate-waiting = noch nicht geprüft
gate-running = wird gerade geprüft
gate-done = Prüfung bestanden
gate-failed = Prüfung nicht bestanden
gate-left-out = nicht geprüft
gate-broken-off = Prüfung abgebrochen

## Die Wege zurück von einem Deployment, das beendet ist.

back-to = Auf { $version } zurückrollen …
back-to-count = Auf { $count } × { $version } zurückrollen …
back-to-before = Auf das zurückrollen, was vorher lief …
back-about = Bringt zurück, was vor diesem Deployment lief: { $before }. Der Plan wird zuerst gezeigt.
back-to-this = Hierher zurückrollen …
back-to-this-about = Bringt zurück, wohin dieses Deployment geführt hat: { $count } × { $version }, mit der Vorlage und den
    Einstellungen von damals. Der Plan wird zuerst gezeigt.

## Unter den Schritten.

happened = Was geschehen ist
settings-then = Einstellungen von damals
template = Vorlage
revision = Revision { $number }
