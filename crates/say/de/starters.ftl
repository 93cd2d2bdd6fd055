### Womit eine neue Vorlage beginnen kann.

docker-title = Docker-Dienst
docker-summary = Lässt je Instanz einen Container laufen, aus dem Image mit der Version als Tag.
program-title = Einfaches Programm
program-summary = Lässt ein Programm laufen, das schon auf den Maschinen liegt, unter /opt.
everywhere-title = Auf jeder Maschine
everywhere-summary = Lässt auf jeder Maschine des Clusters einen Container laufen, auch auf denen, die später dazukommen. Starten Sie eine Instanz.

## Kommentare in ihren Unit-Dateien

no-time-limit = Ein Image zu laden kann Minuten dauern: keine Frist für den Start.
one-a-machine = Je Maschine eine Instanz einer Version. Ohne diese Zeile können mehrere auf einer laufen.
program-everywhere = Das Programm muss auf jeder Maschine liegen, die es ausführen darf. Argumente kommen ans Ende der Zeile.
