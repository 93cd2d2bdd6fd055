//! What the browser's tab shows without being looked at: the icon's sign, and how many need attention.

use leptos::prelude::document;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

/// What stands on the icon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// All is well.
    None,
    /// Something is being deployed.
    Working,
    /// Something needs attention.
    Bad,
    /// Nobody knows: the data is too old.
    Unknown,
}

/// What is said of the cluster. What is worse hides what is not; on old data nothing is claimed.
pub fn sign(stale: bool, attention: usize, at_work: usize) -> Sign {
    match (stale, attention, at_work) {
        (true, _, _) => Sign::Unknown,
        (false, 0, 0) => Sign::None,
        (false, 0, _) => Sign::Working,
        _ => Sign::Bad,
    }
}

/// What stands before the window's title: "(3) ".
pub fn before_title(stale: bool, attention: usize) -> String {
    match (stale, attention) {
        (true, _) => "(?) ".to_owned(),
        (false, 0) => String::new(),
        (false, count) => format!("({count}) "),
    }
}

/// Draws the icon. The sign has a shape beside its colour, since tabs are small and eyes differ.
pub fn draw(sign: Sign) {
    let Ok(Some(link)) = document().query_selector("link[rel=icon]") else { return };
    // The address of the plain icon is kept where it is not followed.
    let plain = link.get_attribute("data-plain").or_else(|| link.get_attribute("href")).unwrap_or_default();
    let icon = svg(sign);
    // It can only fail for names that are none.
    let _ = link.set_attribute("data-plain", &plain);
    let _ = link.set_attribute("href", &icon.unwrap_or(plain));
}

fn svg(sign: Sign) -> Option<String> {
    let (tiles, mark) = match sign {
        Sign::None => return None,
        Sign::Working => ("#2dd4bf", "<path d='M17 31V17h14v14z' fill='#60a5fa'/>"),
        Sign::Bad => ("#2dd4bf", "<circle cx='24' cy='24' r='8' fill='#ff6b6b'/>"),
        Sign::Unknown => ("#8b98a9", "<path d='M17 24h14' stroke='#fbbf24' stroke-width='5'/>"),
    };
    let svg = format!(
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'><rect width='32' height='32' rx='7' \
         fill='#0b0f14'/><path d='M6 6h9v9H6zM17 6h9v9h-9zM6 17h9v9H6z' fill='{tiles}'/>{mark}</svg>"
    );
    Some(format!("data:image/svg+xml,{}", utf8_percent_encode(&svg, NON_ALPHANUMERIC)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_worse_is_shown_and_old_data_claims_nothing() {
        assert_eq!(sign(false, 0, 0), Sign::None);
        assert_eq!(sign(false, 0, 2), Sign::Working);
        assert_eq!(sign(false, 1, 2), Sign::Bad);
        assert_eq!(sign(true, 1, 2), Sign::Unknown);
        assert_eq!(before_title(false, 3), "(3) ");
        assert_eq!(before_title(false, 0), "");
        assert_eq!(before_title(true, 3), "(?) ");
    }

    #[test]
    fn the_plain_icon_is_the_file() {
        assert_eq!(svg(Sign::None), None);
        assert!(svg(Sign::Bad).unwrap().starts_with("data:image/svg+xml,%3Csvg"));
    }
}
