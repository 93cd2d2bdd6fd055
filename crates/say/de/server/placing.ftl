### placing
no-machines = Der Cluster hat keine Maschinen
no-machine-with-id = Keine Maschine hat die ID { $id }
no-machine-has = Keine Maschine hat { $metadata }
peer-not-placed = Es braucht { $peer } auf derselben Maschine, und das ist auf keiner
peer-elsewhere = Es braucht die Maschine von { $peer }, und dort passt es nicht hin
needs-machines = Es braucht { $of } Maschinen, der Cluster hat { $machines }
needs-machines-fit = Es braucht { $of } Maschinen, { $fitting } von { $machines } passen
needs-machines-with = Es braucht { $of } Maschinen mit { $metadata }, der Cluster hat { $fitting }
conflicts-on-only = Es verträgt sich auf der einzigen passenden Maschine nicht mit { $other }
conflicts-everywhere-with = Auf jeder passenden Maschine ist eine Unit, mit der es sich nicht verträgt, etwa { $other }
conflicts-everywhere = Auf jeder passenden Maschine ist eine Unit, mit der es sich nicht verträgt
