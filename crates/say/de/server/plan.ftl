### plan
no-template = { $app } hat noch keine Vorlage. Legen Sie zuerst eine an: Fügen Sie eine Unit-Datei ein, oder beginnen Sie mit einer Startvorlage.
not-there = { $what } gibt es nicht, vielleicht nicht mehr.
fleet-in-trouble = Solange Fleet mit Fehlern antwortet, kann nichts geändert werden.
fleet-away = Solange Fleet nicht antwortet, kann nichts geändert werden.
fleet-being-read = Fleet wird gerade gelesen. Versuchen Sie es in ein paar Sekunden noch einmal.
unit-unreadable = Fleet führt { $unit } nicht auf und antwortet mit Fehlern, sooft es danach gefragt wird: Es kann diese Unit anscheinend nicht lesen, also lässt sich über Fleet nichts mit ihr tun.
unit-in-doubt = In Fleets Listen fehlt { $name }, und Fleet hat noch nicht gesagt, ob es weg ist. Versuchen Sie es in ein paar Sekunden noch einmal.
action = Die Aktion { $action }
was-a-deployment = „{ $summary }“ war ein Deployment: Was es entfernt hat, wird nicht neben das zurückgestellt, was jetzt läuft. Rollen Sie { $app } stattdessen auf das zurück, was davor lief.
deployment-of = Das Deployment { $action } von { $name }
unscheduled-of = { $left } von { $of } bleiben ohne Maschine: { $reason }
start-again = { $lanes } von { $app } wieder starten
unknown-what-it-was = { $unit } ist weg, und was es war, ist nicht bekannt: Es lässt sich nicht neu anlegen.
number-of = { $number } von { $label }
leaves-nothing = Nichts von { $app } ist danach noch zum Laufen vorgesehen.
leaves = Danach sind noch zum Laufen vorgesehen: { $counts }.
stopped-ones = { " " }Angehalten: { $names }.
ill-ones = { " " }Nicht gesund: { $names }.
too-many-instances = { $count } Instanzen sind zu viele auf einmal. Verlangen Sie höchstens { $max-count }.
no-such-name = So kann keine Unit heißen: { $error }. Nehmen Sie eine kürzere Version.
cannot-create = { $name } lässt sich nicht anlegen: { $error }.
fleet-would-refuse = Fleet würde { $name } ablehnen: { $error }.
latest-moves = Das Tag latest wandert: Instanzen, die zu verschiedenen Zeiten starten, können verschiedene Images haben. Nehmen Sie besser eine Version, die bleibt, was sie ist.
is-global = { $app } ist global: Jede Instanz läuft auf jeder Maschine. Eine Instanz genügt, außer auf jeder Maschine sollen mehrere laufen.
one-present = 1 ist schon da; { $added } kommen hinzu.
some-present = { $present } sind schon da; { $added } kommen hinzu.
deploy = { $instances } von { $label } ausrollen
that-deployment = Dieses Deployment von { $app }
template-of-then = Die Vorlage, die { $app } damals hatte, ist nicht mehr bekannt. Rollen Sie diese Version stattdessen mit der jetzigen Vorlage aus.
roll-back-to = { $app } auf { $instances } von { $label } zurückrollen
no-known-template = Was damals lief, kam aus keiner hier bekannten Vorlage: Neue Instanzen entstehen aus der Vorlage, die { $app } damals hatte, Revision { $revision }.
did-not-end-well = Dieses Deployment ging nicht gut aus: { $label } hat seine Prüfung vielleicht nie bestanden.
none-was-healthy = Keine Instanz von { $label } war gesund, als dieses Deployment begann.
runs-already = { $label } läuft schon mit { $instances }, wie seine Vorlage es sagt.
deploy-at-least-one = Rollen Sie mindestens 1 Instanz aus. Um keine zu haben, entfernen Sie die App.
not-kept-on-this-way = Jederzeit sollen mindestens { $instances } gesund sein, und das lässt sich auf diesem Weg nicht halten: In einem Augenblick sind es nur { $fewest }.
above-most = { $app } darf höchstens { $instances } haben, und das würden { $after }. Verlangen Sie weniger, oder erhöhen Sie das Maximum in den Einstellungen.
below-least = { $app } hat mindestens { $instances }, und das ließe { $after }. Verlangen Sie mehr, oder senken Sie das Minimum in den Einstellungen.
protected-none = { $app } ist geschützt, und hiervon bleibt nichts davon übrig.
protected = { $app } ist geschützt: Es soll mindestens { $min } haben, und das lässt { $after }.
nothing-ran = Vor diesem Deployment war nichts von { $app } zum Laufen vorgesehen, also gibt es nichts, zu dem es zurückginge. Um wieder nichts zu haben, entfernen Sie die App.
brought-back-to-one = Vor diesem Deployment waren zum Laufen vorgesehen: { $each }. Eine App wird auf eine Version zurückgebracht: auf { $label }.
wanted-and-fit = { $wanted } sind gewünscht, { $fit } passen: { $reason }.
without-version = { $prefix } (ohne Version)
probe-nowhere = { $app } läuft auf jeder Maschine, also gibt es nicht die eine Maschine, auf der seine Probe gefragt werden könnte: Seine Prüfung wird scheitern. Nehmen Sie die Probe aus den Einstellungen der App.
fewer-afterwards = { $wanted } Instanzen sind jetzt zum Laufen vorgesehen; danach sind es { $count }.
lint-finds-more = { " " }Die Untersuchung findet noch { $errors }.
template-would-not-work = Die Vorlage von { $app } würde so nicht funktionieren: { $what }{ $more } Beheben Sie das, und speichern Sie sie zuerst.
template-may-not-work = Die Vorlage funktioniert so vielleicht nicht: { $what }{ $more }
not-listed = Fleet führt { $names } nicht auf und antwortet mit Fehlern, sooft es danach gefragt wird: Es kann das anscheinend nicht lesen. Dies hier rechnet nicht damit und lässt es, wie es ist.
companion-no-such-name = Keine Unit des Begleiters { $app } kann so heißen: { $error }. Nehmen Sie eine kürzere Version.
companion-leaving = { $companion } wird gerade entfernt, und es folgt { $name }. Warten Sie, bis es weg ist.
launch-at-least-one = Starten Sie mindestens 1 Instanz.
launch = { $instances } von { $label } starten
port-taken = { $name } veröffentlicht Port { $port } seiner Maschine, und die neuen Instanzen auch: Auf einer Maschine kann nur eine davon starten.
remove-one = { $name } entfernen
belongs-to-no-app = { $name } gehört zu keiner App. Vergewissern Sie sich, dass es sonst niemand braucht.
remove = { $units } von { $label } entfernen
a-unit-of = Eine Unit von { $app }
versions-of = { $app } { $others } und { $last }
in-versions = { $app }, in { $versions } Versionen
leaving-already = { $name } wird schon entfernt. Warten Sie, bis es weg ist, oder machen Sie das Entfernen zuerst rückgängig.
nothing-to-restart = Keine Instanz von { $what } ist zum Laufen vorgesehen, also gibt es nichts neu zu starten.
restart = { $number } von { $what } neu starten
restart-stage = { $size } von { $what } neu starten
what-this-removed = Was diese Aktion entfernt hat,
put-back-one = { $one } zurückholen
put-back-of = { $units } von { $label } zurückholen
put-back = { $units } zurückholen
watch = { $canaries } von { $to } beobachten
complete = { $number } von { $to } vervollständigen
start-stage = { $number } von { $to } starten
options-as-they-are = { $app } hat keine Vorlage: Die Optionen von { $name } werden benutzt, wie sie sind.
cannot-copy = { $app } hat keine Vorlage, und seine Instanzen haben verschiedene Optionen, sodass sich keine kopieren lässt. Legen Sie zuerst eine Vorlage an.
no-instances = { $label } hat keine Instanzen, also gibt es nichts zu entfernen.
has-already = { $label } hat schon { $instances }, zum Laufen vorgesehen.
start-stopped = { $instances } von { $label } starten
scale = { $to ->
    [one] { $label } von { $from } auf { $to } Instanz skalieren
   *[other] { $label } von { $from } auf { $to } Instanzen skalieren
 }
