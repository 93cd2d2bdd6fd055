### Rights: what a role is for, how far a grant goes, and a no.

# Stands behind the name of the role and a colon; so do the next ones.
viewer = sees apps, units and machines, but no options, and changes nothing
deployer = launches, scales, deploys, rolls back, restarts
operator = also removes units and sees their options
admin = everything
# Behind what a grant is for: "deployer on web-*, at most 10 instances, versions 1.*".
limit-instances = { $count ->
    [one] at most { $count } instance
   *[other] at most { $count } instances
 }
# $versions: a pattern such as 1.*.
limit-versions = versions { $versions }
# Whom to ask, as $contact of the sentences below.
anybody = an administrator
# $verb: the name of a right as the API writes it, such as raw-unit.
no-verb = { $name } may not do this: it needs the right '{ $verb }'. Ask { $contact } for it.
no-verb-on = { $name } may not do this: it needs the right '{ $verb }' on { $app }. Ask { $contact } for it.
# $app: whose companions these are; which, is not told.
no-verb-on-companions = { $name } may not do this: it needs the right '{ $verb }' also on each app whose units follow those of { $app }. Ask { $contact } for it.
too-many = { $most ->
    [one] { $name } may not do this: the right '{ $verb }' is for at most { $most } instance, and this leads to { $wanted }. Ask { $contact } for more.
   *[other] { $name } may not do this: the right '{ $verb }' is for at most { $most } instances, and this leads to { $wanted }. Ask { $contact } for more.
 }
too-many-on = { $most ->
    [one] { $name } may not do this: the right '{ $verb }' on { $app } is for at most { $most } instance, and this leads to { $wanted }. Ask { $contact } for more.
   *[other] { $name } may not do this: the right '{ $verb }' on { $app } is for at most { $most } instances, and this leads to { $wanted }. Ask { $contact } for more.
 }
# $wanted: a version, or the next message but one.
other-version = { $name } may not do this: the right '{ $verb }' is for versions like { $allowed }, and this starts { $wanted }. Ask { $contact } for more.
other-version-on = { $name } may not do this: the right '{ $verb }' on { $app } is for versions like { $allowed }, and this starts { $wanted }. Ask { $contact } for more.
without-version = units without a version
not-own = { $name } may not do this: who gives or takes rights needs them, and '{ $verb }' on apps { $apps } of clusters { $cluster } is missing. Ask { $contact } to do it.
