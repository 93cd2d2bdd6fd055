//! What history is about.

use std::fmt;

use fleet::{AppName, MachineId};

/// What is counted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// All units of the cluster.
    Cluster,
    /// The cluster's machines: as many are wanted as are there.
    Machines,
    /// The units of an app.
    App(AppName),
    /// The units that were put on a machine.
    Machine(MachineId),
}

/// The text names nothing that has a history.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("Write cluster, machines, app:NAME or machine:ID.")]
pub struct NotASubject;

impl Subject {
    /// Reads what `Display` wrote.
    pub fn parse(text: &str) -> Result<Self, NotASubject> {
        match text.split_once(':') {
            None if text == "cluster" => Ok(Self::Cluster),
            None if text == "machines" => Ok(Self::Machines),
            Some(("app", name)) => AppName::parse(name).map(Self::App).map_err(|_| NotASubject),
            Some(("machine", id)) => MachineId::parse(id).map(Self::Machine).map_err(|_| NotASubject),
            _ => Err(NotASubject),
        }
    }

    /// The app, if it is one.
    pub fn app(&self) -> Option<&AppName> {
        match self {
            Self::App(app) => Some(app),
            _ => None,
        }
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cluster => f.write_str("cluster"),
            Self::Machines => f.write_str("machines"),
            Self::App(app) => write!(f, "app:{app}"),
            Self::Machine(id) => write!(f, "machine:{id}"),
        }
    }
}
