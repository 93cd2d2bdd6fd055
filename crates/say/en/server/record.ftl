### What stands in the record as that which was asked for. It is written in English, whoever did it, and said in the
### language of whoever reads it (`store/audit/kept.rs`). What was asked for begins with a verb, of which
### `service/audit/told.rs` makes the past in English; whoever did it is "they".

## Coming in

sign-in-password = Sign in with a password
sign-in-link = Sign in with a one-time link
sign-in-provider = Sign in at the identity provider
set-by-invitation = Set a password by an invitation
sign-in-too-often = Sign in too often
sign-in-times = Sign in too often, { $count } times within ten minutes
bad-credentials = Get in with wrong or expired credentials
bad-credentials-times = Get in with wrong or expired credentials, { $count } times within ten minutes
confirm = Confirm their identity
sign-out = Sign out
# Notes.
too-many-here = Too many tries from this network, or for this name: further ones are turned away unchecked. More of the same within ten minutes is counted, and written then as one line.
too-many-networks = Too many tries from many networks, or for this name: further ones are turned away unchecked. More of the same within ten minutes is counted, and written then as one line.
nobody-by-here = Tried with { $what }, from this network. More of the same within ten minutes is counted, and written then as one line.
nobody-by-networks = Tried with { $what }, from many networks. More of the same within ten minutes is counted, and written then as one line.
turned-away = They were turned away unchecked.
by-what = Tried with { $what }.
# Credentials, behind "tried with".
several-credentials = different credentials
no-api-token = something that is no API token
api-token = API token { $hint }…
client-certificate = client certificate { $fingerprint }
word-of-proxy = the name { $name }, given by the proxy in front
an-invitation = an invitation
more-networks = They came from more networks than are counted apart.

## One's own account

own-password = Set their own password
end-own-session = End another session of their own
second-factor-on = Turn on their second factor
second-factor-off = Turn off their second factor
new-recovery-codes = Make themselves new recovery codes
unlink-oneself = Unlink themselves from { $subject } at the identity provider

## Users

# $given: "in ops; viewer on web".
make-user = Make user { $name } ({ $given })
without-rights = without rights
in-group = in { $group }
invited-for = { $hours ->
    [one] invited for { $hours } hour
   *[other] invited for { $hours } hours
 }
make-named-user = Make user { $name }, named by { $source }
set-named-groups = Set the groups of { $name } to those that { $source } names
identity-provider = the identity provider
proxy-in-front = the proxy in front
disable-user = Disable user { $name }
enable-user = Enable user { $name }
remove-user = Remove user { $name }
end-session = End a session of { $name }
end-sessions = End all sessions of { $name }
take-second-factor = Take away the second factor of { $name }
invite = { $hours ->
    [one] Invite { $name } with a link for { $hours } hour
   *[other] Invite { $name } with a link for { $hours } hours
 }
take-invitation = Take back the invitation of { $name }
sign-in-link-for = Make a one-time sign-in link for { $name }
set-password = Set the password of { $name }
link = Link { $name } to { $subject } at the identity provider
unlink = Unlink { $name } from { $subject } at the identity provider
add-certificate = Add a client certificate for { $name } ({ $fingerprint })
revoke-certificate = Revoke the client certificate { $fingerprint }

## Rights

# $what: "operator on web".
give = Give { $what } to { $name }
give-group = Give { $what } to group { $name }
take-back = Take back { $what } from { $name }
take-back-group = Take back { $what } from group { $name }
give-admin = Give the role admin to group { $group }, as QUARTERDECK_OIDC_ADMIN_GROUP says
make-group = Make group { $name } with { $members }
make-empty-group = Make group { $name } without members
set-no-members = Remove all members from group { $name }
set-members = Set the members of group { $name } to { $members }
remove-group = Remove group { $name }
make-role = Make role { $name } ({ $verbs })
change-role = Change role { $name } to { $verbs }
remove-role = Remove role { $name }
# $rights: "operator on web".
make-token = { $days ->
    [one] Make API token { $name } ({ $rights }, { $days } day)
   *[other] Make API token { $name } ({ $rights }, { $days } days)
 }
# $hint: how it begins.
revoke-token = Revoke API token { $name } ({ $hint }…)
right-on = { $role } on { $apps }
right-on-cluster = { $role } on { $apps } of cluster { $cluster }
right-of-cluster = { $role } of cluster { $cluster }

## Screens

pair-screen = Pair screen { $name } ({ $view })
change-screen = Change what screen { $name } shows to { $view }
rename-screen = Rename screen { $before } to { $name } ({ $view })
revoke-screen = Revoke screen { $name }
revoke-link = Revoke read-only link { $name }
identify-screen = Have screen { $name } show its name
reload-screen = Have screen { $name } load its page again
make-link = { $days ->
    [one] Make read-only link { $name } ({ $view }, { $days } day)
   *[other] Make read-only link { $name } ({ $view }, { $days } days)
 }
open-link = Open read-only link { $name }
open-unknown-link = Open a read-only link

## Apps, units and machines

