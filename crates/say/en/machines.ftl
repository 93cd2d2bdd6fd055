### The page of the machines, and of one of them.

title = Machines
title-one = Machine { $machine }
# Read out for the link to all of them, which is the next message.
crumb = Where this is
crumb-all = Machines
# A link to the past of all of them.
history = History

## Above the list. $number: the count in bold, with marks between thousands.

# Read out.
summary = Summary
count = { $count ->
    [one] { $number } machine
   *[other] { $number } machines
 }
placed = { $count ->
    [one] { $number } placed unit
   *[other] { $number } placed units
 }
nowhere = { $count ->
    [one] { $number } without a machine
   *[other] { $number } without a machine
 }
none-title = No machine has joined
none = Fleet knows of no machine, so nothing can run. Start fleetd on a machine; it appears here by itself.
# A heading: units that are on no machine.
nowhere-title = Without a machine
# In place of the name of an app.
other-units = other units
# Read out.
states = Units by state

## How many units a machine carries. $number: the count, with marks between thousands.

carries = { $count ->
    [one] { $number } unit
   *[other] { $number } units
 }
# Read out. $mean: a number.
carries-compared = { $count ->
    [one] { $number } unit; the mean is { $mean }
   *[other] { $number } units; the mean is { $mean }
 }
bars-title = Units on each machine
# Beside the heading: all carry as many, or how many they carry.
bars-each = { $count ->
    [one] { $number } unit each
   *[other] { $number } units each
 }
bars-range = { $most ->
    [one] { $least } to { $number } unit; the mean is { $mean }
   *[other] { $least } to { $number } units; the mean is { $mean }
 }
bar = { $count ->
    [one] { $machine }: { $number } unit
   *[other] { $machine }: { $number } units
 }
# $most, $least: two machines. $high, $low: how many units each carries; $high is several.
imbalance = { $most } carries { $high } units, { $least } { $low }. Fleet places a unit where the fewest are when it starts, and never moves it afterwards: stop and start a unit to place it anew.

## One machine

facts-carries = Carries
facts-compared = { $count ->
    [one] { $number } unit; the mean of all machines is { $mean }
   *[other] { $number } units; the mean of all machines is { $mean }
 }
address = Address
address-not-told = not told
id = ID
labels = Labels
past = History
past-units = Units on this machine
units = What runs here
units-list = List its units
units-none = No unit was put on this machine.
gone-title = This machine is not in the cluster
gone = It left, or it never was there. Fleet starts its units elsewhere, where one fits.
all = All machines

## What would happen without it

without = If this machine went away
without-unread = This could not be worked out
column-unit = Unit
column-runs-on = Would run on
# Of a unit that runs on all machines.
runs-anyway = runs on the other machines anyway
# The beginning is in bold. $why: a clause, "no machine has region=mars".
runs-nowhere = nowhere: { $why }
nothing-here = Nothing that you may see runs here: nothing would change.
only-global = Only global units run here, and they run on the other machines anyway.
# $stuck: so many of them.
would-be-stuck = { $count ->
    [one] { $stuck } of { $number } unit would run nowhere.
   *[other] { $stuck } of { $number } units would run nowhere.
 }
# $apps: names of apps, as a list.
nothing-left = Nothing would be left of { $apps }.
serves-nothing = { $count ->
    [one] { $apps } would serve nothing until Fleet has started its units elsewhere: some 30 seconds until it gives the machine up, and the time that a start takes.
   *[other] { $apps } would serve nothing until Fleet has started their units elsewhere: some 30 seconds until it gives the machine up, and the time that a start takes.
 }
all-fit = { $count ->
    [one] Its only unit finds a place on another machine.
   *[other] All { $number } units find a place on other machines.
 }
