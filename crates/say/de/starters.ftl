### Womit eine neue Vorlage beginnen kann.

docker-title = Docker-Dienst
docker-summary = Lässt je Instanz einen Container laufen, aus dem Image mit der Version als Tag.
program-title = Einfaches Programm
program-summary = Lässt ein Programm laufen, das schon auf den Maschinen liegt, unter /opt.
everywhere-title = Auf jeder Maschine
everywhere-summary = Lässt auf jeder Maschine des Clusters einen Container laufen, auch auf denen, die später dazukommen. Starten Sie eine Instanz.
