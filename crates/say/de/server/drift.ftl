### drift
none-there = Keine Instanz ist da, obwohl die Einstellungen { $wanted } wollen.
one-there = Nur 1 Instanz ist da, obwohl die Einstellungen { $wanted } wollen.
some-there = Nur { $there } Instanzen sind da, obwohl die Einstellungen { $wanted } wollen.
other-order = { $unit } hat die Optionen der Vorlage in anderer Reihenfolge.
differs = { $unit } weicht von der Vorlage ab in { $options }.
left-over = { $count ->
    [one] { $count } Unit von { $label } ist noch da, obwohl zuletzt { $deployed } ausgerollt wurde.
   *[other] { $count } Units von { $label } sind noch da, obwohl zuletzt { $deployed } ausgerollt wurde.
 }
foreign = { $count ->
    [one] { $names } wurde nicht hier angelegt.
   *[other] { $names } wurden nicht hier angelegt.
 }
