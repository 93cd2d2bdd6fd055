### Dauern und Aufzählungen innerhalb von Sätzen.

seconds = { $number } s
minutes = { $number } min
hours = { $number } h
days = { $count } d
months = { $number } Mon.
years = { $number } J.
list = { $others } und { $last }
