### Vorlagen: schreiben, und ihre Revisionen.

about = Die Optionen einer App, gleich für jede Version. Wer eine Vorlage schreibt, hat root auf jeder Maschine.
new-app = Neue App …
none-title = Noch keine App hat eine Vorlage
none-text = Eine Vorlage ist eine Unit-Datei, in der { "{version}" } steht. Fügen Sie Ihre eigene ein oder beginnen Sie mit einem Muster.
none-paste = Unit-Datei einfügen …
none-starter = Mit einem Muster beginnen …
revision = Revision { $revision }
choose = Wählen Sie links eine App.
unread = Die Vorlage konnte nicht gelesen werden
all = Alle Vorlagen
revised = { $by } hat inzwischen Revision { $revision } geschrieben; Sie sehen { $seen }.
revised-read = Neu lesen (was Sie hier geändert haben, geht verloren)
no-unit = Keine Unit läuft mit dieser Vorlage.
units = { $count ->
    [one] { $number } Unit
   *[other] { $number } Units
 }

image = Image
image-hint = Ohne das Tag: Die Version ist das Tag.
image-missing = Die Vorlage verwendet { "{image}" }: Nennen Sie es hier.
unit-file = Unit-Datei
filled-in = { $ours } füllt Quarterdeck aus, { $systemds } füllt systemd aus. Auch JSON für Fleet lässt sich einfügen. Kommentare bleiben nicht erhalten.
difference-label = Was sich ändern würde
difference-see = Unterschied anzeigen
difference-hide = Unterschied ausblenden
save-as = Als Revision { $revision } speichern
saved = Revision { $revision } von { $app } ist gespeichert. Laufende Units behalten ihre.
mend-file = Berichtigen Sie zuerst die Unit-Datei.
mend-line = Berichtigen Sie zuerst Zeile { $line }.
mend-image = Berichtigen Sie zuerst das Image.
empty = Es steht noch nichts darin.
unchanged = Es ist nichts geändert.
remove = Vorlage entfernen …
remove-title = Die Vorlage von { $app } entfernen?
remove-text = Units, die mit ihr laufen, laufen weiter. Neues lässt sich erst starten und hochskalieren, wenn es wieder eine Vorlage gibt; ihre Revisionen bleiben im Protokoll.
remove-button = Vorlage von { $app } entfernen
removed = Die Vorlage von { $app } ist entfernt.

revisions = Revisionen
in-use = in Gebrauch
written-by = { $ago } von { $who }
look = Ansehen
look-label = Ansehen: Revision { $revision }
all-revisions = Alle { $number }
revision-title = Revision { $revision }
back-title = Was das Zurückgehen von { $present } ändern würde
back-difference = Unterschied
back-all = Alles
back-button = Darauf zurückgehen, als Revision { $revision }
back-done = Revision { $now } von { $app } sagt, was { $before } gesagt hat.
image-line = Image: { $image }
no-image = keines
no-difference = Es gibt keinen Unterschied.
lines-left-out = unveränderte Zeilen: { $number }
