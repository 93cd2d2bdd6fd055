### clusters
machine = Eine Maschine mit der ID { $machine }
cluster = Einen Cluster namens { $name }
not-read-since-write = Fleet wurde seit der letzten Änderung noch nicht wieder gelesen, oder zu lange nicht. Es wurde nichts getan; versuchen Sie es gleich noch einmal.
app = Die App { $app }
this = Dies
machine-load = Wie viele Units eine Maschine trägt, erfährt, wer alle Apps des Clusters sieht.
