//! What a browser calls itself, in words that people know. Pure, and only for show: anybody can claim anything.

/// "Firefox on Linux"; the text itself, shortened, if it says nothing known.
pub fn name(user_agent: &str) -> String {
    let browsers: [(&str, &str); 7] = [
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("HeadlessChrome/", say::settings_account::browser_without_window()),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
        ("curl/", "curl"),
    ];
    const SYSTEMS: [(&str, &str); 6] = [
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("Linux", "Linux"),
    ];
    let find = |known: &[(&str, &'static str)]| {
        known.iter().find(|(sign, _)| user_agent.contains(sign)).map(|(_, name)| *name)
    };
    match (find(&browsers), find(&SYSTEMS)) {
        (Some(browser), Some(system)) => say::settings_account::browser_on(&browser, &system),
        (Some(browser), None) => browser.to_owned(),
        _ if user_agent.trim().is_empty() => say::settings_account::browser_unknown().to_owned(),
        _ => user_agent.chars().take(40).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_browsers_have_names() {
        let firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0";
        let safari =
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605 Version/17 Safari/604";
        let edge = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537 Chrome/130 Safari/537 Edg/130";
        assert_eq!(name(firefox), "Firefox on Linux");
        assert_eq!(name(safari), "Safari on iPhone");
        assert_eq!(name(edge), "Edge on Windows");
        assert_eq!(name("curl/8.5.0"), "curl");
        assert_eq!(name(" "), "unknown browser");
        assert_eq!(name("my-tool 1"), "my-tool 1");
    }
}
