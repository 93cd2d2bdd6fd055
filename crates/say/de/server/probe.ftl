### probe
no-address = Die Maschine von { $unit } ist nicht zu fragen: Ihre Adresse ist „{ $address }“, und das ist keine IP-Adresse einer Maschine.
no-port = { $unit } ist nicht zu fragen: Seine Optionen veröffentlichen keinen festen Port (docker run -p 8080:80). Nennen Sie den Port in den Einstellungen der App.
no-path = Nach „{ $path }“ lässt sich nicht fragen: Das ist kein Pfad einer URL, wie etwa /healthz.
unreachable = { $at } ist nicht zu erreichen: { $words }.
broken = { $at } antwortete auf GET { $path }: { $words }.
refused = dort lauscht nichts
no-way = dorthin führt kein Weg
half = eine halbe Antwort
large = mehr Header, als gelesen werden
not-http = etwas, das kein HTTP ist
closed = nichts, die Verbindung wurde geschlossen
two-hundreds = 200 bis 299
no-connection-in-time = { $at } hat nicht innerhalb von { $after-ms } ms eine Verbindung angenommen.
no-answer-in-time = { $at } hat nicht innerhalb von { $after-ms } ms auf GET { $path } geantwortet.
redirect = { $at } antwortete auf GET { $path } mit { $status } (einer Umleitung, der nicht gefolgt wird), nicht mit { $wanted }.
other-status = { $at } antwortete auf GET { $path } mit { $status }, nicht mit { $wanted }.
