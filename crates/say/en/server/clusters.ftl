### clusters
machine = A machine with the ID { $machine }
cluster = A cluster named { $name }
not-read-since-write = Fleet has not been read again yet since the last write, or for too long. Nothing was done; try again in a moment.
app = The app { $app }
this = This
machine-load = How many units a machine carries is told to those who see all apps of the cluster.
