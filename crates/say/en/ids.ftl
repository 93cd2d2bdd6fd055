### What is wrong with a name or a pattern that somebody typed. The beginning of a sentence, so they begin small; some places make that letter a capital.

cluster-name = a cluster's name must be 1 to { $most } characters of a-z, 0-9 and '-'
user-name = a user's name must be 1 to { $most } characters of letters, digits and '.', '_', '-', '@'
group-name = a group's name must be 1 to { $most } characters of letters, digits and '.', '_', '-', '@', ':', '/'
role-name = a role's name must be 1 to { $most } characters of a-z, 0-9 and '-'
action-id = an action's id must be 1 to { $most } characters of 0-9, a-f and '-'
plan-hash = a plan's hash must be 1 to { $most } characters of 0-9 and a-f
pattern = a pattern must be 1 to { $most } letters, digits, '_', '.', '-' and '*', which stands for anything
