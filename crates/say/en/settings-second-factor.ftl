### The second factor of one's own account.

about = A code from an app on your phone, besides the password. Who learns the password alone does not get in.
unread = It could not be read
off = It is off.
on = { $left ->
    [0] It is on. There are no recovery codes left: make new ones, or losing the phone locks you out.
    [one] It is on. One recovery code is left.
   *[other] It is on. { $left } recovery codes are left.
 }

# Asks for a picture first.
turn-on = Turn it on…
# With the code that the app shows.
confirm = Turn it on
scan = Scan this with an authenticator app, then type the code that it shows.
picture = The picture for the authenticator app
no-scan = It can't be scanned
by-hand = On this device, open it in the app; or type the secret into it.
open = Open in the app
copy-secret = Copy the secret

turn-off = Turn it off…
turn-off-title = Turn the second factor off?
turn-off-text = From then on the password alone lets somebody in. Other browsers are signed out.
turn-off-button = Turn it off

new-codes = New recovery codes…
new-codes-title = Make new recovery codes?
new-codes-text = The ones that you have no longer work. The new ones are shown once.
new-codes-button = Make new ones
codes = Recovery codes
codes-about = Each takes the place of the app's code once. Keep them where you find them without your phone; they cannot be shown again.
copy-codes = Copy the codes
