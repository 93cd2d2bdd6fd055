### lint
quote-open = Das Anführungszeichen { $quote } wird nie geschlossen: systemd übergeht dieses { $option } ganz.
close-at-end = Anführungszeichen am Ende schließen
close-behind-word = Anführungszeichen hinter seinem Wort schließen
no-whole-path = '{ $program }' ist kein ganzer Pfad: Vor Version 239 lehnt systemd die Zeile ab, später sieht es nur in einigen Ordnern nach. Schreiben Sie den Pfad ab /.
write = { $what } schreiben
no-shell = Keine Shell liest diese Zeile: Das Programm bekommt '{ $word }' als Argument. Setzen Sie das Ganze in /bin/sh -c '…' oder in ein Skript.
once-filled-in = , sobald es ausgefüllt ist
container-name = Der Container hieße '{ $name }'{ $because }, und Docker lehnt '{ $sign }' in einem Namen ab: Es nimmt Buchstaben, Ziffern, '_', '.' und '-'.
unnamed-container = Andere Zeilen sprechen vom Container '{ $name }', aber dieser wird ohne Namen gestartet: Sie wirken nicht auf ihn.
start-with-name = Mit --name { $name } starten
use-everywhere = Überall { $name } verwenden
cleanup-can-fail = Beim ersten Mal gibt es keinen solchen Container: Das scheitert und mit ihm der Start. Ein '-' vor dem Programm geht darüber hinweg.
put-dash = Ein '-' davor setzen
left-named = Nichts entfernt den Container '{ $name }', wenn er endet: Der zweite Start findet seinen Namen vergeben und scheitert.
remove-before-start = Vor dem Start entfernen
left-unnamed = Nichts entfernt diesen Container, wenn er endet: Jeder Start lässt einen auf der Maschine zurück.
add-rm = --rm hinzufügen
detached = Mit { $word } kehrt Docker sofort zurück, und systemd hält die Unit für beendet: Sie erscheint als angehalten, während der Container läuft, und räumt hinter ihm auf.
run-in-foreground = Im Vordergrund laufen lassen
pairs-unquoted = Fleet liest mehrere Paare in einer Zeile nur, wenn jedes in Anführungszeichen steht. So, wie es ist, übergeht es die Zeile ohne ein Wort, und die Unit startet auf irgendeiner Maschine.
no-pair = '{ $pair }' hat nicht die Form key=value: Fleet übergeht es ohne ein Wort, und die Unit startet auf irgendeiner Maschine.
quote-each = Jedes in Anführungszeichen setzen
one-long-name = Fleet hält das für einen einzigen langen Namen, den keine Unit hat. Mehrere Units stehen jede in Anführungszeichen oder auf eigenen Zeilen.
no-pattern = '{ $text }' ist kein Muster, das Fleet lesen kann: Es übergeht es ohne ein Wort. Ein '[' braucht sein ']'.
no-type = Keine Unit heißt '{ $text }': Namen enden mit einem Typ, etwa .service. Fleet übergeht das ohne ein Wort.
nobody-called-so = So heißt keine Unit: Die von { $app } haben ihre Version vor dem '@', etwa { $app }:{ $version }@1.service. Also hält das keine davon auseinander.
global-value = Fleet hält { $value } nicht für ja: Die Unit liefe nur auf einer Maschine. Ja ist true, yes, on, 1 oder t.
write-true = true schreiben
fleet-refuses = Fleet lehnt es ab, die Unit anzulegen: { $error }. Nehmen Sie eines von beiden weg.
cap-one = der Cluster hat eine Maschine, also läuft eine, und jede weitere wartet
cap-some = der Cluster hat { $machines } Maschinen, also laufen höchstens { $machines }, und jede weitere wartet
cap-unknown = es kann nicht mehr davon geben als Maschinen, und jede weitere wartet
conflicts-cap = Keine zwei Instanzen teilen sich eine Maschine: { $most }.
use-image = { $image } verwenden
no-tag = Das Image '{ $image }' hat kein Tag, und das heißt latest: Was läuft, ändert sich mit jedem Push. Nennen Sie eine Version.
tag-latest = Das Tag 'latest' sagt nichts: Was läuft, ändert sich mit jedem Push. Nennen Sie eine Version.
on-one-line = Auf eine Zeile schreiben
remove-backslash = Backslash entfernen
remove-blank = Leerzeichen entfernen
put-together = Zusammenfügen
no-section-meant = Einen Abschnitt [{ $section }] gibt es nicht: Nichts darin zählt. Meinen Sie [{ $meant }]?
section-of-other-kind = Ein { $context } hat keinen Abschnitt [{ $section }], nur ein { $kind } hat ihn: Nichts darin zählt. Machen Sie eine Unit dieses Typs daraus.
no-section = Einen Abschnitt [{ $section }] gibt es nicht: Nichts darin zählt. Entfernen Sie ihn.
call-it = { "[" }{ $meant }] nennen
conflicts-of-systemd = In [Unit] ist Conflicts das von systemd, das keine Muster und keine anderen Maschinen kennt: Diese Zeile tut nichts. Fleet liest es in [X-Fleet].
belongs-into = { $name } gehört in [{ $right }]: In [{ $section }] sucht { $reader } nicht danach.
no-option-meant = { "[" }{ $section }] hat keine Option { $name }: Die Zeile tut nichts. Meinen Sie { $meant }?
no-option-of-fleet = Fleet kennt keine Option { $name } und sagt nichts dazu: Die Zeile tut nichts. Entfernen Sie sie.
no-option-of-systemd = systemd 252 kennt keine Option { $name } in [{ $section }]: Wenn die Maschinen kein neueres haben, das sie kennt, tut die Zeile nichts.
move-to = Nach [{ $section }] verschieben
old-name = { $name } ist ein alter Name: Heute heißt es { $new }.
old-name-since = { $name } ist ein alter Name: Seit { $since } heißt es { $new }. Ältere Maschinen kennen nur diesen.
old-name-other-scale = { $name } ist ein alter Name: Seit { $since } heißt es { $new } und zählt auf einer anderen Skala (100 ist der übliche Anteil).
install-section = Fleet aktiviert Units mit einem Abschnitt [Install] wirklich: Die Maschine startet sie dann von selbst, und ihre Aliasse nehmen den Platz anderer Units ein. Fleet startet auch ohne ihn, was es starten soll.
remove-install = { "[" }Install] entfernen
no-exec-start = In [Service] gibt es kein ExecStart: systemd lehnt einen Service ab, der nichts startet. Fügen Sie ExecStart mit dem Programm hinzu, das laufen soll.
several-exec-start = Es gibt mehrere ExecStart, und das darf nur ein Service mit Type=oneshot: systemd lehnt die Unit ab. Machen Sie ExecStartPre aus denen, die vorher kommen.
pull-takes-longer = Ein großes Image oder eines von einer langsamen Registry zu ziehen dauert länger, und die Unit scheitert, während sie noch zieht
start-timeout = Der Start darf nur { $value } dauern: { $why }. Setzen Sie keine Grenze.
no-time-limit = Keine Zeitgrenze setzen
start-timeout-default = Der Start darf nur 90 Sekunden dauern, solange nichts anderes gesagt ist: { $why }.
add-start-timeout = TimeoutStartSec=0 hinzufügen
no-restart = Wenn dieser Prozess scheitert, bleibt er unten: Fleet startet nichts von selbst wieder, und systemd nur, wenn Restart es sagt.
add-restart = Restart=on-failure hinzufügen
call-docker = Docker ohne die Shell aufrufen
shell-for-name = Die Shell ist hier nur da, um den Namen des Containers zu bestimmen: systemd überwacht sie statt Docker, und ein Fehler in ihren Anführungszeichen schaltet die Zeile ab. Schreiben Sie den Namen selbst.
write-what-was-meant = Schreiben, was gemeint war
fleet-specifier = Fleet ersetzt %p, %i, %n und %N in [X-Fleet] und sonst nichts: { $written } bleibt stehen, und die Zeile meint eine andere Unit, als Sie denken.
bad-specifier = '{ $written }' ist kein Specifier von systemd. Ein Prozentzeichen wird %% geschrieben.
no-time-span = { $name }={ $value } ist keine Zeitspanne, und systemd übergeht es. Eine Spanne ist eine Zahl von Sekunden oder Zahlen mit Einheiten wie 1min 30s.
no-calendar-time = OnCalendar={ $value } ist keine Kalenderzeit, und systemd übergeht es. So eine Zeit ist daily oder Mon..Fri *-*-* 04:00:00. 'systemd-analyze calendar' sagt, was systemd daraus macht.
no-such-value = { $name }={ $value } bedeutet systemd nichts, es übergeht das. Möglich ist { $words }.
write-value = { $name }={ $meant } schreiben
not-a-service = Das ist ein { $kind }, und Apps bestehen aus Services: Es lässt sich hier nicht ausrollen. Geben Sie es Fleet unter seinem eigenen Namen, etwa name.{ $kind }, mit fleetctl --endpoint auf diesen Server oder mit einem PUT nach /fleet/v1/units/.
no-placeholder = { "{" }{ $word }{ "}" } ist kein Platzhalter und bleibt stehen. Meinen Sie { "{" }{ $meant }{ "}" }?
write-placeholder = { "{" }{ $meant }{ "}" } schreiben
version-unused = Nichts darin nennt die Version, also liefe jede Version gleich. Dafür steht { "{" }version{ "}" }, und systemds %p für APP:VERSION.
more-findings = Es gibt mehr zu sagen: Beheben Sie zuerst die { $most-findings } unten, dann sehen Sie noch einmal nach.
