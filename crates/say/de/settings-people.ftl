### Personen: wer da ist, jemanden einladen, und der Link dafür.

about = Wer sich anmelden kann. Was jeder darf, steht unter „Zugriff“.
being-read = Die Personen werden gerade gelesen.
unread = Die Personen konnten nicht gelesen werden

invite = Jemanden einladen …
invite-title = Jemanden einladen
invite-button = Link erstellen
invite-name-hint = Womit sich die Person anmeldet, etwa ada oder ada@example.org.
invite-give = Gleich Zugriff geben
invite-give-about = Ohne das hat die Person, was ihre Gruppen haben.

link-title = Ein Link für { $name }
link-about = Geben Sie ihn { $name } selbst, auf einem Weg, den niemand sonst mitliest. Er gilt einmal, bis { $until }, und lässt sich nicht noch einmal anzeigen.
link-copy = Link kopieren

state = Zustand
no-group = keine
factor-on = an
factor-off = aus
link-until = Bis { $until }

standing-disabled = deaktiviert
standing-new-password = hat einen Link für ein neues Passwort, noch { $left }
standing-invited = eingeladen, noch { $left }
standing-ended = eingeladen, der Link ist abgelaufen
standing-active = aktiv
standing-no-password = ohne Passwort
