//! Networks in the form `10.0.0.0/8`, and whether an address is in one of them.

use std::net::IpAddr;
use std::str::FromStr;

/// A list of networks. Empty, it holds no address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Networks(Vec<Network>);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Network {
    address: IpAddr,
    bits: u8,
}

impl Networks {
    /// Whether the address is in one of them. An IPv4 address written as an IPv6 one is the IPv4 address.
    pub fn hold(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.0.iter().any(|network| network.holds(address))
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromStr for Networks {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let entries = text.split([',', ' ']).filter(|entry| !entry.is_empty());
        entries.map(str::parse).collect::<Result<_, _>>().map(Self)
    }
}

impl std::fmt::Display for Networks {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (index, Network { address, bits }) in self.0.iter().enumerate() {
            let comma = if index == 0 { "" } else { ", " };
            write!(f, "{comma}{address}/{bits}")?;
        }
        Ok(())
    }
}

impl FromStr for Network {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let say = || {
            format!(
                "'{text}' is no network. Write addresses or networks with a comma between, such as 10.0.0.7, 10.1.0.0/16."
            )
        };
        let (address, bits) =
            text.split_once('/').map_or((text, None), |(address, bits)| (address, Some(bits)));
        let address: IpAddr = address.parse().map_err(|_| say())?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        let bits: u8 = match bits {
            Some(bits) => bits.parse().ok().filter(|bits| *bits <= most).ok_or_else(say)?,
            None => most,
        };
        let network = Self { address, bits };
        // 10.0.0.7/8 may be a slip for 10.0.0.7: of what is trusted, no guess is made.
        if network.first_bits(address) != bits_of(address) {
            return Err(format!(
                "'{text}' has digits behind its {bits} bits. Write the network's own address, or /{most} for one host."
            ));
        }
        // An IPv4 network written as an IPv6 one would never hold anything.
        if address.to_canonical() != address {
            return Err(format!("'{text}' is an IPv4 address in the form of an IPv6 one. Write it as IPv4."));
        }
        Ok(network)
    }
}

impl Network {
    fn holds(self, address: IpAddr) -> bool {
        address.is_ipv4() == self.address.is_ipv4()
            && self.first_bits(address) == self.first_bits(self.address)
    }

    /// The address with everything behind the network's bits set to zero.
    fn first_bits(self, address: IpAddr) -> u128 {
        let width: u32 = if address.is_ipv4() { 32 } else { 128 };
        let behind = width.saturating_sub(u32::from(self.bits));
        // Shifting by all bits there are is no shift: then nothing is left.
        let mask = u128::MAX.checked_shl(behind).unwrap_or(0);
        bits_of(address) & mask
    }
}

fn bits_of(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(address) => u128::from(u32::from(address)),
        IpAddr::V6(address) => u128::from(address),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_in_its_network_and_in_no_other() {
        let networks: Networks = "10.1.0.0/16, 192.168.1.7,2001:db8::/32".parse().unwrap();
        for (address, expected) in [
            ("10.1.0.0", true),
            ("10.1.255.255", true),
            ("10.2.0.0", false),
            ("10.0.255.255", false),
            ("::ffff:10.1.2.3", true),
            ("192.168.1.7", true),
            ("192.168.1.6", false),
            ("2001:db8:ffff::1", true),
            ("2001:db9::1", false),
            ("::", false),
        ] {
            assert_eq!(networks.hold(address.parse().unwrap()), expected, "{address}");
        }
        assert_eq!(networks.to_string(), "10.1.0.0/16, 192.168.1.7/32, 2001:db8::/32");
    }

    #[test]
    fn none_holds_nobody_and_all_hold_everybody() {
        assert!(!Networks::default().hold("127.0.0.1".parse().unwrap()));
        let all: Networks = "0.0.0.0/0 ::/0".parse().unwrap();
        assert!(all.hold("203.0.113.9".parse().unwrap()) && all.hold("2001:db8::1".parse().unwrap()));
        let v4: Networks = "0.0.0.0/0".parse().unwrap();
        assert!(!v4.hold("2001:db8::1".parse().unwrap()));
    }

    #[test]
    fn what_may_be_a_slip_is_refused() {
        for text in [
            "10.0.0.7/8",
            "10.0.0.0/33",
            "10.0.0",
            "proxy",
            "10.0.0.0/",
            "10.0.0.0/-1",
            "::ffff:10.0.0.1",
            "::1/64",
        ] {
            assert!(text.parse::<Networks>().is_err(), "{text}");
        }
    }
}
