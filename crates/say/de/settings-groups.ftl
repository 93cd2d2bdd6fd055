### Gruppen: wer in ihnen ist.

new = Neue Gruppe …
none = Es gibt noch keine. Eine Gruppe bekommt einmal Zugriff, für alle, die in ihr sind.
members = Mitglieder
member-sso = { $name } (über Single Sign-on)
no-members = niemand
change-members = Mitglieder …
change-members-label = Mitglieder von { $name } ändern
remove-label = Die Gruppe { $name } entfernen

title-new = Neue Gruppe
title = Die Gruppe { $name }
make = Gruppe anlegen
name-hint = etwa web-team
members-hint = Namen, durch Kommas getrennt. Wer über Single Sign-on dazukam, steht hier nicht: Das bestimmt der Identity-Provider.
remove-title = Die Gruppe { $name } entfernen?
remove-text = Was ihr gegeben wurde, verlieren alle in ihr innerhalb von Sekunden.
