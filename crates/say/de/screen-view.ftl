### Was ein Bildschirm zeigt, in Worten, und was daran nicht stimmt.

clusters = Nennen Sie 1 bis { $most } Cluster; * steht für alle.
apps = Nennen Sie 1 bis { $most } Apps; * steht für alle.
distance = Der Abstand ist { $least } bis { $most } Meter.
dim = Die Stunden, in denen er gedimmt ist, sind Minuten eines Tages, 0 bis { $last }.
name = Der Name hat 1 bis { $most } Buchstaben, Ziffern oder andere Zeichen, etwa „Küche“.
all-apps = alle Apps
all-apps-of = { $count ->
    [one] alle Apps des Clusters { $clusters }
   *[other] alle Apps der Cluster { $clusters }
 }
apps-of = { $count ->
    [one] { $apps } des Clusters { $clusters }
   *[other] { $apps } der Cluster { $clusters }
 }
