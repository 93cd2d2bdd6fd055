### What is wrong with names, versions and options that somebody typed or pasted. They begin small: something may stand before them.

## The name of an app, a version. $sign: one sign.

app-empty = the name of an app cannot be empty
app-long = the name of an app has at most { $most } signs
app-start = the name of an app starts with a letter or a digit, not with '{ $sign }'
app-sign = the name of an app has letters, digits, '_', '.' and '-' only, not '{ $sign }'
version-empty = a version cannot be empty
version-long = a version has at most { $most } signs
version-start = a version starts with a letter, a digit or '_', not with '{ $sign }'
version-sign = a version has letters, digits, '_', '.' and '-' only, not '{ $sign }'

## A unit

unit-name-long = the name has { $bytes } bytes, but systemd loads names of at most { $most }: shorten the name
# $type: the end of a unit's name, as "swap".
type-not-unloadable = Fleet could start a { $type } but never stop it again: use a service, socket, timer, path or mount
unit-of-host = { $unit } is the name of a unit of the machine itself, which it would shadow or stop: choose another name, or put a version into it (app:1.0@1.service)
# $number: its place among the options. $option: its section and name. $problem: one of those below.
option-at = option { $number }, { $option }: { $problem }
# The same where the line is told.
option = { $option }: { $problem }
too-many-options = the unit has { $number } options, at most { $most } are taken: move the rest into a script
too-much-text = the unit file has { $bytes } bytes, at most { $most } are taken: shorten the values
# $key: as "Conflicts".
too-many-values = X-Fleet/{ $key } has { $number } values, at most { $most } are taken: put several into one pattern, such as app@*.service, or leave some out

## An option. $part: one of these three

section = the section
name = the name
value = the value
part-empty = { $part } is empty: fill it in
part-line-break = { $part } holds a line break, which would start a line of its own in the unit file: write it on one line
part-control-sign = { $part } holds the control sign '{ $sign }', which does not belong into a unit file: remove it
part-reserved-sign = { $part } holds '{ $sign }', which has a meaning of its own in a unit file: remove it
part-blank = { $part } starts or ends with a blank, which Fleet cuts off: remove it
part-long = the line has { $bytes } bytes, but Fleet reads lines of at most { $most } bytes: shorten { $part }
name-is-comment = the name starts with '{ $sign }', which would make the line a comment: remove the sign, or the option
value-backslash = the value ends in a backslash, which would swallow the line after it: remove the backslash
section-again = the section was left before and Fleet would move this option up to it: put all options of a section together

## Options that Fleet refuses together. The words with capitals are names of options.

# $peer, $pattern: a unit and a pattern that it matches, both in quotation marks.
peer-conflicts = MachineOf names { $peer }, and Conflicts excludes { $pattern }
peer-replaced = MachineOf names { $peer }, and Replaces drives { $pattern } away
# $one, $other: names of options.
not-together = { $one } cannot be used with { $other }
