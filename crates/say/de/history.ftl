### Der Verlauf: wann Units liefen, wie viele, was ausgerollt wurde. Auch Diagramme und Streifen, wo immer sie stehen.

title = Verlauf
title-of = Verlauf von { $app }
crumb = Wo das ist
crumb-all = Verlauf
unread = Der Verlauf konnte nicht gelesen werden
apps-unread = Der Verlauf der Apps konnte nicht gelesen werden
units-of = Units von { $app }
units = Units
machines = Maschinen
nothing-known = { $title }: Von dieser Zeit ist noch nichts bekannt. Der Verlauf beginnt mit Quarterdeck und wird einmal in der Minute geschrieben.
percent = { $number } %

## Wie weit zurück

spans = Wie weit zurück
span-day = 24 Stunden
span-week = 7 Tage
span-month = 31 Tage
span-year = 12 Monate
last-day = letzte 24 Stunden
last-week = letzte 7 Tage
last-month = letzte 31 Tage
last-year = letzte 12 Monate

## Unter der geöffneten Zeile einer App

share-of-day = Letzte 24 h: { $share }
share-of-day-as-known = Letzte 24 h: { $share } der bekannten Zeit
more-of-app = Mehr von ihrem Verlauf

## Alle Apps, jede mit einem Streifen

apps = Apps, { $span }
column-one = mindestens eine
column-all = alle
one-ran = mindestens eine lief
all-ran = alle liefen
share-known = { $share } bekannt
more-apps = Weitere Apps

## Ein Streifen.

cell-all = alle liefen
cell-some = einige liefen
cell-none = keine lief
cell-idle = keine sollte laufen
cell-unknown = nicht bekannt
ran-always = alle Units liefen die ganze Zeit
ran-always-as-known = alle Units liefen die ganze bekannte Zeit
ran-partly = mindestens eine Unit lief { $served } der bekannten Zeit, alle zusammen { $complete }
ran-idle = keine Unit sollte laufen
ran-unknown = noch ist nichts bekannt
and-unknown = { $said }; { $span } lang ist nichts bekannt, das zählt weder so noch so

## Wie viel der Zeit eine App lief

share = Verfügbarkeit
share-big = { $share } der bekannten Zeit lief mindestens eine Unit
restarts-seen = { $count ->
    [one] { $number } Neustart gesehen: Eine Unit hielt von selbst an und lief dann wieder. Was zwischen zwei Abfragen von Fleet geschieht, bleibt ungesehen.
   *[other] { $number } Neustarts gesehen: Eine Unit hielt von selbst an und lief dann wieder. Was zwischen zwei Abfragen von Fleet geschieht, bleibt ungesehen.
 }

## Was nicht lief

lapses = Was nicht lief
no-lapses = Soweit bekannt, liefen alle Units, die laufen sollten.
column-when = Wann
column-app = App
column-what = Was
column-deployed = Damals ausgerollt
more-lapses = Frühere
lapse-some = { $span } lang liefen nur { $least } von { $wanted }
lapse-only-one = Lief { $span } lang nicht
lapse-none = { $span } lang lief keine von { $wanted }
lapse-then-some = { $said }, { $span } lang nur einige
lapse-restarts = { $count ->
    [one] { $said }; { $number } Neustart
   *[other] { $said }; { $number } Neustarts
 }
deployed-by = von { $actor }, { $time }
more-deployed = und { $more } weitere

## Deployments dieser Zeit

deployments = Deployments dieser Zeit
more-deployments = Frühere Deployments
by = von { $actor }{ $ending }

## Diagramme

key-running = laufen
key-there = da
key-wanted = sollen laufen
key-failed = fehlgeschlagen
key-restarts = Neustarts
key-deployment = Deployment
key-unknown = nicht bekannt
numbers = Die Zahlen
table = { $title }, als Tabelle
column-from = Ab
column-wanted = Sollen laufen
column-running = Laufen
column-there = Da
column-failed = Fehlgeschlagen
column-restarts = Neustarts
column-unknown = Nicht bekannt
range = { $low } bis { $high }
