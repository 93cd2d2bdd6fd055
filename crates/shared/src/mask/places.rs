//! Where secrets stand: the places of a text that are masked, by what is around them.

use std::ops::Range;

use super::looks;
use super::names::{Harmless, is_in_capitals, is_of_name, is_path, is_secret, refers};
use super::scan::{Scan, Word};

/// Of a command line, and of anything else that people write.
pub(super) fn of_text(text: &str) -> Vec<Range<usize>> {
    let scan = Scan::of(text);
    let mut places = Finder::new(&scan).all();
    places.extend(passwords_of_addresses(text));
    places.extend(looks::places(text));
    places
}

/// Of `Environment=`: each value, and what belongs to no name.
pub(super) fn of_environment(text: &str) -> Vec<Range<usize>> {
    let scan = Scan::of(text);
    let mut places = of_text(text);
    let mut end = 0;
    for word in scan.words.iter() {
        if word.start < end {
            continue;
        }
        let bare = scan.bare(word);
        let (name, start) = match bare.find('=') {
            Some(at) => (bare.get(..at).unwrap_or_default(), word.bare.start + at + 1),
            // systemd passes it over; somebody may have forgotten quotes.
            None => ("password", word.start),
        };
        let value = scan.value(word, start);
        end = value.end;
        if !(Harmless { name, expands: false }).is(scan.slice(value.clone())) {
            places.push(value);
        }
    }
    places
}

/// Of `SetCredential=name:value`.
pub(super) fn of_credential(text: &str) -> Vec<Range<usize>> {
    let start = text.find(':').map_or(0, |colon| colon + 1);
    std::iter::once(start..text.len()).collect()
}

/// What stands between the first colon behind `scheme://` and the `@` before the host. Without a colon it is a name, or
/// a long token.
fn passwords_of_addresses(text: &str) -> Vec<Range<usize>> {
    const LONG: usize = 20;
    // No name and password are longer; a text may hold thousands of addresses.
    const LONGEST: usize = 2_048;
    let mut places = Vec::new();
    let mut at = 0;
    while let Some(start) = text.get(at..).and_then(|rest| rest.find("://")).map(|found| at + found + 3) {
        at = start;
        let rest = text.get(start..).unwrap_or_default();
        let ends = |sign: char| sign.is_whitespace() || matches!(sign, '"' | '\'' | '<' | '>');
        let end = rest.char_indices().find(|(at, sign)| *at >= LONGEST || ends(*sign));
        let address = rest.get(..end.map_or(rest.len(), |(at, _)| at)).unwrap_or_default();
        let host = address.find(['/', '?', '#']).unwrap_or(address.len());
        let of_host = address.get(..host).and_then(|part| part.rfind('@'));
        // A password may hold what should have been escaped; a colon with nothing but digits behind it is a port.
        let colon = address.find(':');
        let is_port = colon.is_some_and(|colon| {
            let behind = address.get(colon + 1..).unwrap_or_default();
            let digits = behind.bytes().take_while(u8::is_ascii_digit).count();
            digits > 0 && behind.as_bytes().get(digits).is_none_or(|byte| b"/?#".contains(byte))
        });
        let Some(sign) = of_host.or_else(|| address.rfind('@').filter(|_| !is_port)) else { continue };
        match colon.filter(|colon| *colon < sign) {
            Some(colon) => {
                let password = start + colon + 1..start + sign;
                if !refers(text.get(password.clone()).unwrap_or_default(), true) {
                    places.push(password);
                }
            }
            None if of_host.is_some() && sign >= LONG => places.push(start..start + sign),
            None => {}
        }
    }
    places
}

/// Looks through the words of a text.
struct Finder<'s, 't> {
    scan: &'s Scan<'t>,
    /// Whether a program for containers is called, whose `-e` is known.
    has_containers: bool,
    /// What lies before this is masked or passed.
    end: usize,
    places: Vec<Range<usize>>,
}

impl<'s, 't> Finder<'s, 't> {
    fn new(scan: &'s Scan<'t>) -> Self {
        const PROGRAMS: [&str; 5] = ["docker", "podman", "nerdctl", "rkt", "systemd-nspawn"];
        let has_containers = PROGRAMS.iter().any(|program| scan.text.contains(program));
        Self { scan, has_containers, end: 0, places: Vec::new() }
    }

