### probe
no-address = The machine of { $unit } can't be asked: its address is "{ $address }", and that is no IP address of a machine.
no-port = { $unit } can't be asked: its options publish no fixed port (docker run -p 8080:80). Name the port in the app's settings.
no-path = "{ $path }" can't be asked for: it is no path of a URL, such as /healthz.
unreachable = { $at } can't be reached: { $words }.
broken = { $at } answered GET { $path } with { $words }.
refused = nothing listens there
no-way = no way leads there
half = half an answer
large = more headers than are read
not-http = something that is not HTTP
closed = nothing: it closed the connection
two-hundreds = 200 to 299
no-connection-in-time = { $at } did not accept a connection within { $after-ms } ms.
no-answer-in-time = { $at } did not answer GET { $path } within { $after-ms } ms.
redirect = { $at } answered { $status } (a redirect, which is not followed) to GET { $path }, not { $wanted }.
other-status = { $at } answered { $status } to GET { $path }, not { $wanted }.
