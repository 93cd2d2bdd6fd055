### Was im Protokoll als das steht, was verlangt wurde: im Infinitiv, denn davor steht, wer es war, und ein Doppelpunkt.

## Hereinkommen

sign-in-password = Mit einem Passwort anmelden
sign-in-link = Mit einem Einmal-Link anmelden
sign-in-provider = Beim Identitätsanbieter anmelden
set-by-invitation = Mit einer Einladung ein Passwort setzen
sign-in-too-often = Zu oft anmelden
sign-in-times = Zu oft anmelden, { $count } Mal in zehn Minuten
bad-credentials = Mit falschen oder abgelaufenen Zugangsdaten hereinkommen
bad-credentials-times = Mit falschen oder abgelaufenen Zugangsdaten hereinkommen, { $count } Mal in zehn Minuten
confirm = Die eigene Identität bestätigen
sign-out = Abmelden
too-many-here = Zu viele Versuche aus diesem Netz oder für diesen Namen: Weitere werden ungeprüft abgewiesen. Weiteres dieser Art wird zehn Minuten lang gezählt und dann in einer Zeile notiert.
too-many-networks = Zu viele Versuche aus vielen Netzen oder für diesen Namen: Weitere werden ungeprüft abgewiesen. Weiteres dieser Art wird zehn Minuten lang gezählt und dann in einer Zeile notiert.
nobody-by-here = Versucht mit { $what }, aus diesem Netz. Weiteres dieser Art wird zehn Minuten lang gezählt und dann in einer Zeile notiert.
nobody-by-networks = Versucht mit { $what }, aus vielen Netzen. Weiteres dieser Art wird zehn Minuten lang gezählt und dann in einer Zeile notiert.
turned-away = Sie wurden ungeprüft abgewiesen.
by-what = Versucht mit { $what }.
several-credentials = verschiedenen Zugangsdaten
no-api-token = etwas, das kein API-Token ist
api-token = API-Token { $hint }…
client-certificate = Client-Zertifikat { $fingerprint }
word-of-proxy = dem Namen { $name }, den der vorgeschaltete Proxy nennt
an-invitation = einer Einladung
more-networks = Sie kamen aus mehr Netzen, als auseinandergehalten werden.

## Das eigene Konto

own-password = Das eigene Passwort setzen
end-own-session = Eine andere eigene Sitzung beenden
second-factor-on = Den eigenen zweiten Faktor einschalten
second-factor-off = Den eigenen zweiten Faktor ausschalten
new-recovery-codes = Neue eigene Wiederherstellungscodes anlegen
unlink-oneself = Die eigene Verknüpfung mit { $subject } beim Identitätsanbieter lösen

## Konten

make-user = Konto { $name } anlegen ({ $given })
without-rights = ohne Rechte
in-group = in { $group }
invited-for = { $hours ->
    [one] eingeladen für { $hours } Stunde
   *[other] eingeladen für { $hours } Stunden
 }
make-named-user = Konto { $name } anlegen, genannt von { $source }
set-named-groups = Die Gruppen von { $name } auf die setzen, die von { $source } kommen
identity-provider = dem Identitätsanbieter
proxy-in-front = dem vorgeschalteten Proxy
disable-user = Konto { $name } sperren
enable-user = Konto { $name } wieder zulassen
remove-user = Konto { $name } entfernen
end-session = Eine Sitzung von { $name } beenden
end-sessions = Alle Sitzungen von { $name } beenden
take-second-factor = { $name } den zweiten Faktor wegnehmen
invite = { $hours ->
    [one] { $name } mit einem Link für { $hours } Stunde einladen
   *[other] { $name } mit einem Link für { $hours } Stunden einladen
 }
take-invitation = Die Einladung für { $name } zurücknehmen
sign-in-link-for = Einen Einmal-Link zur Anmeldung für { $name } anlegen
set-password = Das Passwort von { $name } setzen
link = { $name } mit { $subject } beim Identitätsanbieter verknüpfen
unlink = { $name } von { $subject } beim Identitätsanbieter lösen
add-certificate = Ein Client-Zertifikat für { $name } hinzufügen ({ $fingerprint })
revoke-certificate = Das Client-Zertifikat { $fingerprint } widerrufen

## Rechte