    fn all(mut self) -> Vec<Range<usize>> {
        let mut before = "";
        for word in &self.scan.words {
            let bare = self.scan.bare(word);
            if word.bare.end > self.end {
                self.environment(word, bare, before);
                self.behind_flag(word, bare, before);
                self.named(word, bare, before);
                self.schemes(word, before);
            }
            before = bare;
        }
        self.places
    }

    /// `-e KEY=value` in all its forms, and `KEY=value` before or behind a program.
    fn environment(&mut self, word: &Word, bare: &str, before: &str) {
        let is_flag = |text: &str| {
            let letters = text.strip_prefix('-').filter(|rest| !rest.starts_with('-'));
            matches!(text, "--env" | "--setenv" | "--build-arg" | "-E" | "export" | "env")
                || letters.is_some_and(|letters| {
                    letters.ends_with('e') && letters.chars().all(|sign| sign.is_ascii_alphabetic())
                })
        };
        let attached = ["--env=", "--setenv=", "--build-arg=", "-e=", "-E="]
            .iter()
            .find(|flag| bare.starts_with(**flag))
            .map(|flag| flag.len())
            .or_else(|| {
                let name = bare.strip_prefix("-e")?;
                let is_name = name.starts_with(|sign: char| sign.is_ascii_uppercase() || sign == '_');
                (is_name || self.has_containers).then_some(2)
            })
            .map(|length| self.scan.behind_quotes(word.bare.start + length));
        let is_argument = is_flag(before);
        let start = attached.unwrap_or(word.bare.start);
        let rest = self.scan.slice(start..word.bare.end.max(start));
        let length = rest.find(|sign| !is_of_name(sign)).unwrap_or(rest.len());
        let name = rest.get(..length).unwrap_or_default();
        let behind = self.scan.behind_quotes(start + length);
        let has_value = !name.is_empty() && self.scan.slice(behind..behind + 1) == "=";
        if has_value && (attached.is_some() || is_argument || is_in_capitals(name)) {
            self.value(word, behind + 1, name);
        } else if is_argument && self.has_containers && before != "env" && length < rest.len() {
            // Something whose name can't be told: written with escapes, perhaps.
            self.value(word, word.start, "");
        }
    }

    /// `--password x`, `-u name:password`, `-p password`.
    fn behind_flag(&mut self, word: &Word, bare: &str, before: &str) {
        if bare.starts_with('-') && !is_attached_password(bare, self.scan.text) {
            return;
        }
        if is_attached_password(bare, self.scan.text) {
            self.hide(self.scan.value(word, word.bare.start + 2));
            return;
        }
        let text = self.scan.text;
        match before {
            "-u" | "--user" | "--proxy-user" | "-U" => {
                if let Some(colon) = bare.find(':')
                    && !bare.get(colon + 1..).is_some_and(is_of_group)
                {
                    self.value(word, word.bare.start + colon + 1, "password");
                }
            }
            "-p" if !is_port(bare) && !bare.starts_with('/') && !is_folder_tool(text) => {
                self.value(word, word.start, "password");
            }
            "-a" if text.contains("redis-cli") => self.value(word, word.start, "password"),
            "-w" | "-y" if text.contains("ldap") => self.value(word, word.start, "password"),
            flag if flag.starts_with('-') && !flag.contains('=') && is_secret(flag) && flag.len() > 2 => {
                self.value(word, word.start, flag);
            }
            _ => {}
        }
    }

