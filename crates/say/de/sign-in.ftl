### Anmelden, Einladungen und Einmal-Links.

one-moment = Einen Moment …
title = Anmelden
button = Anmelden
no-account = Noch kein Konto? Eine Administratorin oder ein Administrator lädt Sie ein.
with-provider = Anmelden mit { $provider }
or-password = oder mit Name und Passwort

name = Name
password = Passwort
new-password = Neues Passwort
password-hint = Mindestens { $least } Zeichen. Ein paar Wörter hintereinander sind ein gutes Passwort.
code = Code
code-hint = Die sechs Ziffern aus Ihrer Authenticator-App oder ein Wiederherstellungscode.

invitation-refused = Diese Einladung lässt sich nicht verwenden
welcome = Willkommen
invited-as = Sie sind als { $name } eingeladen. Wählen Sie ein Passwort; damit und mit diesem Namen melden Sie sich künftig an.
set-password = Passwort festlegen und anmelden

one-more-step = Noch ein Schritt
link-needs-code = Ihr Link stimmt. Dieses Konto hat außerdem einen zweiten Faktor.
link-refused = Dieser Link lässt sich nicht verwenden. { $reason } Oder melden Sie sich mit einem Passwort an.
