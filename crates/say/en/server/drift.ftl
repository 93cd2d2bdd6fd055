### drift
none-there = No instance is there, though its settings want { $wanted }.
one-there = Only 1 instance is there, though its settings want { $wanted }.
some-there = Only { $there } instances are there, though its settings want { $wanted }.
other-order = { $unit } has the options of the template in another order.
differs = { $unit } differs from the template in { $options }.
left-over = { $count ->
    [one] { $count } unit of { $label } is still there, though { $deployed } was deployed last.
   *[other] { $count } units of { $label } are still there, though { $deployed } was deployed last.
 }
foreign = { $count ->
    [one] { $names } was not created here.
   *[other] { $names } were not created here.
 }
