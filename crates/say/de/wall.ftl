### Die Seite eines Wandbildschirms, außer dem, was er über Apps sagt: quer durch den Raum gelesen, also kurz. Und seine Kopplung.

connecting = Verbinden mit Quarterdeck …
link-refused = Dieser Link zeigt nichts

## Kopplung

pair = Diesen Bildschirm koppeln
pair-type = Öffnen Sie in Quarterdeck „Einstellungen › Bildschirme“ und tippen Sie
pair-picture = oder lesen Sie das Bild mit einem Telefon. Jemand mit dem Recht „settings“ bestätigt das; dieser Bildschirm kann dann zusehen und sonst nichts.
pair-picture-label = Der Code, für eine Kamera

## Der Kopf

reading = Die Cluster werden gelesen …
nothing-read = noch nichts gelesen
as-of-now = Stand: jetzt
as-of = Stand: vor { $span }

## Warum das Bild alt ist

server-away = Quarterdeck antwortet seit { $time } nicht. Es wird weiter versucht.
no-cluster = Was dieser Bildschirm zeigen soll, nennt keinen Cluster, den es hier gibt.
cluster-read = Der Cluster wird gelesen.
fleet-away = Fleet ist seit { $time } nicht zu lesen.
fleet-away-of = Fleet von { $cluster } ist seit { $time } nicht zu lesen.
fleet-slow = Fleet braucht lange für eine Antwort.

## Was nicht stimmt

running-of = { $running } von { $wanted }
for-span = seit { $span }
more-bad = und { $count } weitere

## Was im Gange ist

progress = { $app }: wie viel fertig ist
percent-done = { $percent } %
by-with-note = { $by }: „{ $note }“
more-runs = { $count ->
    [one] und { $count } weiteres im Gange
   *[other] und { $count } weitere im Gange
 }

## Alle Apps

page-of = Seite { $page } von { $pages }

## Der Fuß

cluster = { $count ->
    [one] { $cluster }, { $count } Maschine
   *[other] { $cluster }, { $count } Maschinen
 }
link-ends = { $name } · noch { $left }
