### What a screen shows, in words, and what is wrong with that.

clusters = Name 1 to { $most } clusters; * stands for all of them.
apps = Name 1 to { $most } apps; * stands for all of them.
distance = The distance is { $least } to { $most } metres.
dim = The hours in which it is dimmed are minutes of a day, 0 to { $last }.
name = The name is 1 to { $most } letters, digits or other signs, such as 'Kitchen'.
# What a screen shows, where that is every app of every cluster.
all-apps = all apps
# $clusters: names or patterns, with commas; so is $apps in the next one.
all-apps-of = { $count ->
    [one] all apps of cluster { $clusters }
   *[other] all apps of clusters { $clusters }
 }
apps-of = { $count ->
    [one] { $apps } of cluster { $clusters }
   *[other] { $apps } of clusters { $clusters }
 }