gap = Eine Weile bleibt keine gesunde Instanz von { $app }: Dazwischen ist nichts von { $app } in Betrieb.
last-healthy = { $name } ist die letzte gesunde Instanz von { $app }: Ohne sie läuft nichts von { $app }.
last-healthy-ones = Das sind die letzten { $count } gesunden Instanzen von { $app }: Ohne sie läuft nichts von { $app }.
fleets-template = { $name } ist eine Vorlagen-Unit von Fleet selbst: Sie kann nicht selbst laufen, nur ihre Instanzen können es.
start-unit = { $name } starten
is-stopped-already = { $name } soll schon angehalten sein.
stop-unit = { $name } anhalten
global-unit = { $name } ist eine globale Unit: Das betrifft jede Maschine, auf der sie läuft.
instances = { $count ->
    [one] { $count } Instanz
   *[other] { $count } Instanzen
 }
stopped-instances = { $count ->
    [one] { $count } angehaltene Instanz
   *[other] { $count } angehaltene Instanzen
 }
units = { $count ->
    [one] { $count } Unit
   *[other] { $count } Units
 }
errors = { $count ->
    [one] { $count } Fehler
   *[other] { $count } Fehler
 }
leaving = { $count ->
    [one] { $count } weitere Unit wird gerade entfernt und nicht gezählt.
   *[other] { $count } weitere Units werden gerade entfernt und nicht gezählt.
 }