    /// `name=value` and `name: value` of names that speak of a secret.
    fn named(&mut self, word: &Word, bare: &str, before: &str) {
        for (at, sign) in bare.char_indices().filter(|(_, sign)| matches!(sign, '=' | ':')) {
            let at = word.bare.start + at;
            if at < self.end {
                continue;
            }
            let end = self.scan.before_quotes(at);
            let name = self.scan.slice(word.bare.start..end.max(word.bare.start));
            let start = name.rfind(|sign: char| !is_of_name(sign)).map_or(0, |found| {
                found + name.get(found..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8)
            });
            let name = name.get(start..).unwrap_or_default();
            let behind = at + 1;
            if sign == '=' {
                if is_secret(name) {
                    self.value(word, behind, name);
                }
                continue;
            }
            let is_header = matches!(before, "-H" | "--header");
            let is_whole = name.eq_ignore_ascii_case("authorization")
                || name.eq_ignore_ascii_case("proxy-authorization")
                || name.eq_ignore_ascii_case("cookie")
                || name.eq_ignore_ascii_case("set-cookie");
            let is_last = behind >= word.bare.end;
            if is_whole || (is_header && is_secret(name)) {
                let start = behind + blanks(self.scan.text, behind);
                let end = self.scan.end_of_quoted(word, start).max(start);
                self.unless_harmless(start..end, "password");
            } else if is_secret(name) && (is_last || end < at) {
                // `"secret":"x"`, `secret: x`
                let start = behind + blanks(self.scan.text, behind);
                let next = self.scan.words.partition_point(|other| other.start < start);
                let next = self.scan.words.get(next).filter(|next| next.start == start);
                self.value(next.unwrap_or(word), start, name);
            }
        }
    }

    /// `Bearer x`, `Basic x`.
    fn schemes(&mut self, word: &Word, before: &str) {
        const SHORTEST: usize = 8;
        let scheme = before.rsplit([':', '=']).next().unwrap_or_default();
        let is_long = word.bare.len() >= SHORTEST;
        if scheme.eq_ignore_ascii_case("bearer") || (scheme.eq_ignore_ascii_case("basic") && is_long) {
            self.value(word, word.start, "password");
        }
    }

    fn value(&mut self, word: &Word, start: usize, name: &str) {
        self.unless_harmless(self.scan.value(word, start), name);
    }

    fn unless_harmless(&mut self, place: Range<usize>, name: &str) {
        if !(Harmless { name, expands: true }).is(self.scan.slice(place.clone())) {
            self.hide(place);
        }
    }

    fn hide(&mut self, place: Range<usize>) {
        self.end = self.end.max(place.end);
        self.places.push(place);
    }
}

fn blanks(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    rest.len() - rest.trim_start().len()
}

/// What stands behind a colon where a user and a group are meant.
fn is_of_group(text: &str) -> bool {
    text.len() <= 5 && !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// What programs of MySQL and sshpass take as a password without a blank.
fn is_attached_password(bare: &str, text: &str) -> bool {
    const PROGRAMS: [&str; 3] = ["mysql", "mariadb", "sshpass"];
    bare.len() > 2
        && bare.starts_with("-p")
        && PROGRAMS.iter().any(|program| text.contains(program))
        && !is_port(bare.get(2..).unwrap_or_default())
}

/// Ports as `-p` of Docker takes them, and what refers to some: `127.0.0.1:8080:80/tcp`, `80%i:80`.
fn is_port(bare: &str) -> bool {
    const PROTOCOLS: [&str; 3] = ["/tcp", "/udp", "/sctp"];
    let ports = PROTOCOLS.iter().find_map(|protocol| bare.strip_suffix(protocol)).unwrap_or(bare);
    let mut rest = ports;
    if let Some((address, behind)) = ports.strip_prefix('[').and_then(|inner| inner.split_once(']')) {
        if !address.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b':') {
            return false;
        }
        rest = behind;
    }
    let digits: String = rest.chars().filter(|sign| !sign.is_ascii_digit()).collect();
    let is_short =
        rest.split([':', '-', '.']).all(|part| part.bytes().filter(u8::is_ascii_digit).count() <= 5);
    is_short && refers(&digits, true) && !is_path(bare)
}

/// Whether `-p` means parents, properties or a process there.
fn is_folder_tool(text: &str) -> bool {
    const TOOLS: [&str; 6] = ["mkdir -p", "cp -p", "ps -p", "ssh -p", "systemctl", "install -p"];
    TOOLS.iter().any(|tool| text.contains(tool))
        && !text.contains("docker login")
        && !text.contains("sshpass")
}
