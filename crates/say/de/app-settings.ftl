### Die Einstellungen einer App in Worten.

instances = Instanzen
strategy = Strategie
gate = Prüfung
limits = Fristen
when-failing = Bei einem Fehler
old-instances = Alte Instanzen
companions = Begleiter
protected = Geschützt
protected-means = zum Entfernen braucht es das Recht „force“
approval = Freigabe
approval-means = eine zweite Person gibt Änderungen frei
freezes = Sperren
freezes-count = { $count ->
    [one] { $count } Sperre
   *[other] { $count } Sperren
 }

wanted = { $wanted } gewünscht
wanted-min = nie weniger als { $min } gesund
wanted-max = höchstens { $max }

rolling = Schrittweise
blue-green = Blue/Green
recreate = Neu anlegen
canary = Canary
pace-old-first = je { $batch } auf einmal, die alten gehen zuerst
pace-more = je { $batch } auf einmal, bis zu { $surge } mehr als gewünscht
blue-green-means = erst starten alle neuen, dann werden alle alten angehalten
recreate-means = erst gehen alle alten, dann starten die neuen
canary-means = zuerst { $number }, { $until }; dann { $pace }
canary-watched = { $time } lang beobachtet
canary-until-said = bis jemand weitermachen lässt

gate-active = aktiv
gate-steady = { $time } lang aktiv
gate-probe = { $steady }, dazu { $asks } an { $port } innerhalb von { $within }
gate-tcp = eine Verbindung
gate-http = eine Antwort auf GET { $path }
gate-http-status = die Antwort { $status } auf GET { $path }
gate-port = Port { $port }
gate-published = ihrem veröffentlichten Port

limits-both = ein Schritt { $step }, alles zusammen { $all }
failing-pause = es pausiert und wartet auf jemanden
failing-abort = es endet dort; was läuft, läuft weiter
failing-roll-back = es rollt von selbst zurück
old-removed = sofort entfernt
old-kept = nach Blue/Green noch { $time } angehalten da
