### Rechte: wozu eine Rolle da ist, wie weit eine Berechtigung reicht, und ein Nein.

viewer = sieht Apps, Units und Maschinen, aber keine Optionen, und ändert nichts
deployer = startet, skaliert, rollt aus und zurück, startet neu
operator = entfernt außerdem Units und sieht ihre Optionen
admin = alles
limit-instances = { $count ->
    [one] höchstens { $count } Instanz
   *[other] höchstens { $count } Instanzen
 }
limit-versions = Versionen { $versions }
anybody = jemanden mit Administratorrechten
no-verb = { $name } darf das nicht: Es braucht das Recht „{ $verb }“. Bitten Sie { $contact } darum.
no-verb-on = { $name } darf das nicht: Es braucht das Recht „{ $verb }“ für { $app }. Bitten Sie { $contact } darum.
no-verb-on-companions = { $name } darf das nicht: Dazu braucht es das Recht „{ $verb }“ auch für jede App, deren Units denen von { $app } folgen. Bitten Sie { $contact } darum.
too-many = { $most ->
    [one] { $name } darf das nicht: Das Recht „{ $verb }“ gilt für höchstens { $most } Instanz, und das führt zu { $wanted }. Bitten Sie { $contact } um mehr.
   *[other] { $name } darf das nicht: Das Recht „{ $verb }“ gilt für höchstens { $most } Instanzen, und das führt zu { $wanted }. Bitten Sie { $contact } um mehr.
 }
too-many-on = { $most ->
    [one] { $name } darf das nicht: Das Recht „{ $verb }“ für { $app } gilt für höchstens { $most } Instanz, und das führt zu { $wanted }. Bitten Sie { $contact } um mehr.
   *[other] { $name } darf das nicht: Das Recht „{ $verb }“ für { $app } gilt für höchstens { $most } Instanzen, und das führt zu { $wanted }. Bitten Sie { $contact } um mehr.
 }
other-version = { $name } darf das nicht: Das Recht „{ $verb }“ gilt für Versionen wie { $allowed }, und das startet { $wanted }. Bitten Sie { $contact } um mehr.
other-version-on = { $name } darf das nicht: Das Recht „{ $verb }“ für { $app } gilt für Versionen wie { $allowed }, und das startet { $wanted }. Bitten Sie { $contact } um mehr.
without-version = Units ohne Version
not-own = { $name } darf das nicht: Wer Rechte gibt oder nimmt, braucht sie selbst, und „{ $verb }“ für Apps { $apps } der Cluster { $cluster } fehlt. Bitten Sie { $contact }, es zu tun.
