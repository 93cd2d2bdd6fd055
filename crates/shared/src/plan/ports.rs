//! Fixed host ports: two containers that publish the same one can't share a machine, and Fleet does not know.

use std::collections::BTreeSet;

use fleet::{UnitOption, Version};

use super::create::NewUnit;
use super::state::Member;
use super::words;

/// Says that another version of the app holds a port which the new units want.
pub(super) fn clash(version: Option<&Version>, new: &[NewUnit], all: &[Member<'_>]) -> Option<String> {
    let wanted = fixed_ports(&new.first()?.1);
    if wanted.is_empty() {
        return None;
    }
    let others = all.iter().filter(|member| member.version.as_ref() != version && member.is_wanted());
    let (holder, port) = others.filter(|member| !member.is_leaving()).find_map(|member| {
        let held = fixed_ports(&member.unit.options);
        Some((member, wanted.intersection(&held).next()?.clone()))
    })?;
    let name = words::list(&[holder.name], 1);
    Some(format!(
        "{name} publishes port {port} of its machine, and so do the new instances: on one machine only one of them \
         can start."
    ))
}

/// The host ports in `docker run -p 80:8080`, `--publish=127.0.0.1:80:8080/tcp` and the like. A port without a
/// host's part is chosen by Docker and clashes with nothing.
fn fixed_ports(options: &[UnitOption]) -> BTreeSet<String> {
    let mut ports = BTreeSet::new();
    for option in options.iter().filter(|option| option.section == "Service" && option.name == "ExecStart") {
        let mut words = option.value.split_whitespace();
        while let Some(word) = words.next() {
            let published = match word {
                "-p" | "--publish" => words.next(),
                _ => word.strip_prefix("--publish=").or_else(|| word.strip_prefix("-p")),
            };
            ports.extend(published.and_then(host_port));
        }
    }
    ports
}

fn host_port(published: &str) -> Option<String> {
    let (host, _container) = published.trim_matches(['"', '\'']).rsplit_once(':')?;
    let port = host.rsplit(':').next()?;
    let is_port = !port.is_empty() && port.chars().all(|c| c.is_ascii_digit());
    is_port.then(|| port.to_owned())
}
