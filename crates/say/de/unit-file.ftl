### Was an einer eingefügten Unit-Datei oder an eingefügtem JSON nicht stimmt; und am Image daneben.

line = Zeile { $line }: { $problem }
refused-together = Fleet lehnt diese Optionen zusammen ab: { $error }. Ändern Sie den Abschnitt [X-Fleet].
too-long = Dieser Text hat { $bytes } Bytes; höchstens { $most } werden gelesen. Eine Unit-Datei hat wenige Hundert Bytes: Skripte und Daten gehören auf die Maschinen oder ins Image.
no-options = In diesem Text stehen keine Optionen. Fügen Sie eine Unit-Datei ein oder JSON mit "options".
no-section = das ist kein Abschnitt. Ein Abschnitt ist ein Wort in eckigen Klammern in einer eigenen Zeile, etwa [Service].
backslash-at-end = die letzte Zeile endet mit „\“, und es folgt keine mehr. Entfernen Sie das „\“.
no-equals = in dieser Zeile fehlt „=“. Eine Option schreibt man Name=Wert; ein Kommentar beginnt mit „#“.
before-section = diese Option steht vor jedem Abschnitt. Setzen Sie eine Zeile wie [Service] darüber.
behind-array = hinter dem Array folgt noch etwas. Fügen Sie ein einziges Array von Optionen ein.
behind-body = hinter dem Objekt folgt noch etwas. Fügen Sie nur eines auf einmal ein.
body-among-options = ein Objekt mit "options" steht zwischen einzelnen Optionen. Fügen Sie entweder das Objekt oder die Optionen ein.
neither = dieses Objekt hat weder "options" noch "section". Für eine Unit steht {"{"}"options": […]{"}"}, für eine Option {"{"}"section": "Service", "name": "ExecStart", "value": "…"{"}"}.
not-json = das ist nicht das erwartete JSON: { $reason }.
json-ends = das JSON endet zu früh.
not-an-image = „{ $image }“ ist kein Name eines Images: Verwenden Sie höchstens 255 Buchstaben, Ziffern und „.“, „_“, „-“, „/“, „:“, etwa registry.example:5000/team/app.
image-with-tag = Lassen Sie den Tag des Images „{ $image }“ weg: Die Version ist der Tag.
fill-version = Die Vorlage von { $app } verwendet {"{"}version{"}"} ({ $option }), und Units ohne Version haben keine. Starten Sie stattdessen eine Version.
fill-image = Die Vorlage von { $app } verwendet {"{"}image{"}"}, und es ist kein Image angegeben. Tragen Sie es in der Vorlage ein.
fill-refused = Ausgefüllt passt die Vorlage nicht: { $problem }
