//! Reading a cluster.

use fleet::{MachineId, UnitName};
use shared::ClusterName;
use shared::view::{ClusterView, UnitDetail};
use shared::without::Without;

use super::Answer;
use crate::state::language::spoken;

/// All of a cluster at one moment.
pub async fn snapshot(cluster: &ClusterName) -> Answer<ClusterView> {
    super::get(&format!("{}/snapshot", path(cluster))).await
}

/// One unit with its options.
pub async fn unit(cluster: &ClusterName, unit: &UnitName) -> Answer<UnitDetail> {
    super::get(&format!("{}/units/{}", path(cluster), unit.url_segment())).await
}

/// What would become of a machine's units without it.
pub async fn without(cluster: &ClusterName, machine: &MachineId) -> Answer<Without> {
    super::get(&format!("{}/machines/{}/without", path(cluster), super::encoded(machine.as_str()))).await
}

/// Where the stream of a cluster is, going on behind an event. It takes no headers: the language stands in the address.
pub fn events_url(cluster: &ClusterName, last_event_id: &str) -> String {
    let from = if last_event_id.is_empty() {
        String::new()
    } else {
        format!("&last_event_id={}", super::encoded(last_event_id))
    };
    format!("/api/v1/events?cluster={cluster}&language={}{from}", spoken())
}

pub(super) fn path(cluster: &ClusterName) -> String {
    format!("/api/v1/clusters/{cluster}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_goes_on_where_it_was() {
        let cluster = ClusterName::parse("default").unwrap();
        assert_eq!(events_url(&cluster, ""), "/api/v1/events?cluster=default&language=en");
        assert_eq!(
            events_url(&cluster, "b1:7"),
            "/api/v1/events?cluster=default&language=en&last_event_id=b1%3A7"
        );
    }
}
