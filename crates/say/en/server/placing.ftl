### placing
no-machines = the cluster has no machines
no-machine-with-id = no machine has the ID { $id }
no-machine-has = no machine has { $metadata }
peer-not-placed = needs { $peer } on the same machine, which is not placed
peer-elsewhere = needs the machine of { $peer }, which does not fit
needs-machines = needs { $of } machines, the cluster has { $machines }
needs-machines-fit = needs { $of } machines, { $fitting } of { $machines } fit
needs-machines-with = needs { $of } machines with { $metadata }, the cluster has { $fitting }
conflicts-on-only = conflicts with { $other } on the only machine that fits
conflicts-everywhere-with = every machine that fits has a unit that it conflicts with, such as { $other }
conflicts-everywhere = every machine that fits has a unit that it conflicts with
