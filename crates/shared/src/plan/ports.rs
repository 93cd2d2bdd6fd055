//! Fixed host ports: two containers that publish the same one can't share a machine, and Fleet does not know; and a
//! probe may ask at one.

use std::collections::BTreeSet;
use std::net::IpAddr;

use fleet::{UnitName, UnitOption, Version};

use super::create::NewUnit;
use super::state::Member;
use super::words;

/// The first fixed port that the unit's options publish where others than its own machine can reach it by TCP.
pub fn published_port(unit: &UnitName, options: &[UnitOption]) -> Option<u16> {
    published(unit, options).find(|published| published.is_tcp && !published.is_local).map(|it| it.port)
}

/// Says that another version of the app holds a port which the new units want.
pub(super) fn clash(version: Option<&Version>, new: &[NewUnit], all: &[Member<'_>]) -> Option<String> {
    let (first, options) = new.first()?;
    let wanted = fixed_ports(first, options);
    if wanted.is_empty() {
        return None;
    }
    let others = all.iter().filter(|member| member.version.as_ref() != version && member.is_wanted());
    let (holder, port) = others.filter(|member| !member.is_leaving()).find_map(|member| {
        let held = fixed_ports(member.name, &member.unit.options);
        Some((member, *wanted.intersection(&held).next()?))
    })?;
    let name = words::list(&[holder.name], 1);
    Some(say::server::plan::port_taken(&name, &port))
}

fn fixed_ports(unit: &UnitName, options: &[UnitOption]) -> BTreeSet<u16> {
    published(unit, options).map(|published| published.port).collect()
}

/// A port of the machine that leads to one of a container.
struct Published {
    port: u16,
    is_tcp: bool,
    /// Only on the machine's own loopback addresses.
    is_local: bool,
}

/// The host ports in `docker run -p 80:8080`, `--publish=127.0.0.1:80:8080/tcp` and the like, in order. A port without
/// a host's part is chosen by Docker: it clashes with nothing, and nobody knows it.
fn published(unit: &UnitName, options: &[UnitOption]) -> impl Iterator<Item = Published> {
    let instance = unit.instance().unwrap_or_default();
    let starts = options.iter().filter(|option| option.section == "Service" && option.name == "ExecStart");
    starts
        .flat_map(|option| {
            let mut words = option.value.split_whitespace();
            std::iter::from_fn(move || {
                let word = words.next()?;
                Some(match word {
                    "-p" | "--publish" => words.next(),
                    _ => word.strip_prefix("--publish=").or_else(|| word.strip_prefix("-p")),
                })
            })
            .flatten()
        })
        // systemd's word for the instance's number: the usual way to give each instance a port of its own.
        .filter_map(move |published| read(&published.replace("%i", instance)))
}

fn read(published: &str) -> Option<Published> {
    let (host, container) = published.trim_matches(['"', '\'']).rsplit_once(':')?;
    let (address, port) = host.rsplit_once(':').unwrap_or(("", host));
    if !port.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let port = port.parse().ok().filter(|port| *port != 0)?;
    let address = address.trim_start_matches('[').trim_end_matches(']');
    let is_local =
        address == "localhost" || address.parse().is_ok_and(|address: IpAddr| address.is_loopback());
    let is_tcp = container.rsplit_once('/').is_none_or(|(_, protocol)| protocol == "tcp");
    Some(Published { port, is_tcp, is_local })
}

#[cfg(test)]
mod tests {
    use super::published_port;
    use crate::testing::{name, options};

    fn port(arguments: &str) -> Option<u16> {
        let unit_file = format!("[Service]\nExecStart=/usr/bin/docker run {arguments} coreos/example\n");
        published_port(&name("example:1.0.0@3.service"), &options(&unit_file))
    }

    #[test]
    fn the_first_port_that_others_can_reach_is_found() {
        assert_eq!(port("-p 8080:80"), Some(8080));
        assert_eq!(port("-p8080:80"), Some(8080));
        assert_eq!(port("--publish 8080:80/tcp"), Some(8080));
        assert_eq!(port("--publish=\"10.0.0.7:8080:80\""), Some(8080));
        assert_eq!(port("-p [2001:db8::7]:8080:80"), Some(8080));
        assert_eq!(port("-p 8125:8125/udp -p 9000:90 -p 9001:91"), Some(9000));
        assert_eq!(port("-p 127.0.0.1:8081:81 -p [::1]:8082:82 -p 8083:83"), Some(8083));
        assert_eq!(port("-p 800%i:80"), Some(8003), "each instance its own");
    }

    #[test]
    fn what_is_no_fixed_port_is_not_one() {
        for arguments in
            ["-p 80", "-P", "-p 0:80", "-p 70000:80", "-p 8000-8010:80", "-p ${PORT}:80", "-p :80", "-p"]
        {
            assert_eq!(port(arguments), None, "{arguments}");
        }
    }
}
