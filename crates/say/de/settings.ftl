### Die Einstellungen: ihre Abschnitte, und was mehrere von ihnen sagen. Jeder Abschnitt hat seine eigene Datei.

nav = Einstellungen

templates = Vorlagen
people = Personen
access = Zugriff
tokens = Tokens
screens = Bildschirme
clusters = Cluster
account = Konto

name = Name
actions = Aktionen
last-seen = Zuletzt gesehen
never = nie
may = Darf
groups = Gruppen
second-factor = Zweiter Faktor
save = Speichern
remove = Entfernen
remove-name = { $name } entfernen
