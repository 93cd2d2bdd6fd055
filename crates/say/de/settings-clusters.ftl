### Cluster: der verbundene, einen anderen verbinden, Fleet über Quarterdeck erreichen.

about = Quarterdeck hält die einzige Verbindung zu Fleet. Schließen Sie den Port von Fleet für alle anderen.
fleet-at = Fleet unter
data = Daten
size = Größe
demo = eingebaut: eine Demo, nichts darin ist echt
address-hidden = nur für die Administration sichtbar
in-the-clear = Ohne TLS über das Netz: Wer dazwischen sitzt, kann mit jeder Maschine alles tun. Verwenden Sie https://, einen Unix-Socket oder einen Tunnel.
not-shown = hier nicht gezeigt
not-read = noch nicht gelesen
last-known = zuletzt bekannt: { $size }
machines = { $count ->
    [one] { $number } Maschine
   *[other] { $number } Maschinen
 }
units = { $count ->
    [one] { $number } Unit
   *[other] { $number } Units
 }

connect-own = Eigenes Fleet verbinden
connect-another = Ein anderes Fleet verbinden
connect-about = Quarterdeck erfährt beim Start, wo Fleet ist. Beenden Sie es und starten Sie es mit einer dieser Zeilen; Personen, Tokens und Vorlagen bleiben.
connect-network = Über das Netz
connect-socket = Auf einer Maschine des Clusters
connect-tls = Mit TLS und einem Client-Zertifikat
connect-source = Aus dem Quellcode

proxy = Fleet über Quarterdeck erreichen
proxy-about = curl, CI und fleetctl sprechen hier die API von Fleet, mit einem Token statt eines offenen Ports. Jeder schreibende Zugriff wird protokolliert.
proxy-make-token = Token erstellen
proxy-no-token = Dafür braucht es ein API-Token. { $why }
proxy-token = Das Token, einmal in einer Shell
proxy-list = Was läuft
proxy-launch = Eine Unit starten
proxy-fleetctl = fleetctl, mit dem Token als Passwort
copy = Kopieren: { $title }
