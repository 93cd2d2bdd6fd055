### Die Seite der Apps: ihre Liste, was Aufmerksamkeit braucht, eine geöffnete App.

title = Apps
unread-title = Der Cluster konnte nicht gelesen werden
unread = { $reason } Es wird von selbst wieder versucht.
deploy-any = App ausrollen …
all-apps = Alle Apps
no-attention-title = Nichts braucht Aufmerksamkeit
no-attention = Alles, was laufen soll, läuft.
no-changing-title = Nichts ändert sich
no-changing = Es ist keine Aktion im Gange.
none-shown-title = Keine Apps
none-shown = Hier gibt es nichts zu zeigen.
show-all = Alle Apps zeigen

## Die Zeile über der Liste.

filters = Filter
count-apps = { $count ->
    [one] { $number } App
   *[other] { $number } Apps
 }
count-units = { $count ->
    [one] { $number } Unit
   *[other] { $number } Units
 }
need-attention = { $count ->
    [one] { $number } braucht Aufmerksamkeit
   *[other] { $number } brauchen Aufmerksamkeit
 }
needed-attention = { $count ->
    [one] { $number } brauchte Aufmerksamkeit
   *[other] { $number } brauchten Aufmerksamkeit
 }
count-deploying = { $count ->
    [one] { $number } wird ausgerollt
   *[other] { $number } werden ausgerollt
 }
count-changing = { $count ->
    [one] { $number } ändert sich
   *[other] { $number } ändern sich
 }

## Vor der ersten App.

no-apps = Noch keine Apps
none-to-see = Auf dem Cluster { $cluster } läuft nichts, was Sie sehen dürfen. Was später ausgerollt wird, erscheint hier
    von selbst.
begin = Eine App ist eine Vorlage für eine Unit. Nennen Sie Version und Anzahl, und Quarterdeck startet die Instanzen auf
    dem Cluster { $cluster }. Jeden Aufruf sehen Sie, bevor er gemacht wird.
paste-title = Vorhandenes einfügen
paste-about = Eine Unit-Datei oder die unit.json, die Sie bisher an Fleet senden. Sie sehen, was gelesen wird, bevor
    etwas startet.
paste = Unit-Datei einfügen …
starter-title = Mit einer Startvorlage beginnen
starter-about = Ein Docker-Image, ein einfaches Programm oder ein Prozess auf jeder Maschine. Ändern Sie, was Sie mögen.
starter = Startvorlage wählen …
connect-title = Ein Fleet verbinden
connect-about = Die Units, die dort schon laufen, erscheinen sofort. Nichts wird geändert, bis Sie etwas ausrollen.
connect = Fleet verbinden …

## Eine Zeile der Liste.

deploy = Ausrollen …
deploy-named = { $app } ausrollen …
more-for = Mehr zu { $app }
not-running = läuft nicht
all-stopped = angehalten
running-of-wanted = { $running } von { $wanted }
count-about = Wie viele laufen, von wie vielen gewünschten
never-launched = hier noch nie gestartet
last-change = { $verb } { $time } von { $actor }
mark-frozen = gesperrt
mark-waits = wartet auf Freigabe

## Das Menü einer Zeile.

restart = Neu starten …
roll-back-to = Auf { $version } zurückrollen …
roll-back-to-no-version = Auf Units ohne Version zurückrollen …
deployments-of = Deployments von { $app }
activity-of = Aktivität von { $app }
template-of = Vorlage und Einstellungen von { $app }
remove-named = { $name } entfernen …
remove-no-version = Units ohne Version entfernen …

## Eine geöffnete App: ihre Versionen.

no-units = Von dieser App gibt es keine Unit. { $link }, um eine zu starten.
no-units-deploy = Rollen Sie sie aus
no-version = ohne Version
instances-of = Instanzen von { $app } { $version }
remove-units-of = von { $app } { $version }
remove-units = { $count ->
    [one] { $number } Unit entfernen …
   *[other] { $number } Units entfernen …
 }
scale = Skalieren
no-plan = Es gibt noch keinen Plan.
column-unit = Unit
column-state = Zustand
column-machine = Maschine
column-since = Seit
column-actions = Aktionen
no-machine = keine Maschine
start = Starten
start-unit = { $unit } starten
stop = Anhalten
stop-unit = { $unit } anhalten
remove = Entfernen
remove-unit = { $unit } entfernen

## Wie viele Instanzen einer Version wie stehen.

running = { $count ->
    [one] { $count } läuft
   *[other] { $count } laufen
 }
starting = { $count ->
    [one] { $count } startet
   *[other] { $count } starten
 }
stopping = { $count ->
    [one] { $count } hält an
   *[other] { $count } halten an
 }
stopped = { $count } angehalten
failed = { $count } fehlgeschlagen
unplaced = { $count } ohne Maschine
unknown = { $count } unbekannt

## Eine geöffnete App: was sie sonst ist.

drift-label = Nicht wie ausgerollt
last-changes = Letzte Änderungen
no-changes = In letzter Zeit hat hier niemand etwas geändert.
all-activity = Die ganze Aktivität
put-back = Zurückholen
put-back-label = Entferntes zurückholen: { $summary }
details = Details
details-label = Details: { $summary }

## Units, die zu keiner App gehören.

others = Andere Units
others-about = Units, die zu keiner App gehören: Ihre Namen sind nicht APP:VERSION@NUMBER.service. Starten und anhalten
    lassen sie sich auf der Seite der Units.
others-more = { $count } weitere auf der Seite der Units

## Was Aufmerksamkeit braucht.

attention = Braucht Aufmerksamkeit
attention-more = und { $count } weitere
open = Öffnen
open-named = { $name } öffnen
many-failed = { $count } von { $all } fehlgeschlagen
many-unplaced = { $count } von { $all } ohne Maschine
many-slow = { $count } von { $all } kommen nicht hoch
some-why = { $said }, { $count } davon aus diesem Grund: { $why }.
unit-on = { $unit } auf { $place }
is-unplaced = { $unit } ist ohne Maschine
has-ended = { $unit } soll laufen, ist aber seit { $since } inaktiv
is-slow = { $unit } startet schon seit { $since }
has-failed = { $unit } ist vor { $since } fehlgeschlagen

## Was außer den Units Aufmerksamkeit braucht.

account = Ihr Konto
no-way-back = Sie sind mit einem Einmal-Link gekommen, und dieses Konto hat kein Passwort: Setzen Sie eines, sonst kommen
    Sie nur mit einem neuen Link wieder herein.
more-differences = { $first } Es gibt { $count } weitere solche Abweichungen.
asked-since = { $actor } hat vor { $since } eine Freigabe beantragt: { $summary }. Freigeben muss es jemand anderes.
deployment = Das Deployment
deployment-to = Das Deployment von { $version }
pauses-itself = { $what } ist pausiert und geht von selbst weiter: { $reason }
is-paused = { $what } ist seit { $since } pausiert: { $reason }
was-paused = { $what } wurde vor { $since } von { $who } pausiert.
is-holding = { $what } wartet auf jemanden: Sind die ersten Instanzen gut?
deployment-failed = { $what } ist vor { $since } fehlgeschlagen: { $reason }
was-ended = { $what } wurde vor { $since } beendet: { $reason }
went-back = { $what } ist vor { $since } von selbst zurückgerollt: { $reason }
