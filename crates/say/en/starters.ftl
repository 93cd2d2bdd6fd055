### What a new template can begin from.

docker-title = Docker service
docker-summary = Runs one container an instance, from the image with the version as its tag.
program-title = Plain program
program-summary = Runs a program that is on the machines already, under /opt.
everywhere-title = On every machine
everywhere-summary = Runs one container on each machine of the cluster, also on those that join later. Launch one instance.
