### screens
link-days = Ein Nur-Lese-Link gilt 1 bis { $longest-link-days } Tage; hier steht { $days }.
this-screen = Diesen Bildschirm
code-of-display = Einen Code dieses Displays
link-over = Dieser Link wurde schon geöffnet, ist abgelaufen oder wurde widerrufen. Bitten Sie den, der ihn geschickt hat, um einen anderen.
display-with-code = Ein Display mit diesem Code