add-template = Add the template of { $app }
write-template = Write the template of { $app }
change-settings = Change the settings of { $app }
remove-template = Remove the template of { $app }
add-demo-templates = Add the templates of the demo's apps
revision = Revision { $revision }
set-desired = Set the desired state of { $unit } to { $state }
set-desired-alone = Set the desired state of { $unit } to { $state }, with the same options
make-unit = Make { $unit } with the desired state { $state }
replace-options = Replace the options of { $unit }, with the desired state { $state }
destroy-unit = Destroy { $unit }
machine-metadata = Change the metadata of machine { $machine }
machines-metadata = Change the metadata of { $count } machines

## Deployments. $what: "Deploy 3 instances of web 2.0.0".

pause = Pause “{ $what }”
resume = Resume “{ $what }”
promote = Continue with the rest of “{ $what }”
abort = Abort “{ $what }”
roll-back = Roll back “{ $what }”
retry = Do step { $step } of “{ $what }” again
leave-out = Leave out the instance of step { $step } of “{ $what }”
finish = Remove what “{ $what }” kept
go-on-with = Resume “{ $what }” with at least { $least } healthy
way-back = Bring back what ran before “{ $what }”
way-out = Bring “{ $what }” to an orderly end

## Approval. $what: one of the group's end.

ask-approval = Ask for approval of the { $what }
approve = Approve { $name }'s { $what }
decline = Decline { $name }'s { $what }
withdraw = Withdraw the { $what }
end-unapproved = End { $name }'s { $what }, which nobody approved in time
what-launch = launch of { $count } of { $label }
what-scale = scaling of { $label } to { $count }
what-removal = removal of { $label }
what-removal-of-all = removal of all of { $label }
what-start = start of { $label }
what-stop = stop of { $label }
what-put-back = restoration of what was removed
what-deploy = deployment of { $label }
what-restart = restart of { $label }
what-roll-back = rollback of { $label }

## The record and the store

compare-record = Check the record against what was noted of it
cut-record = { $days ->
    [one] Remove lines { $first } to { $last } of the record, which are older than { $days } day
   *[other] Remove lines { $first } to { $last } of the record, which are older than { $days } days
 }
back-up = Back up everything to { $path }
restore-backup = Restore the backup { $path }
kept-aside = What was there before is kept as *{ $ending }
# Notes.
decided-now = Somebody decided about it at this very moment.
end-unknown = Whether it was done is not known: the server stopped before it had stored that. Look what is there now.

## Refusals

# Notes behind the words of the last refusal.
same-again = { $count ->
    [one] The same was refused once more within a minute.
   *[other] The same was refused { $count } times more within a minute.
 }
others-again = { $count ->
    [one] This and other things were refused once more within a minute.
   *[other] This and other things were refused { $count } times more within a minute.
 }
# What somebody wanted of whom no more is known.
use-right = Use the right “{ $verb }”
use-right-on = Use the right “{ $verb }” on { $app }

## What stands below a line

was = Before: { $what }
is-now = After: { $what }
nobody = nobody
no-groups = none
no-value = none
no-such-unit = Before: no such unit
no-such-unit-read = Before: no such unit, as it was read last
# $mark: of options, to tell whether they are the same.
unit-was = Before: desired state { $state }, options with the mark { $mark }
unit-was-read = Before: desired state { $state }, as it was read last
options-mark = Options with the mark { $mark }
errors-accepted = Errors accepted: { $rules }
although = Although: { $words }
reason = Reason: { $reason }
approved-by = Approved by { $name }
leaves-no-admin = After this nobody who can sign in has the role admin on everything: { $how }
asked-from = Asked from { $address }
link-made-by = Made by { $name }, its id is { $id }
ends-with-maker = It ends when { $name } does, which makes it
revokes-token = Revoke API token { $name }
and-also = { $what }, and { $name }
goes-on-behind = The chain goes on behind entry { $entry }, hash { $hash }
restored-copy = This is the copy that was restored.
not-stored = It could not be stored, so nothing was sent. { $error }
absent = absent
removed = removed
# A call: "PUT /fleet/v1/units/web@1.service".
call-sets = { $call }: { $state }, was { $before }
call-makes = { $call }: { $state }, was not there
call-takes = { $call }: was { $before }
call-takes-nothing = { $call }: was not there
calls-failed = { $failed } of { $all } calls failed, or are not known to be done: { $calls }.
calls-unsent = { $unsent } of { $all } calls were not sent: { $calls }.
no-call-sent = None of its calls was sent.

## The line as a sentence. $what: one of the above, or what a plan says; in English in the form that its sentence needs.

# $within: nothing, or one of those below.
done = { $who } { $what }{ $within }
undone = { $who } { $what }, undone after { $span }
aborted = { $who } began to { $what }, and it was aborted{ $after }
rolled-back = { $who } began to { $what }, and it was rolled back{ $after }
refused = { $who } tried to { $what }, and was refused
failed = { $who } tried to { $what }, and it failed{ $after }
end-is-unknown = { $who } began to { $what }, and how it ended is not known
goes-on = { $who } began to { $what }, and it is under way
within = , in { $span }
after = { " " }after { $span }
who-token = token { $name }
who-command-line = the command line
who-somebody = somebody
who-somebody-as = somebody under the name { $name }
