//! What is linked into the programs comes from one place, and one library does the cryptography.
//!
//! Reads Cargo.lock alone: no tool to install, no network. Known vulnerabilities need a list that changes by the day, and
//! are not looked at here; licences are, in `shipped`.

use super::Source;

const PAGE: &str = "Cargo.lock";
/// Where packages may come from; those of this checkout have no source.
const CRATES_IO: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// What must not come in, not even by way of something else, and why.
const UNWANTED: [(&str, &str); 9] = [
    ("aws-lc-rs", "ring does the cryptography, and one of them is enough"),
    ("aws-lc-sys", "ring does the cryptography, and one of them is enough"),
    ("aws-lc-fips-sys", "ring does the cryptography, and one of them is enough"),
    ("boring", "ring does the cryptography, and one of them is enough"),
    ("boring-sys", "ring does the cryptography, and one of them is enough"),
    ("native-tls", "TLS is rustls everywhere: the same on each machine"),
    ("openssl", "TLS is rustls everywhere: the same on each machine"),
    ("openssl-sys", "TLS is rustls everywhere: the same on each machine"),
    ("openssl-src", "TLS is rustls everywhere: the same on each machine"),
];
/// Of these there is one version: two would be two ideas of what a connection or a password is.
const ONCE: [&str; 6] = ["argon2", "ring", "rustls", "rustls-webpki", "hyper", "axum"];

/// A package of the lock file.
#[derive(Default)]
struct Package<'a> {
    name: &'a str,
    source: Option<&'a str>,
    checksum: Option<&'a str>,
}

pub(super) fn check(sources: &[Source], broken: &mut Vec<String>) {
    let Some(lock) = sources.iter().find(|source| source.path == PAGE) else {
        broken.push(format!("{PAGE} is not there: without it every build takes what is newest"));
        return;
    };
    let packages: Vec<Package<'_>> = lock.text.split("[[package]]").skip(1).map(read).collect();
    for package in &packages {
        let name = package.name;
        match package.source {
            None => {}
            Some(CRATES_IO) if package.checksum.is_some() => {}
            Some(CRATES_IO) => broken.push(format!("{PAGE}: {name} has no checksum")),
            Some(other) => broken.push(format!("{PAGE}: {name} comes from {other}, not from crates.io")),
        }
        if let Some((_, why)) = UNWANTED.iter().find(|(unwanted, _)| *unwanted == name) {
            broken.push(format!(
                "{PAGE}: {name} is linked: {why}. `cargo tree -i {name}` shows what brings it in"
            ));
        }
    }
    for name in ONCE {
        let versions = packages.iter().filter(|package| package.name == name).count();
        if versions > 1 {
            broken.push(format!("{PAGE}: {name} is there in {versions} versions"));
        }
    }
}

fn read(text: &str) -> Package<'_> {
    let mut package = Package::default();
    for line in text.lines() {
        let Some((key, value)) = line.split_once(" = ") else { continue };
        let value = value.trim_matches('"');
        match key {
            "name" => package.name = value,
            "source" => package.source = Some(value),
            "checksum" => package.checksum = Some(value),
            _ => {}
        }
    }
    package
}

#[cfg(test)]
mod tests {
    use super::*;

    fn broken(lock: &str) -> Vec<String> {
        let mut broken = Vec::new();
        check(&[Source { path: PAGE.to_owned(), text: lock.to_owned() }], &mut broken);
        broken
    }

    fn package(name: &str, version: &str, source: &str) -> String {
        format!(
            "[[package]]\nname = \"{name}\"\nversion = \"{version}\"\nsource = \"{source}\"\nchecksum = \"0a\"\n\n"
        )
    }

    #[test]
    fn packages_come_from_one_place_with_one_cryptography() {
        let own = "version = 4\n\n[[package]]\nname = \"fleet\"\nversion = \"0.1.0\"\ndependencies = [\n \"serde\",\n]\n\n";
        let good =
            format!("{own}{}{}", package("ring", "1.0.0", CRATES_IO), package("serde", "1.0.0", CRATES_IO));
        assert_eq!(broken(&good), [""; 0]);

        let from_git = package("serde", "1.0.0", "git+https://example.org/serde#0a");
        assert!(broken(&from_git)[0].contains("serde comes from git+https://example.org/serde"));
        let unchecked = package("serde", "1.0.0", CRATES_IO).replace("checksum", "sum");
        assert!(broken(&unchecked)[0].contains("has no checksum"));
        for (name, _) in UNWANTED {
            assert!(broken(&package(name, "1.0.0", CRATES_IO))[0].contains("cargo tree -i"), "{name}");
        }
        let twice = format!("{good}{}", package("ring", "2.0.0", CRATES_IO));
        assert_eq!(broken(&twice), ["Cargo.lock: ring is there in 2 versions"]);
        let mut none = Vec::new();
        check(&[], &mut none);
        assert_eq!(none.len(), 1);
    }
}
