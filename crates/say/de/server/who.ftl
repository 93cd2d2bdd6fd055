### who
no-token = Das ist kein API-Token. Senden Sie 'Authorization: Bearer qd_…', oder das Token als Passwort von Basic.
no-certificate = Es kam kein Zertifikat mit.
session-ended = Ihre Sitzung ist zu Ende. Melden Sie sich neu an.
unknown-token = Dieses API-Token ist hier nicht bekannt. Vielleicht wurde es widerrufen: Machen Sie unter Einstellungen ein neues.
expired-token = Dieses API-Token ist abgelaufen. Machen Sie unter Einstellungen ein neues.
no-account = Sie sind bekannt, haben hier aber kein Konto, das benutzt werden darf. Bitten Sie jemanden mit Administratorrechten.
certificate-ended = Das Client-Zertifikat dieser Verbindung ist abgelaufen, oder seiner Ausgabestelle wird hier nicht mehr vertraut. Verbinden Sie sich mit einem neueren.
certificate-revoked = Dieses Client-Zertifikat wurde widerrufen. Bitten Sie jemanden mit Administratorrechten um ein anderes.
certificate-nobodys = Dieses Client-Zertifikat gehört hier niemandem. Wer den Server verwaltet, trägt es ein: quarterdeck certificate add.
confirm-that-it-is-you = Bestätigen Sie, dass Sie es sind: Geben Sie Ihr Passwort ein, oder einen Code, wenn Sie einen zweiten Faktor haben.
proxys-name-is-none = Der Proxy davor nennt jemanden auf eine Weise, die hier kein Name ist: 1 bis 64 Buchstaben, Ziffern und '.', '_', '-', '@'.
proxys-name-twice = Der Header, in dem der Proxy davor den Namen nennt, kam zweimal. Lassen Sie den Proxy entfernen, was Clients senden.
no-screen = Dieser Browser ist kein Bildschirm oder keiner mehr. Öffnen Sie /screen, um ihn zu koppeln.
sign-in-first = Melden Sie sich zuerst an: mit Name und Passwort, mit einem Einmal-Link oder mit einem API-Token.
