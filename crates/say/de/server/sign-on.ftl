### sign-on
no-provider = Dieser Server hat keinen Identitätsanbieter. Melden Sie sich mit Name und Passwort an.
provider-failed = Der Identitätsanbieter hat nicht geantwortet, wie er sollte. Versuchen Sie es in einer Minute noch einmal.
expired = Diese Anmeldung wurde in einem anderen Browser oder vor mehr als zehn Minuten begonnen. Melden Sie sich neu an.
refused = Der Identitätsanbieter hat Sie nicht hereingelassen. Versuchen Sie es noch einmal, oder bitten Sie jemanden mit Administratorrechten.
not-believed = Was der Identitätsanbieter gesendet hat, war nicht vertrauenswürdig, also wurde niemand angemeldet. Versuchen Sie es noch einmal; bleibt es so, bitten Sie jemanden mit Administratorrechten.
no-name = Der Identitätsanbieter hat keinen Namen gesendet, der hier einer sein könnte. Bitten Sie jemanden mit Administratorrechten.
name-taken = Ein Konto mit Ihrem Namen gibt es hier schon, und es ist nicht bekannt, ob Sie das sind. Bitten Sie jemanden mit Administratorrechten, beides zu verknüpfen.
no-account = Sie haben hier kein Konto, das mit Ihnen verknüpft ist. Bitten Sie jemanden mit Administratorrechten, eines anzulegen oder Ihres zu verknüpfen.
not-asked = Der Identitätsanbieter hat Sie durchgelassen, ohne neu zu fragen, wer Sie sind, oder sagt nicht, wann er gefragt hat. So ist das nicht bestätigt. Bitten Sie jemanden mit Administratorrechten um einen Einladungslink: Mit einem eigenen Passwort bestätigen Sie es hier.
too-many = Zu viele Versuche. Warten Sie eine Minute, dann melden Sie sich noch einmal an.
own-fault = Quarterdeck ist hier durch einen eigenen Fehler gescheitert. Versuchen Sie es noch einmal; warum, steht in seinem Log.
