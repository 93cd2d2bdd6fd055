### Zugriff: Berechtigungen, und die Felder, mit denen jemand etwas bekommt.

about = Wer was darf, und wo. Was niemand bekommen hat, ist nicht erlaubt; eine Änderung gilt innerhalb von Sekunden, auch auf offenen Seiten.
unread = Die Berechtigungen konnten nicht gelesen werden

given = Vergeben
given-to = Wem
given-on = Für
given-limits = Grenzen
given-no-limits = keine
given-group = Gruppe
give = Zugriff geben …
give-title = Zugriff geben
give-to = Wem
give-to-hint = Eine Person oder eine Gruppe. Was eine Gruppe hat, haben alle, die in ihr sind.
give-to-label = Personen und Gruppen
give-to-wrong = Nennen Sie eine Person oder eine Gruppe.
give-members = { $count ->
    [one] { $count } Mitglied
   *[other] { $count } Mitglieder
 }
take = Entziehen
take-label = Entziehen: { $role } für { $on } von { $name }
take-title = { $name } die Rolle { $role } für { $apps } entziehen?
take-text = Das gilt innerhalb von Sekunden, auch auf offenen Seiten. Deployments, die auf dieser Berechtigung beruhen, werden pausiert.
take-group-text = Alle in dieser Gruppe verlieren sie innerhalb von Sekunden, auch auf offenen Seiten. Deployments, die auf dieser Berechtigung beruhen, werden pausiert.
take-button = { $name } die Rolle entziehen
taken = { $name } hat diese Rolle dort nicht mehr.

on-clusters = Cluster
all-clusters = alle Cluster
apps = Apps
apps-all = Alle Apps, und Units, die zu keiner gehören. * steht für Beliebiges: web-* für alle, die so beginnen.
apps-none = Heute heißt keine App so.
apps-today = Heute: { $apps }.
apps-today-more = Heute: { $apps } und { $more } weitere.
most = Höchstens
most-hint = Instanzen einer App; leer: ohne Grenze
most-wrong = Hier steht eine ganze Zahl oder nichts.
versions = Versionen
versions-hint = etwa 2.*; leer: alle
role-is-root = { $role } (root auf jeder Maschine)

everything = alles
apps-of = { $apps } in { $cluster }
role-on = { $role } für { $apps }
role-on-of = { $role } für { $apps } in { $cluster }
