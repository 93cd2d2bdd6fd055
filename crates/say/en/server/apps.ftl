### apps
template-unfit = The template can't be used: { $what }
template-unfit-many = { $count ->
    [one] The template can't be used: { $count } thing is wrong with it.
   *[other] The template can't be used: { $count } things are wrong with it.
 }
image-wanted = The template uses { "{" }image{ "}" }: write the image's name here, without a tag, such as example/app.
template-of = A template of { $name }
template-there = { $name } has a template already (revision { $present }). Read it, then change it.
template-gone = The template of { $name } was removed meanwhile. Add it anew.
template-changed = Somebody wrote the template of { $name } meanwhile: it is at revision { $present }, you saw { $seen }. Read it again, then change it.
finding-in-line = line { $line }: [{ $rule }] { $message }
errors-found = { $count ->
    [one] { $count } error was found in it.
   *[other] { $count } errors were found in it.
 }
template-would-not-work = The template would not work as it is: { $found } Mend it, or name the rules in "accepted" to save it all the same.
settings-unfit = { $count ->
    [one] The settings can't be used: { $count } thing is wrong with them.
   *[other] The settings can't be used: { $count } things are wrong with them.
 }
follows-itself = { $app } can't follow itself.
companion-without-template = { $companion } has no template. Add it first, or take it off the companions.
companion-does-not-follow = { $companion } does not follow { $app }: its template needs MachineOf={ $app }:{ "{" }version{ "}" }@{ "{" }instance{ "}" }.service in [X-Fleet], so that Fleet starts each unit on the machine of its instance.
another-app = another app
is-companion = { $name } follows the instances of { $of }: without its template no more of them could be started. Take { $name } off the companions in the settings there first.
