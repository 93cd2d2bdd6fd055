### Templates: writing one, its revisions.

about = The options of an app, the same for every version. Who writes one has root on every machine.
new-app = New app…
none-title = No app has a template yet
none-text = A template is a unit file with { "{version}" } in it. Paste the one that you have, or begin from a starter.
none-paste = Paste a unit file…
none-starter = Begin from a starter…
revision = revision { $revision }
choose = Choose an app on the left.
unread = The template could not be read
all = All templates
# Somebody else wrote it meanwhile.
revised = { $by } wrote revision { $revision } meanwhile; you see { $seen }.
revised-read = Read it (what you changed here is lost)
no-unit = No unit runs from it.
# $number: how many there are, with their digits in groups.
units = { $count ->
    [one] { $number } unit
   *[other] { $number } units
 }

image = Image
image-hint = Without the tag: the version is the tag.
image-missing = The template uses { "{image}" }: name it here.
unit-file = Unit file
# $ours, $systemds: words in braces or with a percent sign, as code. Keep them in this order.
filled-in = { $ours } are filled in by Quarterdeck, { $systemds } by systemd. JSON for Fleet can be pasted too. Comments are not kept.
difference-label = What would change
difference-see = See the difference
difference-hide = Hide the difference
save-as = Save as revision { $revision }
saved = Revision { $revision } of { $app } is saved. Units that run keep theirs.
# Why it can't be saved.
mend-file = Mend the unit file first.
mend-line = Mend line { $line } first.
mend-image = Mend the image first.
empty = There is nothing in it yet.
unchanged = Nothing is changed.
remove = Remove the template…
remove-title = Remove the template of { $app }?
remove-text = Units that run from it go on. Nothing new can be launched or scaled up until there is a template again; its revisions stay in the record.
remove-button = Remove the template of { $app }
removed = The template of { $app } is removed.

revisions = Revisions
in-use = in use
# $ago: "5 min ago".
written-by = { $ago } by { $who }
look = Look at it
look-label = Look at it: revision { $revision }
all-revisions = All { $number }
revision-title = Revision { $revision }
# $present: the number of the revision in use.
back-title = What going back from { $present } would change
back-difference = Difference
back-all = All of it
back-button = Go back to it, as revision { $revision }
back-done = Revision { $now } of { $app } says what { $before } said.
# A line of a text that is compared.
image-line = Image: { $image }
no-image = none
no-difference = There is no difference.
# In place of lines that are left out.
lines-left-out = { $number } lines that are the same
