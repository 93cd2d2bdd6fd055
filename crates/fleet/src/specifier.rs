//! Fleet's specifiers in `[X-Fleet]` values.
//!
//! Owns what Fleet replaces when it evaluates requirements. The other sections go to systemd untouched, which has
//! more specifiers and its own rules: never expand those with this.

use crate::UnitName;

/// Replaces `%n` (full name), `%N` (name without type), `%p` (prefix) and `%i` (instance), in this order, as plain
/// text and nothing else: there is no `%%`, and what one replacement brings in the next may replace again.
pub fn expand(text: &str, name: &UnitName) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    text.replace("%n", name.as_str())
        .replace("%N", name.without_type())
        .replace("%p", name.prefix())
        .replace("%i", name.instance().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::expand;
    use crate::UnitName;

    #[test]
    fn replaces_four_and_leaves_the_rest() {
        let name = UnitName::parse("example:1.0.0@1.service").unwrap();
        assert_eq!(expand("%n %N %p %i", &name), "example:1.0.0@1.service example:1.0.0@1 example:1.0.0 1");
        assert_eq!(expand("%H %m %I %", &name), "%H %m %I %");
        assert_eq!(expand("%%i", &name), "%1");
        assert_eq!(expand("%p@*.service", &name), "example:1.0.0@*.service");
    }

    #[test]
    fn a_plain_unit_has_an_empty_instance() {
        let name = UnitName::parse("example.service").unwrap();
        assert_eq!(expand("[%i] %p", &name), "[] example");
    }
}
