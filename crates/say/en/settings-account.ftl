### One's own account: how the page looks, notifications, the password, the browsers.

# $roles: the roles by which they may do what they may: admin, deployer.
signed-in-as = Signed in as { $user }, { $roles }

look = Look
kept-here = Kept in this browser.
theme = Theme
theme-system = As the system
language-loads = Another language loads the page again.
rows = Rows
rows-comfortable = Comfortable
rows-compact = Compact

notifications = Notifications
notifications-about = On the desktop, while nobody looks at this page: when a deployment that you started has ended or waits for a decision, and when an app begins to need attention. A tab of Quarterdeck has to be open.
notifications-refused = This browser does not allow notifications of this page. Allow them in the browser's settings for this address, then turn them on here.
notifications-forgotten = This browser keeps nothing for this page, so they can't stay on.
notifications-cannot = This browser can't show any here: it takes HTTPS, or this machine itself.
notifications-on = They are on.
notifications-turn-off = Turn off notifications
notifications-turn-on = Turn on notifications…

password = Password
password-about = Other browsers are signed out when it changes.
password-none = You came by a one-time link, and this account has no password. Set one now: else the next sign-in needs a new link from the server's terminal.
password-now = Password now
# $least, $has: numbers of characters.
password-short = At least { $least } characters; this has { $has }. A few words make a good one.
password-change = Change the password
password-set = Set the password
password-is-set = The password is set. Other browsers were signed out.

sessions = Signed-in browsers
sessions-unread = The browsers could not be read
sessions-browser = Browser
sessions-signed-in = Signed in
# The same, beside the value on a narrow page.
sessions-since = Since
# In place of a button, for the browser that one sits before.
sessions-this = this one
sessions-end = End
sessions-end-label = End the session of { $browser }
sessions-end-others = End all others
# "Firefox on Linux".
browser-on = { $browser } on { $system }
# One that a program runs.
browser-without-window = Chromium without a window
browser-unknown = unknown browser
