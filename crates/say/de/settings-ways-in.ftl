### Wie man selbst und wie andere außer mit Name und Passwort hereinkommen: Identity-Provider und Client-Zertifikate.

own = Zugänge
own-about = Womit Sie als dieses Konto hereinkommen. Entfernen Sie, was Sie nicht mehr benutzen oder verloren haben.
others = Weitere Zugänge
others-none = Keine: Die Anmeldung geht mit Name und Passwort.
unread = Die Zugänge konnten nicht gelesen werden

own-password = Ihr Name und Passwort
own-no-password = Es ist kein Passwort festgelegt
own-header = Der Proxy davor, der Sie angemeldet hat: Er ist auf dem Server eingerichtet
identity = { $subject } bei { $issuer }
linked-by = verknüpft von { $who }
certificate = Zertifikat { $fingerprint }
certificate-added = hinzugefügt von { $who }
certificate-revoked = widerrufen: lässt niemanden mehr herein
certificate-now = dieser Browser kam damit
certificate-other = ein Client-Zertifikat
certificate-own-added = { $what }; hinzugefügt von { $who }
certificate-own-named = { $what }; es trägt Ihren Namen
used = benutzt { $ago }
never-used = nie benutzt

unlink = Verknüpfung lösen …
unlink-button = Verknüpfung lösen
revoke = Widerrufen …
revoke-button = Widerrufen
take-label = { $verb } { $what }
unlink-own-title = Die Verknüpfung mit { $subject } lösen?
unlink-own-text = Sie können sich dort nicht mehr als dieses Konto anmelden. Wo Sie angemeldet sind, bleiben Sie es.
revoke-own-title = Das Zertifikat { $fingerprint } widerrufen?
revoke-own-text = Ab der nächsten Anfrage lässt es niemanden mehr herein. Eine Seite, die damit kam, endet.
last-way = Das ist Ihr letzter Zugang: Ohne ihn kommen Sie nur mit einem neuen Link von einer Administratorin oder einem Administrator wieder herein. Legen Sie zuerst ein Passwort fest, wenn Sie können. { $text }
unlink-title = Die Verknüpfung von { $name } mit { $subject } lösen?
unlink-text = Die Person kann sich dort nicht mehr als dieses Konto anmelden. Wo sie angemeldet ist, bleibt sie es: Melden Sie sie auch ab, wenn sie gehen soll.
revoke-title = Das Zertifikat { $fingerprint } von { $name } widerrufen?
revoke-text = Ab der nächsten Anfrage lässt es niemanden mehr herein, bis es jemand wieder hinzufügt.

link = Mit { $provider } verknüpfen …
link-title = { $name } mit { $provider } verknüpfen
link-button = Verknüpfen
subject = Subject
subject-hint = So, wie { $provider } die Person dauerhaft nennt: das „sub“ der Tokens. Die Aktivität nennt es bei allen, deren Anmeldung abgewiesen wurde.
add-certificate = Client-Zertifikat hinzufügen …
add-certificate-title = Ein Client-Zertifikat von { $name } hinzufügen
add-certificate-button = Zertifikat hinzufügen
certificate-field = Zertifikat
certificate-hint = Der Text der PEM-Datei ohne den Schlüssel, oder der SHA-256-Fingerabdruck. Wer damit kommt, darf alles, was diese Person darf. Nach Zertifikaten fragt der Server nur, wo QUARTERDECK_CLIENT_CA gesetzt ist.
empty = Hier fehlt noch etwas.
