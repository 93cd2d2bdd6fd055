### people
no-provider = Dieser Server hat keinen Identitätsanbieter: Setzen Sie zuerst QUARTERDECK_OIDC_ISSUER.
this-link = Diese Verknüpfung
no-certificate = Das ist kein Zertifikat im PEM-Format. Senden Sie die ganze Datei, mit erster und letzter Zeile.
certificate-wanted = Senden Sie ein Zertifikat im PEM-Format oder seinen SHA-256-Fingerabdruck: 64 hexadezimale Ziffern, wie sie `openssl x509 -noout -fingerprint -sha256` ausgibt.
subject-length = Ein Subject hat 1 bis { $most-subject-chars } Zeichen.
subject-taken = Wer das beim Identitätsanbieter ist, ist hier mit einem anderen Konto verknüpft. Lösen Sie zuerst diese Verknüpfung.
certificate-taken = Dieses Zertifikat gehört zu einem anderen Konto. Widerrufen Sie es zuerst, dann fügen Sie es neu hinzu.
no-user-to-link = Ein Konto { $user } gibt es nicht. Legen Sie es zuerst an.
cannot-invite = { $name } darf nicht herein. Erlauben Sie das zuerst, dann laden Sie ein.
this-invitation = Diese Einladung
invitation-hours = Eine Einladung gilt 1 bis { $longest-invitation-hours } Stunden; hier steht { $hours }.
this-certificate = Dieses Zertifikat
last-way-in = Das ist Ihr letzter Weg herein: Ohne ihn lässt Sie nur ein neuer Link von jemandem mit Administratorrechten oder vom Terminal des Servers wieder herein. Setzen Sie zuerst ein Passwort, oder senden Sie ?last_way=true, wenn Sie es so meinen. Es wurde nichts geändert.
name-taken = Der Name ist vergeben.
proxy-without-account = Der Proxy davor hat Sie angemeldet, aber Sie haben hier kein Konto. Bitten Sie jemanden mit Administratorrechten um eines.
user = Das Konto { $name }
this-session = Diese Sitzung
second-factor = Einen zweiten Faktor
yourself = Das sind Sie selbst: Sie würden sich aussperren. Bitten Sie jemand anderen, der Konten verwaltet.
no-group = Eine Gruppe { $group } gibt es nicht. Legen Sie sie zuerst an.
user-name-taken = Der Name { $name } ist vergeben, durch ein Konto oder ein API-Token. Im Protokoll steht ein Name für einen Akteur: Wählen Sie einen anderen.
group-removed = Die Gruppe { $group } wurde inzwischen entfernt.
invitation-wrong = Diese Einladung wurde schon benutzt, ist zu alt, wurde zurückgenommen, endete mit den Rechten dessen, der sie gemacht hat, oder wurde nicht ganz kopiert. Bitten Sie um eine neue.
role-removed = Die Rolle { $role } wurde inzwischen entfernt.
