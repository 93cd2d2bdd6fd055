### Rollen: was jede darf.

roles = Rollen
new = Neue Rolle …
yes = ja
no = nein
change = Ändern …
change-label = Die Rolle { $name } ändern
remove-label = Die Rolle { $name } entfernen

title-new = Neue Rolle
title = Die Rolle { $name }
make = Rolle anlegen
name-hint = etwa support
remove-title = Die Rolle { $name } entfernen?
remove-text = Sie lässt sich entfernen, sobald niemand sie mehr hat.

verb-view = Apps, Units und Maschinen sehen
verb-view-spec = Die Optionen der Units sehen, Geheimnisse verdeckt
verb-logs = Lesen, was Units schreiben (noch zeigt es nichts an)
verb-launch = Neue Instanzen einer Version starten
verb-scale = Die Zahl der Instanzen ändern
verb-deploy = Eine App auf eine andere Version bringen
verb-rollback = Eine App auf eine frühere Version zurückbringen
verb-restart = Units starten, anhalten und neu starten
verb-remove = Units entfernen und zurückholen
verb-force = Über einen Schutz hinweggehen: die letzte gesunde Instanz, ein Schritt, der festhängt
verb-template = Vorlagen schreiben: root auf jeder Maschine
verb-raw-unit = Beliebige Units per Skript schreiben: root auf jeder Maschine
verb-machines = Die Metadaten der Maschinen ändern
verb-users = Personen, Zugriff und Tokens verwalten
verb-audit = Das Protokoll lesen
verb-settings = Die Zahlen des Servers sehen und Einstellungen ändern
