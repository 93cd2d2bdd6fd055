### course
kept-is-left = Ein anderes Deployment hat begonnen: Was aufgehoben wurde, ist jetzt seine Sache.
turning-waits = Es wird gerade { $what } und wartet, bis Fleet gelesen werden kann. { $reason }
fleet-answers = Fleet antwortet, wie es soll: Es geht weiter.
limit-over = Es läuft seit { $span }, so lange es darf.
runs-no-more = { $name } läuft nicht mehr, obwohl es seine Prüfung bestanden hatte.
rolled-back = zurückgerollt
still-stopping = { $unit } hält noch an: Bis es angehalten hat, wird es nicht gelöscht.
failed-after-gate = { $name } ist fehlgeschlagen, nachdem es seine Prüfung bestanden hatte.
enough-serve = Genug Instanzen sind in Betrieb: Es geht weiter.
has-ended = Es ist zu Ende.
turning-already = Es wird schon { $what }.
only-keeps = Es ist am Ziel und hebt nur noch alte Instanzen auf: Da gibt es nichts zu pausieren.
paused-already = Es ist schon pausiert.
goes-on-by-itself = Es geht von selbst weiter, sobald genug Instanzen in Betrieb sind, und mit weniger nur, wenn jemand zustimmt, wie wenige es sein dürfen.
not-paused = Es ist nicht pausiert.
resumed-by = { $by } hat es fortgesetzt.
waits-for-nobody = Es wartet auf niemandes Wort.
continued-by = { $by } hat mit dem Rest weitergemacht.
keeps-nothing = Es hebt keine alten Instanzen auf.
finished-by = { $by } hat die alten Instanzen entfernen lassen.
at-its-end = Es ist am Ziel: Rollen Sie es zurück, oder lassen Sie die alten Instanzen entfernen.
aborting-already = Es wird schon abgebrochen.
no-deployment = Das ist kein Deployment: Es gibt nichts, zu dem es zurückginge.
rolling-back-already = Es wird schon zurückgerollt.
step-not-failed = Dieser Schritt ist nicht fehlgeschlagen.
retried-by = { $by } hat den fehlgeschlagenen Schritt von { $unit } noch einmal tun lassen.
no-such-step = Diesen Schritt gibt es nicht.
left-out-by = { $by } hat { $unit } ausgelassen.
waits-for-no-more = Es wartet nicht darauf, dass mehr Instanzen in Betrieb sind.
least-too-low = Mindestens { $before } müssen in Betrieb sein: Es könnte mit { $fewer } weitergehen.
least-too-few = Es könnte mit { $fewer } weitergehen: Weniger muss nicht zugestimmt werden.
resumed-with-fewer = { $by } hat es mit mindestens { $least } Gesunden statt { $before } fortgesetzt.
step-again = Schritt { $number } wird noch einmal getan. Er scheiterte nach { $span }: { $why }
turns-once-resumed = { $reason } Es wird { $what }, sobald es jemand fortsetzt.
paused-because = Pausiert: { $why }
turns-once-resumed-bare = Es wird { $what }, sobald es jemand fortsetzt.
and-more = { $first } So ging es mit { $more } weiteren: siehe die Schritte.
is-aborted = Es ist abgebrochen: { $reason }
is-rolled-back = Es ist zurückgerollt: { $reason }
set-to-run-again = { $unit } soll wieder laufen, also wird es nicht gelöscht.
too-few-would-serve = Ohne { $unit } wären { $left } gesunde Instanzen in Betrieb, und mindestens { $least } müssen es sein. Es wartet, bis mehr in Betrieb sind, oder bis jemand, der erzwingen darf, es mit weniger fortsetzt.
not-counted = { " " }Nicht mitgezählt, denn andere haben sie gestartet, und nichts sagt, ob auch läuft, was ihnen folgt: { $names }.
left-out-one = Wird es ausgelassen, bleibt es, wie es ist, und der Rest geht weiter.
left-out-some = Werden diese ausgelassen, bleiben sie, wie sie sind, und der Rest geht weiter.
fleet-in-trouble = Fleet antwortet nicht, wie es soll: { $trouble }
too-old = Was vom Cluster bekannt ist, ist zu alt, um weiterzumachen.
not-read-yet = Der Cluster wurde noch nicht gelesen.
machine-vanished = Die Maschine { $one } ist verschwunden. Es wartet darauf, dass sie wiederkommt, oder dass jemand es ohne sie fortsetzt.
machines-vanished = { $count } Maschinen sind verschwunden. Es wartet darauf, dass sie wiederkommen, oder dass jemand es ohne sie fortsetzt.
unit-unreadable = Fleet führt { $name } nicht auf und antwortet mit Fehlern, sooft es danach gefragt wird: Es kann diese Unit anscheinend nicht lesen. Es wartet darauf, dass sie wiederkommt, oder dass jemand es ohne sie fortsetzt.
no-longer-shown = Fleet zeigt { $first } nicht mehr, und dieses Deployment hat es nicht entfernt.
no-longer-shown-more = Fleet zeigt { $first } und { $more } weitere nicht mehr, und dieses Deployment hat sie nicht entfernt.
unread-at-start = Fleet konnte nicht gelesen werden, als dies beginnen sollte; es wurde nichts gesendet. Starten Sie es noch einmal, wenn Fleet antwortet.
changed-at-start = Der Cluster hat sich geändert, während dies wartete; es wurde nichts gesendet. Sehen Sie nach, und starten Sie es noch einmal, wenn es noch gewollt ist.
restarted-under-way = Der Server wurde neu gestartet, während dies im Gang war: Es kann geschehen sein.
restarted-waiting = Der Server wurde neu gestartet, während er hierauf wartete.
refused-others-can = { $refusal } Jemand anderes, der darf, kann dies weitergehen lassen.
undone-by = Rückgängig gemacht von { $by }; es wurde nichts gesendet.
lacks-machine = Der letzten Lesung fehlt die Maschine { $id }.
written-since = { $unit } wurde geschrieben, seit es gelesen wurde.
another-begins = In diesem Augenblick beginnt eine andere Aktion.
key-used-now = Dieser Idempotency-Key wurde in genau diesem Augenblick für eine andere Aktion benutzt.
decided-just-now = Jemand anderes hat gerade darüber entschieden.
created = Fleet hat es angelegt (201).
taken-as-change = Fleet hat es für eine Änderung genommen (204).
there-with-others = { $unit } ist schon da, mit anderen Optionen. Es wurde gelassen, wie es ist; entfernen Sie es zuerst, oder wählen Sie eine andere Version.
there-already = { $unit } war schon da.
there-and-set = { $unit } war schon da; sein Sollzustand wurde auf { $desired } gesetzt.
taken = Fleet hat es angenommen (204).
gone-already = { $unit } war schon weg.
deleted = Fleet hat es gelöscht (204).
removed-meanwhile = Fleet führt { $unit } nicht auf: Jemand hat es inzwischen entfernt.
not-listed-yet = Fleet führt { $unit } noch nicht auf.
not-shown-to-run = { $unit } zeigt noch nicht, dass es laufen soll.
set-stopped = Jemand hat { $unit } inzwischen angehalten (Sollzustand { $desired }).
earlier-state = { $unit } zeigt noch den Zustand einer früheren Unit dieses Namens.
no-machine-takes = Keine Maschine nimmt { $unit }. Es bleibt gewünscht und startet, sobald eine Maschine dafür frei ist.
ended-by-itself = { $unit } hat von selbst geendet{ $place }; das Journal auf jener Maschine sagt, warum.
not-shown-to-stop = { $unit } zeigt noch nicht, dass es anhalten soll.
set-running = Jemand hat { $unit } inzwischen wieder auf Laufen gesetzt (Sollzustand launched).
no-state-yet = Fleet zeigt noch keinen Zustand von { $unit }.
is-still = { $unit } ist noch { $active }/{ $sub }.
with-unit-file = { $sub }, Unit-Datei { $load }
failed-there = { $unit } ist fehlgeschlagen{ $place } ({ $why }). Das Journal auf jener Maschine sagt, warum.
on-machine = { " " }auf { $ip }
no-way = Von hier führt jetzt kein Weg: { $reason }
begin-not-stored = { $unit }: Dass dies beginnt, konnte nicht gespeichert werden, also wurde es nicht gesendet.
started-once-more = { $unit } wurde noch einmal gestartet.
not-run-long = { $unit } läuft noch nicht seit { $span }.
not-listed = { $unit } ist nicht aufgeführt.
cannot-ask-global = { $unit } ist nicht zu fragen: Es läuft auf jeder Maschine. Nehmen Sie die Probe aus den Einstellungen der App.
cannot-ask-placeless = { $unit } ist nicht zu fragen: Fleet sagt nicht, auf welcher Maschine es ist.
does-not-pass = { $unit } läuft und besteht nicht: { $error }
no-file-at-first = Die Maschine hatte zuerst keine Datei von { $unit }; es wurde inaktiv gesetzt und noch einmal gestartet.
nobody-lets-go = Keine Maschine gibt { $unit } frei, also wurde es nicht wieder gestartet.
unread-since = { $unit } konnte seither nicht gelesen werden. { $reason }
given-up = { $reason } Aufgegeben nach { $span }.
not-said-gone = Fleet führt { $unit } nicht auf und sagt nicht, dass es weg ist.
still-there = Fleet hat { $unit } noch.
aborted = abgebrochen
without-it-none-is-left = Wird es ausgelassen, bleibt keine Instanz, die den Platz anderer einnimmt
without-these-none-is-left = Werden all diese ausgelassen, bleibt keine Instanz, die den Platz anderer einnimmt
without-it = { $count ->
    [one] Wird es ausgelassen, geht es mit { $count } Instanz statt { $wanted } weiter
   *[other] Wird es ausgelassen, geht es mit { $count } Instanzen statt { $wanted } weiter
 }
