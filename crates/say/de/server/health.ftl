### server/health
failed = fehlgeschlagen
unplaced = ohne Maschine
starting = am Starten
stopping = am Anhalten
running = am Laufen
stopped = angehalten
unknown = in unbekanntem Zustand
