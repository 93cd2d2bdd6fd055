### Was an Namen, Versionen und Optionen nicht stimmt, die jemand getippt oder eingefügt hat. Sie beginnen klein: Davor kann etwas stehen.

## Der Name einer App, eine Version.

app-empty = der Name einer App darf nicht leer sein
app-long = der Name einer App hat höchstens { $most } Zeichen
app-start = der Name einer App beginnt mit einem Buchstaben oder einer Ziffer, nicht mit „{ $sign }“
app-sign = der Name einer App hat nur Buchstaben, Ziffern, „_“, „.“ und „-“, nicht „{ $sign }“
version-empty = eine Version darf nicht leer sein
version-long = eine Version hat höchstens { $most } Zeichen
version-start = eine Version beginnt mit einem Buchstaben, einer Ziffer oder „_“, nicht mit „{ $sign }“
version-sign = eine Version hat nur Buchstaben, Ziffern, „_“, „.“ und „-“, nicht „{ $sign }“

## Eine Unit

unit-name-long = der Name hat { $bytes } Bytes, systemd lädt aber nur Namen bis { $most }: Kürzen Sie den Namen
type-not-unloadable = Fleet könnte eine Unit der Art „{ $type }“ starten, aber nie wieder anhalten: Nehmen Sie service, socket, timer, path oder mount
unit-of-host = { $unit } heißt eine Unit der Maschine selbst, die dadurch verdeckt oder angehalten würde: Wählen Sie einen anderen Namen oder einen mit Version (app:1.0@1.service)
option-at = Option { $number }, { $option }: { $problem }
option = { $option }: { $problem }
too-many-options = die Unit hat { $number } Optionen, höchstens { $most } werden angenommen: Verlegen Sie den Rest in ein Skript
too-much-text = die Unit-Datei hat { $bytes } Bytes, höchstens { $most } werden angenommen: Kürzen Sie die Werte
too-many-values = X-Fleet/{ $key } hat { $number } Werte, höchstens { $most } werden angenommen: Fassen Sie mehrere in einem Muster wie app@*.service zusammen, oder lassen Sie welche weg

## Eine Option

section = der Abschnitt
name = der Name
value = der Wert
part-empty = { $part } ist leer: Füllen Sie das aus
part-line-break = { $part } enthält einen Zeilenumbruch, nach dem in der Unit-Datei eine eigene Zeile begänne: Schreiben Sie alles in eine Zeile
part-control-sign = { $part } enthält das Steuerzeichen „{ $sign }“, das nicht in eine Unit-Datei gehört: Entfernen Sie es
part-reserved-sign = { $part } enthält „{ $sign }“, das in einer Unit-Datei eine eigene Bedeutung hat: Entfernen Sie es
part-blank = { $part } beginnt oder endet mit einem Leerzeichen, das Fleet abschneidet: Entfernen Sie es
part-long = die Zeile hat { $bytes } Bytes, Fleet liest aber nur Zeilen bis { $most } Bytes: Zu lang ist { $part }
name-is-comment = der Name beginnt mit „{ $sign }“, was die Zeile zum Kommentar machte: Entfernen Sie das Zeichen oder die Option
value-backslash = der Wert endet mit einem Backslash, der die Zeile danach verschlucken würde: Entfernen Sie ihn
section-again = der Abschnitt war schon zu Ende, und Fleet würde diese Option dorthin verschieben: Setzen Sie alle Optionen eines Abschnitts zusammen

## Optionen, die Fleet zusammen ablehnt.

peer-conflicts = MachineOf nennt { $peer }, und Conflicts schließt { $pattern } aus
peer-replaced = MachineOf nennt { $peer }, und Replaces verdrängt { $pattern }
not-together = { $one } geht nicht zusammen mit { $other }
