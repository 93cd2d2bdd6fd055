### apps
template-unfit = Die Vorlage ist nicht zu gebrauchen: { $what }
template-unfit-many = { $count ->
    [one] Die Vorlage ist nicht zu gebrauchen: { $count } Fehler.
   *[other] Die Vorlage ist nicht zu gebrauchen: { $count } Fehler.
 }
image-wanted = Die Vorlage benutzt { "{" }image{ "}" }: Schreiben Sie hier den Namen des Images, ohne Tag, etwa example/app.
template-of = Eine Vorlage von { $name }
template-there = { $name } hat schon eine Vorlage (Revision { $present }). Lesen Sie sie, dann ändern Sie sie.
template-gone = Die Vorlage von { $name } wurde inzwischen entfernt. Legen Sie sie neu an.
template-changed = Jemand hat die Vorlage von { $name } inzwischen geschrieben: Sie ist bei Revision { $present }, Sie haben { $seen } gesehen. Lesen Sie sie neu, dann ändern Sie sie.
finding-in-line = Zeile { $line }: [{ $rule }] { $message }
errors-found = { $count ->
    [one] Darin ist { $count } Fehler.
   *[other] Darin sind { $count } Fehler.
 }
template-would-not-work = Die Vorlage würde so nicht funktionieren: { $found } Beheben Sie das, oder nennen Sie die Regeln in "accepted", um sie trotzdem zu speichern.
settings-unfit = { $count ->
    [one] Die Einstellungen sind nicht zu gebrauchen: { $count } Fehler.
   *[other] Die Einstellungen sind nicht zu gebrauchen: { $count } Fehler.
 }
follows-itself = { $app } kann sich nicht selbst folgen.
companion-without-template = { $companion } hat keine Vorlage. Legen Sie sie zuerst an, oder nehmen Sie es von den Begleitern herunter.
companion-does-not-follow = { $companion } folgt { $app } nicht: Seine Vorlage braucht MachineOf={ $app }:{ "{" }version{ "}" }@{ "{" }instance{ "}" }.service in [X-Fleet], damit Fleet jede Unit auf der Maschine ihrer Instanz startet.
another-app = einer anderen App
is-companion = { $name } folgt den Instanzen von { $of }: Ohne seine Vorlage ließen sich keine weiteren starten. Nehmen Sie { $name } dort zuerst aus den Begleitern in den Einstellungen.