give = { $what } an { $name } vergeben
give-group = { $what } an die Gruppe { $name } vergeben
take-back = { $what } von { $name } zurücknehmen
take-back-group = { $what } von der Gruppe { $name } zurücknehmen
give-admin = Der Gruppe { $group } die Rolle admin geben, wie es QUARTERDECK_OIDC_ADMIN_GROUP sagt
make-group = Gruppe { $name } anlegen, mit { $members }
make-empty-group = Gruppe { $name } ohne Mitglieder anlegen
set-no-members = Alle Mitglieder aus der Gruppe { $name } entfernen
set-members = Als Mitglieder der Gruppe { $name } setzen: { $members }
remove-group = Gruppe { $name } entfernen
make-role = Rolle { $name } anlegen ({ $verbs })
change-role = Rolle { $name } ändern ({ $verbs })
remove-role = Rolle { $name } entfernen
make-token = { $days ->
    [one] API-Token { $name } anlegen ({ $rights }, { $days } Tag)
   *[other] API-Token { $name } anlegen ({ $rights }, { $days } Tage)
 }
revoke-token = API-Token { $name } widerrufen ({ $hint }…)
right-on = { $role } für { $apps }
right-on-cluster = { $role } für { $apps } im Cluster { $cluster }
right-of-cluster = { $role } im Cluster { $cluster }

## Bildschirme

pair-screen = Bildschirm { $name } koppeln ({ $view })
change-screen = Ändern, was der Bildschirm { $name } zeigt ({ $view })
rename-screen = Bildschirm { $before } in { $name } umbenennen ({ $view })
revoke-screen = Bildschirm { $name } widerrufen
revoke-link = Nur-Lese-Link { $name } widerrufen
identify-screen = Bildschirm { $name } seinen Namen zeigen lassen
reload-screen = Bildschirm { $name } seine Seite neu laden lassen
make-link = { $days ->
    [one] Nur-Lese-Link { $name } anlegen ({ $view }, { $days } Tag)
   *[other] Nur-Lese-Link { $name } anlegen ({ $view }, { $days } Tage)
 }
open-link = Nur-Lese-Link { $name } öffnen
open-unknown-link = Einen Nur-Lese-Link öffnen

## Apps, Units und Maschinen

add-template = Die Vorlage von { $app } anlegen
write-template = Die Vorlage von { $app } schreiben
change-settings = Die Einstellungen von { $app } ändern
remove-template = Die Vorlage von { $app } entfernen
add-demo-templates = Die Vorlagen der Demo-Apps anlegen
revision = Revision { $revision }
set-desired = Den Sollzustand von { $unit } auf { $state } setzen
set-desired-alone = Den Sollzustand von { $unit } auf { $state } setzen, bei gleichen Optionen
make-unit = { $unit } mit dem Sollzustand { $state } anlegen
replace-options = Die Optionen von { $unit } ersetzen, mit dem Sollzustand { $state }
destroy-unit = { $unit } löschen
machine-metadata = Die Metadaten der Maschine { $machine } ändern
machines-metadata = Die Metadaten von { $count } Maschinen ändern

## Deployments

pause = „{ $what }“ pausieren
resume = „{ $what }“ fortsetzen
promote = Mit dem Rest von „{ $what }“ weitermachen
abort = „{ $what }“ abbrechen
roll-back = „{ $what }“ zurückrollen
retry = Schritt { $step } von „{ $what }“ wiederholen
leave-out = Die Instanz von Schritt { $step } von „{ $what }“ auslassen
finish = Entfernen, was „{ $what }“ aufgehoben hat
go-on-with = „{ $what }“ mit mindestens { $least } gesunden fortsetzen
way-back = Zurückbringen, was vor „{ $what }“ lief
way-out = „{ $what }“ geordnet beenden

## Freigabe

ask-approval = Um Freigabe bitten: „{ $what }“
approve = Freigeben, worum { $name } bittet: „{ $what }“
decline = Ablehnen, worum { $name } bittet: „{ $what }“
withdraw = Die Bitte um Freigabe zurückziehen: „{ $what }“
end-unapproved = Beenden, was { $name } nicht rechtzeitig freigegeben bekam: „{ $what }“
what-launch = { $count } von { $label } starten
what-scale = { $label } auf { $count } skalieren
what-removal = { $label } entfernen
what-removal-of-all = alles von { $label } entfernen
what-start = { $label } starten
what-stop = { $label } anhalten
what-put-back = Entferntes zurückholen
what-deploy = { $label } ausrollen
what-restart = { $label } neu starten
what-roll-back = { $label } zurückrollen

