### Die Schritte eines Plans; und die Zeilen für eine Shell, die dasselbe tun.

create = { $unit } anlegen und starten
create-loaded = { $unit } anlegen und laden, angehalten
create-inactive = { $unit } anlegen und inaktiv lassen
start = { $unit } starten
stop = { $unit } anhalten
keep-inactive = { $unit } inaktiv lassen
wait-running = Warten, bis { $unit } läuft
wait-stopped = Warten, bis { $unit } angehalten hat
destroy = { $unit } löschen
wait-gone = Prüfen, dass { $unit } weg ist
gate-tcp = Warten, bis { $unit } läuft und Verbindungen annimmt
gate-http = Warten, bis { $unit } läuft und auf GET { $path } antwortet
gate-steady = Warten, bis { $unit } { $steady } lang läuft
gate-steady-tcp = Warten, bis { $unit } { $steady } lang läuft und Verbindungen annimmt
gate-steady-http = Warten, bis { $unit } { $steady } lang läuft und auf GET { $path } antwortet

## Dasselbe als Zeilen für eine Shell, die jemand kopiert.

lines-hidden = Diese Zeilen legen nichts an: Die Optionen der neuen Units sehen Sie nicht oder nicht ganz.
lines-token = Legen Sie zuerst ein API-Token in die Variable QUARTERDECK_TOKEN
lines-gave-up = Aufgegeben: { $step }
lines-not-steady = Nicht stetig: { $step }
lines-look = Sehen Sie sich die neuen Instanzen an, dann weiter mit Enter oder hier enden mit Strg+C.
