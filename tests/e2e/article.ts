/** The template of the way of working that Quarterdeck replaces, as people have it in their `unit.json`. */
export const unitJson = JSON.stringify(
  {
    desiredState: "launched",
    options: [
      {
        section: "Service",
        name: "ExecStartPre",
        value: "-/bin/bash -c \"APP=`/bin/echo %p | sed 's/:/-/'`; /usr/bin/docker kill $APP-%i\"",
      },
      {
        section: "Service",
        name: "ExecStartPre",
        value: "-/bin/bash -c \"APP=`/bin/echo %p | sed 's/:/-/'`; /usr/bin/docker rm $APP-%i\"",
      },
      { section: "Service", name: "ExecStartPre", value: "/usr/bin/docker pull coreos/%p" },
      {
        section: "Service",
        name: "ExecStart",
        value:
          "/bin/bash -c \"APP=`/bin/echo %p | sed 's/:/-/'`; /usr/bin/docker run --name $APP-%i -h $APP-%i -p 80 --rm coreos/%p\"",
      },
      {
        section: "Service",
        name: "ExecStop",
        value: "/bin/bash -c \"APP=`/bin/echo %p | sed 's/:/-/'`; /usr/bin/docker stop $APP-%i",
      },
      { section: "X-Fleet", name: "Conflicts", value: "%p@*.service" },
    ],
  },
  null,
  2,
);
