### Änderungen am Cluster: Pläne und ihre Bestätigung, Aktionen in Worten, Hinweise, was auf Freigabe wartet.

## Was getan wurde: „ada hat 2 × 2.0.0 gestartet“, siehe who-did.

past-launched = { $count } × { $version } gestartet
past-scaled = { $version } auf { $count } skaliert
past-removed = { $what } entfernt
past-removed-all = alle Units entfernt
past-started = { $unit } gestartet
past-stopped = { $unit } angehalten
past-put-back = Entferntes zurückgeholt
past-deployed = { $version } ausgerollt
past-restarted = neu gestartet
past-rolled-back = zurückgerollt
past-no-version = Units ohne Version
who-did = { $actor } hat { $past }
asked-for = { $actor } hat beantragt: { $summary }

## Dasselbe in einem Wort, mit Zeit und Name danach: „gestartet vor 5 min von ada“.

launched = gestartet
scaled = skaliert
removed = entfernt
started = gestartet
stopped = angehalten
put-back = zurückgeholt
deployed = ausgerollt
restarted = neu gestartet
rolled-back = zurückgerollt

## Was gerade geschieht.

going-launches = startet { $version }
going-scales-version = skaliert { $version } auf { $count }
going-scales = skaliert auf { $count }
going-removes-version = entfernt { $version }
going-removes = entfernt
going-removes-unit = entfernt eine Unit
going-removes-all = entfernt alle Units
going-starts-unit = startet eine Unit
going-stops-unit = hält eine Unit an
going-puts-back = holt Entferntes zurück
going-deploys = rollt { $version } aus
going-restarts = startet neu
going-rolls-back = rollt zurück

## Wie eine Aktion steht, gleich nach ihrem Satz.

standing-asked = : wartet auf Freigabe
standing-declined = : nicht freigegeben. { $reason }
standing-waiting = : beginnt gleich
standing-running = : Schritt { $step } von { $all }
standing-done = , in { $span }
standing-paused = : pausiert. { $reason }
standing-holding = : wartet vor der nächsten Stufe
standing-keeping = : fertig, alte Instanzen bleiben angehalten stehen
standing-aborted = : abgebrochen. { $reason }
standing-rolled-back = : zurückgerollt. { $reason }
standing-undone = : rückgängig gemacht von { $who }
standing-failed = : fehlgeschlagen. { $reason }
standing-interrupted = : unterbrochen. { $reason }

## Wie eine Aktion endete, die nicht wie gemeint endete.

ending-failed = , fehlgeschlagen
ending-interrupted = , unterbrochen
ending-undone = , rückgängig gemacht
ending-paused = , pausiert
ending-aborted = , abgebrochen
ending-rolled-back = , zurückgerollt
ending-asked = , wartet auf Freigabe
ending-declined = , nicht freigegeben

## Kurze Meldungen.

part-missing = Was den Plan erstellt, konnte nicht geladen werden. Laden Sie die Seite neu und versuchen Sie es noch einmal.
starts-in = : beginnt in { $left } s
undo = Rückgängig
toast-put-back = Zurückholen
details = Details
dismiss = Meldung schließen
toast-done = { $summary }: fertig
toast-unwell = { $summary }: fertig, aber nicht alles davon läuft
toast-steps = { $summary }: { $done } von { $all } Schritten fertig
toast-undone = { $summary }: rückgängig gemacht, nichts wurde geändert

## Was auf die Freigabe durch jemand anderen wartet.

wants-second-person = { $app } verlangt die Freigabe durch eine zweite Person
is-frozen = { $app } ist gesperrt bis { $until } (Ihre Zeit): { $reason }
asked-times = Vor { $since } von { $actor } beantragt. Gesendet wurde nichts. Gibt es niemand innerhalb von { $left }
    frei, verfällt der Antrag und muss neu gestellt werden.
asked-note = Notiz: { $note }
nobody-else = Als dies beantragt wurde, durfte es hier sonst niemand freigeben: Erteilen Sie jemandem das Recht dazu,
    unter Einstellungen.
alone-from = Ab { $from } (Ihre Zeit) kann { $actor } es auch allein starten.
waits-label = Wartet auf Freigabe
waits-for-approval = „{ $summary }“ wartet auf die Freigabe durch jemand anderen
asked-oneself = Sie haben dies selbst beantragt: Freigeben muss es jemand anderes.
approve = Freigeben …
start-now = Jetzt starten …
withdraw = Zurückziehen
decline-open = Ablehnen …
decline-title = Ablehnen?
decline = Ablehnen
decline-why = Grund
decline-hint = Wer es beantragt hat, liest ihn.
say-why = Bitte einen Grund angeben.

## Die Rückfrage vor einer Änderung.

asked-with-note = { $actor } hat dies beantragt, mit der Notiz: { $note }
asked-without-note = { $actor } hat dies beantragt, ohne Notiz
approve-it = Freigeben
ask-for-approval = Freigabe beantragen
type-name = Zum Bestätigen { $name } eingeben
type-name-first = Geben Sie zuerst { $name } ein.
changed = Der Cluster hat sich inzwischen geändert. So sieht der Plan jetzt aus.
units-label = Units
skip-gates = Prüfung überspringen, wo sie schon bestanden wurde
skip-gates-about = Schneller: Eine Instanz zählt, sobald sie läuft, wenn ihre Version die Prüfung hier schon einmal
    bestanden hat.
explain-waits = Nichts wird gesendet, bevor jemand anderes mit demselben Recht es freigegeben hat.
explain-stages = Jede Stufe beginnt, wenn die vorige ganz fertig ist. Währenddessen lässt sich das Deployment
    pausieren, abbrechen und zurückrollen.
explain-nothing = Nichts geschieht, bevor Sie es sagen.
explain-removal = Jede Unit wird zuerst angehalten und dann vom Cluster genommen. Ihre Optionen bleiben aufbewahrt, so
    dass sie sich zurückholen lässt.
explain-removal-undo = Jede Unit wird zuerst angehalten und dann vom Cluster genommen. Ihre Optionen bleiben
    aufbewahrt, so dass sie sich zurückholen lässt. Sie haben { $seconds } Sekunden, um es rückgängig zu machen, bevor
    etwas gesendet wird.

## Pläne.

plan = Plan
working-out = Der Plan wird erstellt …
changed-unstarted = Der Cluster hat sich inzwischen geändert. So sieht der Plan jetzt aus; gestartet wurde nichts.
review = Änderungen ansehen
checks = Hinweise
steps = { $count ->
    [one] { $number } Schritt
   *[other] { $number } Schritte
 }
more-steps = { $count ->
    [one] … und { $number } weiterer Schritt
   *[other] … und { $number } weitere Schritte
 }
more-stages = { $count ->
    [one] … und { $number } weitere Stufe
   *[other] … und { $number } weitere Stufen
 }
more-calls = { $count ->
    [one] … und { $number } weiterer Aufruf
   *[other] … und { $number } weitere Aufrufe
 }
more-lines = … und { $number } weitere
exact-calls = Genaue Aufrufe
as-curl = Als curl
curl-label = Plan als curl
copy-curl = Plan als curl kopieren
curl-token = Braucht ein API-Token in QUARTERDECK_TOKEN (Einstellungen, Tokens).
curl-hidden = Diese Zeilen würden andere Units anlegen als der Plan: Optionen, die nicht gezeigt werden, lassen sich
    nicht senden.
call-body = Inhalt von { $method } { $path }
