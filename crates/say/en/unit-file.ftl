### What is wrong with a unit file, or with JSON, that somebody pasted; and with the image beside it.

# $problem: one of the sentences below. Those begin small, since this stands before them.
line = line { $line }: { $problem }
# $error: two options that exclude each other.
refused-together = Fleet refuses these options together: { $error }. Change the [X-Fleet] section.
too-long = This text has { $bytes } bytes; at most { $most } are read. A unit file is a few hundred bytes: keep scripts and data on the machines or in the image.
no-options = There are no options in this text. Paste a unit file, or a JSON body with "options".
no-section = this is no section. A section is one word in brackets on its own line, such as [Service].
backslash-at-end = the last line ends with '\', and no line follows. Remove the '\'.
no-equals = there is no '=' in this line. An option is written Name=value; a comment begins with '#'.
before-section = this option comes before any section. Put a line such as [Service] above it.
behind-array = something follows the array. Paste one array of options.
# A body: the JSON object that Fleet takes for a unit.
behind-body = something follows the body. Paste one body at a time.
body-among-options = a body with "options" stands among single options. Paste either the body or the options.
neither = this object has neither "options" nor "section". A body is {"{"}"options": […]{"}"}, an option is {"{"}"section": "Service", "name": "ExecStart", "value": "…"{"}"}.
# $reason: in English, by the reader of JSON.
not-json = this is not the JSON expected: { $reason }.
json-ends = the JSON ends too early.
not-an-image = '{ $image }' is not the name of an image: use at most 255 letters, digits and '.', '_', '-', '/', ':', such as registry.example:5000/team/app.
image-with-tag = Leave the tag off the image '{ $image }': the version is the tag.
fill-version = The template of { $app } uses {"{"}version{"}"} ({ $option }), and units without a version have none. Launch a version instead.
fill-image = The template of { $app } uses {"{"}image{"}"}, and no image is set. Edit the template and fill in the image.
fill-refused = The template does not fit once filled: { $problem }
