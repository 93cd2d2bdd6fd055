### Clusters: the connected one, connecting another, reaching Fleet through Quarterdeck.

about = Quarterdeck keeps the only connection to Fleet. Close Fleet's own port to everybody else.
# Columns.
fleet-at = Fleet at
data = Data
size = Size
demo = built in: a demo, nothing in it is real
# In place of an address.
address-hidden = told to administrators only
in-the-clear = Without TLS over the network: whoever stands in between can do anything to every machine. Use https://, a unix socket or a tunnel.
not-shown = not shown here
not-read = not read yet
# $size: "5 machines, 1,200 units".
last-known = last known: { $size }
# $number: how many there are, with their digits in groups.
machines = { $count ->
    [one] { $number } machine
   *[other] { $number } machines
 }
units = { $count ->
    [one] { $number } unit
   *[other] { $number } units
 }

connect-own = Connect your own Fleet
connect-another = Connect another Fleet
connect-about = Quarterdeck learns at its start where Fleet is. Stop it, then start it with one of these; users, tokens and templates stay.
# Ways to do it, above lines for a shell.
connect-network = Over the network
connect-socket = On a machine of the cluster
connect-tls = With TLS and a client certificate
connect-source = From the source

proxy = Reach Fleet through Quarterdeck
# $link: a link, the message that follows.
proxy-about = curl, CI and fleetctl speak Fleet's own API here, with a token instead of an open port. Every write is recorded.
proxy-make-token = Make a token
# $why: that the right to make one is missing, and whom to ask.
proxy-no-token = It takes an API token. { $why }
# Above lines for a shell.
proxy-token = The token, once in a shell
proxy-list = What runs
proxy-launch = Launch a unit
proxy-fleetctl = fleetctl, with the token as the password
# $title: what the lines do.
copy = Copy: { $title }