no-version = { $app } (ohne Version)
and-more = { $count ->
    [one] { $count } weitere
   *[other] { $count } weitere
 }
title-stop = { $number } von { $label } anhalten
title-keep = { $number } von { $label } angehalten stehen lassen
title-remove = { $number } von { $label } entfernen
crowded-then-paused = Solange alte und neue Instanzen zugleich da sind, finden nicht alle eine Maschine: { $reason }. Wird bis dahin kein Platz gemacht, scheitert das Deployment dort und wartet auf jemanden. Diesen Platz braucht es nicht, wo alte Instanzen zuerst gehen: ohne Überzahl oder neu angelegt.
crowded-then-aborted = Solange alte und neue Instanzen zugleich da sind, finden nicht alle eine Maschine: { $reason }. Wird bis dahin kein Platz gemacht, scheitert das Deployment dort und wird abgebrochen. Diesen Platz braucht es nicht, wo alte Instanzen zuerst gehen: ohne Überzahl oder neu angelegt.
crowded-then-rolled-back = Solange alte und neue Instanzen zugleich da sind, finden nicht alle eine Maschine: { $reason }. Wird bis dahin kein Platz gemacht, scheitert das Deployment dort und wird zurückgerollt. Diesen Platz braucht es nicht, wo alte Instanzen zuerst gehen: ohne Überzahl oder neu angelegt.
stalls-then-paused = Das Deployment wartet auf jede Instanz, die es startet: ohne eine Maschine für alle scheitert es dort und wartet auf jemanden. Weniger verlangen oder Maschinen hinzufügen.
stalls-then-aborted = Das Deployment wartet auf jede Instanz, die es startet: ohne eine Maschine für alle scheitert es dort und wird abgebrochen. Weniger verlangen oder Maschinen hinzufügen.
stalls-then-rolled-back = Das Deployment wartet auf jede Instanz, die es startet: ohne eine Maschine für alle scheitert es dort und wird zurückgerollt. Weniger verlangen oder Maschinen hinzufügen.
gives-way = { $fewest ->
    [one] Für alte und neue Instanzen zugleich ist keine Maschine frei ({ $reason }), darum gehen diesmal alte zuerst, ohne Überzahl: unterwegs dient mindestens { $fewest } Instanz.
   *[other] Für alte und neue Instanzen zugleich ist keine Maschine frei ({ $reason }), darum gehen diesmal alte zuerst, ohne Überzahl: unterwegs dienen mindestens { $fewest } Instanzen.
 }
still-leaving = { $count ->
    [one] { $names } wird noch entfernt. Warten Sie, bis das fertig ist, oder machen Sie es rückgängig.
   *[other] { $names } werden noch entfernt. Warten Sie, bis das fertig ist, oder machen Sie es rückgängig.
 }
there-again = { $count ->
    [one] { $names } ist wieder da, also wird nichts darübergestellt.
   *[other] { $names } sind wieder da, also wird nichts darübergestellt.
 }
set-to-run-failed = { $name } soll schon laufen, ist aber fehlgeschlagen. Halten Sie es zuerst an, dann starten Sie es wieder.
set-to-run-unplaced = { $name } soll schon laufen, aber keine Maschine nimmt es. Sehen Sie sich seine Anforderungen und die Maschinen an.
set-to-run = { $name } soll schon laufen.
no-surge-then = Nach den Einstellungen von damals gibt es keine zusätzlichen Instanzen: Instanzen gehen, bevor die starten, die an ihre Stelle treten.
kept-up = { $count ->
    [one] Damals gab es { $count } Instanz; { $app } hat inzwischen mindestens { $min }, also kommen { $least } zurück.
   *[other] Damals gab es { $count } Instanzen; { $app } hat inzwischen mindestens { $min }, also kommen { $least } zurück.
 }
companion-without-template = Den Instanzen von { $app } folgt { $companion }, das keine Vorlage mehr hat. Legen Sie sie wieder an, oder nehmen Sie es aus den Begleitern in den Einstellungen von { $app }.
