### approval
too-many-asked = { $of-app } requests wait for approval here already. Let some of them be approved, declined or withdrawn first.
key-used-now = This Idempotency-Key was used for another action at this very moment.
say-why = Say why, in one line of at most 200 characters.
only-asker-withdraws = { $name } asked for this, and can withdraw it. Whoever may do the same can decline it.
decided-just-now = Somebody else has decided about this just now.
action = The action { $id }
too-late = It is too late for this: nobody approved it in time.
does-not-wait = It does not wait for approval: { $words }
own-request = You asked for this: somebody else must approve it.
nobody-behind = Nobody stands behind this token, so it can't approve anything: a person must.
asker-gone = { $name } asked for this, and is nobody here any more. Decline it; whoever wants it can ask anew.
asker-may-not = { $name } asked for this, and may not do it now. { $refusal } Decline it; whoever may can ask anew.
nobody-in-time = Nobody approved it in time. Nothing was changed; ask again if it is still wanted.
nobody-may = Nobody else here may approve this now: give somebody the right to, or it waits in vain.
wait-or-abort = What waits for approval takes nothing over: wait until it has ended, or abort it, then approve this.
