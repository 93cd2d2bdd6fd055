### Der zweite Faktor des eigenen Kontos.

about = Ein Code aus einer App auf Ihrem Telefon, zusätzlich zum Passwort. Wer nur das Passwort erfährt, kommt nicht herein.
unread = Er konnte nicht gelesen werden
off = Er ist ausgeschaltet.
on = { $left ->
    [0] Er ist eingeschaltet. Es sind keine Wiederherstellungscodes mehr übrig: Erstellen Sie neue, sonst sperrt Sie der Verlust des Telefons aus.
    [one] Er ist eingeschaltet. Ein Wiederherstellungscode ist übrig.
   *[other] Er ist eingeschaltet. { $left } Wiederherstellungscodes sind übrig.
 }

turn-on = Einschalten …
confirm = Einschalten
scan = Scannen Sie das mit einer Authenticator-App und geben Sie dann den Code ein, den sie zeigt.
picture = Das Bild für die Authenticator-App
no-scan = Es lässt sich nicht scannen
by-hand = Auf diesem Gerät öffnen Sie es in der App; oder Sie tippen das Geheimnis dort ein.
open = In der App öffnen
copy-secret = Geheimnis kopieren

turn-off = Ausschalten …
turn-off-title = Den zweiten Faktor ausschalten?
turn-off-text = Danach genügt das Passwort, um hereinzukommen. Andere Browser werden abgemeldet.
turn-off-button = Ausschalten

new-codes = Neue Wiederherstellungscodes …
new-codes-title = Neue Wiederherstellungscodes erstellen?
new-codes-text = Die bisherigen gelten dann nicht mehr. Die neuen werden einmal gezeigt.
new-codes-button = Neue erstellen
codes = Wiederherstellungscodes
codes-about = Jeder ersetzt einmal den Code der App. Bewahren Sie sie dort auf, wo Sie sie ohne Ihr Telefon finden; sie lassen sich nicht noch einmal anzeigen.
copy-codes = Codes kopieren