## Das Protokoll und der Speicher

compare-record = Das Protokoll mit dem vergleichen, was davon notiert wurde
cut-record = { $days ->
    [one] Die Zeilen { $first } bis { $last } des Protokolls entfernen, die älter als { $days } Tag sind
   *[other] Die Zeilen { $first } bis { $last } des Protokolls entfernen, die älter als { $days } Tage sind
 }
back-up = Alles nach { $path } sichern
restore-backup = Die Sicherung { $path } wiederherstellen
kept-aside = Was vorher da war, ist aufgehoben als *{ $ending }
decided-now = In eben diesem Augenblick hat jemand darüber entschieden.
end-unknown = Ob es geschehen ist, ist unbekannt: Der Server endete, bevor er das gespeichert hatte. Sehen Sie nach, was jetzt da ist.

## Ablehnungen

same-again = { $count ->
    [one] Dasselbe wurde innerhalb einer Minute noch einmal abgelehnt.
   *[other] Dasselbe wurde innerhalb einer Minute noch { $count } Mal abgelehnt.
 }
others-again = { $count ->
    [one] Dies und anderes wurde innerhalb einer Minute noch einmal abgelehnt.
   *[other] Dies und anderes wurde innerhalb einer Minute noch { $count } Mal abgelehnt.
 }
use-right = Das Recht „{ $verb }“ nutzen
use-right-on = Das Recht „{ $verb }“ für { $app } nutzen

## Was unter einer Zeile steht

was = Vorher: { $what }
is-now = Nachher: { $what }
nobody = niemand
no-groups = keine
no-value = nichts
no-such-unit = Vorher: keine solche Unit
no-such-unit-read = Vorher: keine solche Unit, so wie zuletzt gelesen
unit-was = Vorher: Sollzustand { $state }, Optionen mit der Kennung { $mark }
unit-was-read = Vorher: Sollzustand { $state }, so wie zuletzt gelesen
options-mark = Optionen mit der Kennung { $mark }
errors-accepted = Hingenommene Fehler: { $rules }
although = Obwohl gilt: { $words }
reason = Grund: { $reason }
approved-by = Freigegeben von { $name }
leaves-no-admin = Danach hat niemand, der sich anmelden kann, die Rolle admin für alles: { $how }
asked-from = Angefragt von { $address }
link-made-by = Angelegt von { $name }, die ID ist { $id }
ends-with-maker = Es endet, wenn { $name } endet, das es anlegt
revokes-token = API-Token { $name } widerrufen
and-also = { $what } und { $name }
goes-on-behind = Die Kette geht hinter Eintrag { $entry } weiter, Hash { $hash }
restored-copy = Das ist die Kopie, die wiederhergestellt wurde.
not-stored = Es konnte nicht gespeichert werden, also wurde nichts gesendet. { $error }
absent = nicht da
removed = entfernt
call-sets = { $call }: { $state }, war { $before }
call-makes = { $call }: { $state }, war nicht da
call-takes = { $call }: war { $before }
call-takes-nothing = { $call }: war nicht da
calls-failed = { $failed } von { $all } Aufrufen sind fehlgeschlagen, oder es ist nicht bekannt, ob sie ankamen: { $calls }.
calls-unsent = { $unsent } von { $all } Aufrufen wurden nicht gesendet: { $calls }.
no-call-sent = Keiner der Aufrufe wurde gesendet.

## Die Zeile als Satz

done = { $who }: { $what }{ $within }
undone = { $who }: { $what }; nach { $span } rückgängig gemacht
aborted = { $who }: { $what }; abgebrochen{ $after }
rolled-back = { $who }: { $what }; zurückgerollt{ $after }
refused = { $who }: { $what }; abgelehnt
failed = { $who }: { $what }; fehlgeschlagen{ $after }
end-is-unknown = { $who }: { $what }; Ausgang unbekannt
goes-on = { $who }: { $what }; läuft noch
within = , in { $span }
after = { " " }nach { $span }
who-token = Token { $name }
who-command-line = Kommandozeile
who-somebody = jemand
who-somebody-as = jemand unter dem Namen { $name }