without-these = { $count ->
    [one] Werden all diese ausgelassen, geht es mit { $count } Instanz statt { $wanted } weiter
   *[other] Werden all diese ausgelassen, geht es mit { $count } Instanzen statt { $wanted } weiter
 }
then = { $what }.
then-as-before = { $what }, und mindestens { $least } bleiben gesund wie zuvor.
then-instead = { $what }, und mindestens { $least } bleiben gesund statt { $before }.
not-healthy = { $count ->
    [one] Nicht gesund, obwohl zum Laufen vorgesehen: { $names }.
   *[other] Nicht gesund, obwohl zum Laufen vorgesehen: { $names }.
 }
waits-for-that = { $reason } Es wartet darauf, dass das wiederkommt, oder dass jemand es ohne fortsetzt.
no-step-failed = Kein Schritt dieser Instanz ist fehlgeschlagen.
token-gone = Das API-Token { $name } wurde widerrufen oder ist abgelaufen, also wird mit seinen Rechten nichts mehr weggenommen. Jemand anderes kann dies weitergehen lassen.
certificate-gone = Das Client-Zertifikat, mit dem { $name } dies begann, wurde widerrufen, ist abgelaufen oder stammt von einer Zertifizierungsstelle, der nicht mehr vertraut wird, oder { $name } hat hier kein Konto mehr, also wird mit diesen Rechten nichts mehr weggenommen. Jemand anderes kann dies weitergehen lassen.
user-gone = { $name } hat hier kein Konto mehr, also wird mit diesen Rechten nichts mehr weggenommen. Jemand anderes kann dies weitergehen lassen.
rights-unread = Es lässt sich nicht lesen, ob { $name } dies noch darf. Es geht weiter, sobald das bekannt ist.
begin-unstored = Dass dies beginnt, konnte nicht gespeichert werden, also wurde nichts gesendet.
is-state = { $unit } ist { $health }.
too-few-to-let-go = { $left ->
    [one] { $left } gesunde Instanz ist in Betrieb, und mindestens { $least } müssen es sein, bevor das Behaltene geht. Es bleibt, bis mehr in Betrieb sind, oder bis jemand, der erzwingen darf, es mit weniger fortsetzt.
   *[other] { $left } gesunde Instanzen sind in Betrieb, und mindestens { $least } müssen es sein, bevor das Behaltene geht. Es bleibt, bis mehr in Betrieb sind, oder bis jemand, der erzwingen darf, es mit weniger fortsetzt.
 }
way-not-recorded = Es konnte nicht protokolliert werden, also wird dieser Weg nicht genommen. Sagen Sie es noch einmal, sobald das behoben ist.
restarted = Der Server wurde neu gestartet und macht hiermit weiter.
runs-again-so-stays = { $instance } soll wieder laufen, also bleibt es.
