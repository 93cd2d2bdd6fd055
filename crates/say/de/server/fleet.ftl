### fleet
log-says-more = { $plain } Mehr steht im Log des Servers unter { $reference }.
no-connection = Fleet ist nicht zu erreichen: Es kam keine Verbindung zustande.
no-trust = Fleet ist nicht zu erreichen: Die beiden Seiten vertrauen einander nicht.
cut = Fleet ist nicht zu erreichen: Die Verbindung endete ohne ganze Antwort.
silent = Fleet hat nicht innerhalb von { $span } geantwortet.
not-sent = Fleet ist beschäftigt: Frühere Aufrufe ließen innerhalb von { $span } keinen Platz für diesen, er wurde nicht gesendet.
degraded = Fleet kann zurzeit nicht arbeiten ({ $status }).
refused = Fleet hat das abgelehnt ({ $status }).
refused-because = Fleet hat das abgelehnt ({ $status }): { $message }.
refused-without-reason = Fleet hat das abgelehnt ({ $status }): ohne einen Grund zu nennen.
nonsense = Die Antwort kam nicht von Fleet oder ist nicht zu verstehen.
