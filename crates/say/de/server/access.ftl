### access
no-role = Eine Rolle { $name } gibt es nicht. Es gibt: { $names }.
last-admin = Danach hätte niemand mehr die Rolle admin auf alles, und niemand könnte sie wieder geben. Geben Sie sie zuerst jemand anderem.
this-grant = Diese Berechtigung
no-user = Ein Konto { $name } gibt es nicht.
no-group = Eine Gruppe { $name } gibt es nicht. Legen Sie sie zuerst an.
group = Die Gruppe { $name }
no-verb = Eine Rolle erlaubt mindestens ein Verb.
role = Die Rolle { $name }
role-held = Jemand hat die Rolle { $name } noch: ein Konto, eine Gruppe oder ein API-Token. Nehmen Sie sie dort zuerst weg.
role-built-in = Die Rolle { $name } ist eingebaut und bleibt, wie sie ist. Machen Sie eine mit einem anderen Namen.
no-admin-could-come = Danach könnte sich niemand mit der Rolle admin auf alles anmelden: Wer übrig ist, hat weder Passwort noch Identität oder Zertifikat, noch eine Sitzung. Lassen Sie sie sich zuerst anmelden.
