### How long something takes, and lists, within sentences.

# A length of time stands within sentences: "for 5 min", "5 min ago". Where your language bends it there, abbreviate it.
seconds = { $number } s
minutes = { $number } min
hours = { $number } h
days = { $count ->
    [one] { $count } day
   *[other] { $count } days
 }
months = { $number } months
years = { $number } years
# $others: one or several names with commas between them.
list = { $others } and { $last }
