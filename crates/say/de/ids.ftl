### Was an einem eingegebenen Namen oder Muster nicht stimmt.

cluster-name = der Name eines Clusters hat 1 bis { $most } Zeichen: a-z, 0-9 und „-“
user-name = der Name eines Kontos hat 1 bis { $most } Zeichen: Buchstaben, Ziffern und „.“, „_“, „-“, „@“
group-name = der Name einer Gruppe hat 1 bis { $most } Zeichen: Buchstaben, Ziffern und „.“, „_“, „-“, „@“, „:“, „/“
role-name = der Name einer Rolle hat 1 bis { $most } Zeichen: a-z, 0-9 und „-“
action-id = die ID einer Aktion hat 1 bis { $most } Zeichen: 0-9, a-f und „-“
plan-hash = der Hash eines Plans hat 1 bis { $most } Zeichen: 0-9 und a-f
pattern = ein Muster hat 1 bis { $most } Buchstaben, Ziffern, „_“, „.“, „-“ und „*“, das für alles steht
