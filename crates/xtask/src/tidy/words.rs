//! Words that people read lie in the catalogues of `crates/say`: the page's sources have none of their own, what
//! the server answers with is not written where it is said, and no catalogue has one that nobody says.

mod page;
mod said;
mod server;
mod tokens;

use super::Source;

pub(super) fn check(sources: &[Source], broken: &mut Vec<String>) {
    page::check(sources, broken);
    said::check(sources, broken);
    server::check(sources, broken);
}

/// Up to the tests, which lie below what they test.
fn without_tests(text: &str) -> &str {
    let begins = text.match_indices("\n#[cfg(test)]\n").find(|(at, mark)| {
        let next = text[at + mark.len()..].lines().next().unwrap_or_default();
        next.contains("mod ") && next.ends_with('{')
    });
    begins.map_or(text, |(at, _)| &text[..at])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_in_a_file_of_their_own_cut_nothing_off() {
        let text = "a\n#[cfg(test)]\nmod tests;\nb";
        assert_eq!(without_tests(&format!("{text}\n#[cfg(test)]\nmod tests {{\n}}")), text);
        assert_eq!(without_tests(text), text);
    }
}
