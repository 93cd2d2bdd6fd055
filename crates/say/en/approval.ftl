### Why an action waits for somebody else.

second-person = { $app } wants the approval of a second person.
# $reason: what somebody wrote into the settings.
frozen = { $app } is frozen until { $until }: { $reason }.
