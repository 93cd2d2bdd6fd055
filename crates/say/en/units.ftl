### The list of all units.

# Also the name of the list.
title = Units
# $units: "example:1@1.service on 10.0.1.5 (active)", or several of it.
deleted = Deleted, still running: { $units }. Their machines have not stopped them yet.

## Above the list, each a link. $number: the same in bold.

# Read out.
summary = Summary
units = { $count ->
    [one] { $number } unit
   *[other] { $number } units
 }
machines = { $count ->
    [one] { $number } machine
   *[other] { $number } machines
 }
need-attention = { $count ->
    [one] { $number } needs attention
   *[other] { $number } need attention
 }

## Filters

# Read out.
filters = Filter units
search = Name or machine
# Also columns.
state = State
app = App
machine = Machine
# Choices, and in place of a machine.
of-no-app = other units
no-machine = no machine
# There are more choices than are shown.
all-choices = All { $count }
fewer-choices = Fewer
# Read out. $number: the same with marks between thousands.
shown = { $count ->
    [one] { $number } unit shown
   *[other] { $number } units shown
 }

## The list

name = Name
wanted-and-actual = Wanted → actual
since = Since
removed = removed

## In place of the list

empty = No units yet
empty-text = Fleet has no unit. Deploy an app, and its units appear here by themselves.
deploy = Deploy an app…
no-match = No unit matches the filter
no-match-of = No unit matches “{ $search }”
hidden = { $count ->
    [one] { $number } unit is hidden by the filter.
   *[other] { $number } units are hidden by the filter.
 }
clear-filter = Clear the filter
