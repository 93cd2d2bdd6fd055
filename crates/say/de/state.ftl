### Was die Seite weiß: wie frisch die Daten sind, wie weit Deployments, wer angemeldet ist, was zurückgehalten wird.

## Zahlen und Zeiten

just-now = gerade eben
ago = vor { $span }
machines = { $count } Maschinen

## Wie frisch die Daten sind, in wenigen Worten

connecting = verbindet …
reading = liest Fleet …
live = live · { $age }
unreachable-since = Fleet seit { $time } nicht erreichbar
in-trouble-since = Fleet seit { $time } gestört
old = { $age } alt
no-data = keine Daten

## Dasselbe in Sätzen: erst was nicht stimmt, dann was das heißt

server-away = Quarterdeck ist nicht erreichbar; es wird weiter versucht.
fleet-away = Fleet ist seit { $time } nicht erreichbar{ $reason }.
fleet-in-trouble = Fleet antwortet seit { $time } mit Fehlern{ $reason }.
fleet-slow = Fleet braucht lange für eine Antwort.
last-known = Sie sehen den letzten bekannten Stand; bis er neu gelesen ist, lässt sich nichts ändern.
nothing-known = Über den Cluster ist noch nichts bekannt.

## Warum ein Knopf nicht gedrückt werden kann

blocked-server-away = Quarterdeck ist nicht erreichbar, deshalb lässt sich nichts ändern.
blocked-reading = Der Cluster wird noch gelesen.
blocked-fleet-away = Fleet ist nicht erreichbar, deshalb lässt sich nichts ändern.
blocked-fleet-in-trouble = Fleet antwortet mit Fehlern, deshalb lässt sich nichts ändern.
blocked-too-old = Was hier steht, ist zu alt, um danach zu handeln.

## Wie weit ein Deployment ist

no-version = Units ohne Version
stage = Stufe { $at } von { $stages }
paused-at-stage = pausiert bei Stufe { $at } von { $stages }
holding = wartet, bevor es weitergeht
stage-back = auf dem Rückweg, Stufe { $at } von { $stages }
deploying = { $percent } % { $name }
deploying-and-more = { $more ->
    [one] { $percent } % { $name } und { $more } weiteres
   *[other] { $percent } % { $name } und { $more } weitere
 }

## Wie Deployments stehen, zur Auswahl

standing-at-work = Läuft
standing-asked = Wartet auf Freigabe
standing-paused = Pausiert
standing-keeping = Fertig, alte noch behalten
standing-done = Fertig
standing-rolled-back = Zurückgerollt
standing-aborted = Abgebrochen
standing-failed = Fehlgeschlagen
standing-undone = Rückgängig gemacht
standing-declined = Nicht freigegeben
standing-interrupted = Unterbrochen

## Was von gelöschten Units noch läuft

leftover-on = { $unit } auf { $machine } ({ $state })
leftovers-and-more = { $names } und { $more } weitere

## Wer angemeldet ist

signed-out = Sie wurden abgemeldet. Melden Sie sich wieder an, um weiterzumachen.
session-has-ended = Ihre Sitzung ist zu Ende. Melden Sie sich wieder an, um weiterzumachen.
no-role = ohne Rolle

## Was von den Optionen der Units zurückgehalten wird

masked = Werte, die wie Geheimnisse aussehen, sind verdeckt: Hier steht dafür jeweils { $mark }. Wer sie sehen will, braucht das Recht „template“ oder „raw-unit“. Bitten Sie { $contact } darum.
masked-of = Werte, die wie Geheimnisse aussehen, sind verdeckt: Hier steht dafür jeweils { $mark }. Wer sie sehen will, braucht das Recht „template“ oder „raw-unit“ auf { $app }. Bitten Sie { $contact } darum.
hidden = Die Optionen sind für Sie verborgen: Wer sie sehen will, braucht das Recht „view-spec“. Bitten Sie { $contact } darum.
hidden-of = Die Optionen sind für Sie verborgen: Wer sie sehen will, braucht das Recht „view-spec“ auf { $app }. Bitten Sie { $contact } darum.

## Die Sprache

language-tag = de
language-place = de-DE
language = Sprache
language-automatic = Wie der Browser
language-of-display = Wie der Browser des Bildschirms
language-english = English
language-german = Deutsch

## Farben

theme-system = System
theme-light = Hell
theme-dark = Dunkel
