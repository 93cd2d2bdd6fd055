### Fragen zur eigenen Person: bestätigen, dass man es selbst ist, und abmelden ohne Passwort.

title = Bestätigen Sie, dass Sie es sind
why = Was Sie ändern wollen, entscheidet darüber, wer was darf. In den nächsten zehn Minuten wird nicht noch einmal gefragt.
button = Bestätigen
neither-sign-in = Sie haben hier weder ein Passwort noch einen zweiten Faktor: Melden Sie sich noch einmal dort an, wo Sie sich sonst anmelden, und ändern Sie es dann.
sign-in-again = Noch einmal anmelden
asked-again = Kommt diese Frage danach wieder, wurden Sie dort nicht gefragt: Bitten Sie eine Administratorin oder einen Administrator um einen Einladungslink, mit dem Sie hier ein Passwort bekommen.
neither-sign-out = Sie haben hier weder ein Passwort noch einen zweiten Faktor, und Ihre Anmeldung ist mehr als zehn Minuten her. Melden Sie sich mit einem neuen Link an, dann geht es: Eine andere Administratorin oder ein anderer Administrator kann einen machen, und auf dem Server geht es mit quarterdeck user link --name { $name }.

leave-title = Ohne Passwort abmelden?
leave-text = Dieses Konto hat kein Passwort, und der Link, mit dem Sie gekommen sind, ist verbraucht. Sind Sie einmal abgemeldet, kommen Sie nur mit einem neuen Link wieder herein: von einer Administratorin oder einem Administrator, oder aus dem Terminal des Servers.
leave-button = Abmelden
leave-set-password = Passwort festlegen …
