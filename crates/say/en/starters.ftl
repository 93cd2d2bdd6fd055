### What a new template can begin from.

docker-title = Docker service
docker-summary = Runs one container an instance, from the image with the version as its tag.
program-title = Plain program
program-summary = Runs a program that is on the machines already, under /opt.
everywhere-title = On every machine
everywhere-summary = Runs one container on each machine of the cluster, also on those that join later. Launch one instance.

## Comments in their unit files, each a line of its own

no-time-limit = Pulling an image may take minutes: no time limit for the start.
one-a-machine = One instance of a version a machine. Without this line several may share one.
program-everywhere = The program must be on every machine that may run it. Add its arguments at the end of the line.
