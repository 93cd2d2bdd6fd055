//! What two rights have in common: whoever acts for somebody has no more than they have.

use super::{Limits, Pattern, Right, Rights};

/// The most steps for two patterns. Those that people write take some hundred; of two that would take more it counts as
/// nothing what they have in common.
const MOST_STEPS: u32 = 20_000;

impl Rights {
    /// What these and those have in common.
    #[must_use]
    pub fn common(&self, others: &Self) -> Self {
        let mut found: Vec<Right> = Vec::new();
        let pairs = self.iter().flat_map(|right| others.iter().map(move |other| (right, other)));
        for common in pairs.flat_map(|(right, other)| right.common(other)) {
            if !found.iter().any(|right| right.contains(&common)) {
                found.retain(|right| !common.contains(right));
                found.push(common);
            }
        }
        found.into()
    }
}

impl Right {
    /// What both give, by this one's role.
    fn common(&self, other: &Self) -> Vec<Self> {
        let verbs = self.verbs.common(other.verbs);
        let mut found = Vec::new();
        if verbs.is_empty() {
            return found;
        }
        let versions = versions(&self.limits, &other.limits);
        let most_instances = match (self.limits.most_instances, other.limits.most_instances) {
            (Some(most), Some(other)) => Some(most.min(other)),
            (most, other) => most.or(other),
        };
        for cluster in self.cluster.common(&other.cluster) {
            for apps in self.apps.common(&other.apps) {
                found.extend(versions.iter().map(|versions| Self {
                    role: self.role.clone(),
                    verbs,
                    cluster: cluster.clone(),
                    apps: apps.clone(),
                    limits: Limits { most_instances, versions: versions.clone() },
                }));
            }
        }
        found
    }

    /// Whether it contains all that the other gives.
    fn contains(&self, other: &Self) -> bool {
        other.verbs.iter().all(|verb| self.covers(verb, other))
    }
}

fn versions(limits: &Limits, other: &Limits) -> Vec<Option<Pattern>> {
    match (&limits.versions, &other.versions) {
        (Some(versions), Some(other)) => versions.common(other).into_iter().map(Some).collect(),
        (versions, other) => vec![versions.clone().or_else(|| other.clone())],
    }
}

impl Pattern {
    /// Patterns that together match what both match: of `web-*` and `*-shop` these are `web-shop` and `web-*-shop`.
    pub fn common(&self, other: &Self) -> Vec<Self> {
        if self.covers(other) {
            return vec![other.clone()];
        }
        if other.covers(self) {
            return vec![self.clone()];
        }
        let mut search = Search { begun: String::new(), found: Vec::new(), steps_left: MOST_STEPS };
        search.go_on(self.as_str(), other.as_str());
        if search.steps_left == 0 { Vec::new() } else { search.found }
    }
}

/// Reads two patterns side by side.
struct Search {
    /// What both have matched so far, as a pattern.
    begun: String,
    found: Vec<Pattern>,
    steps_left: u32,
}

impl Search {
    /// With the rest of each.
    fn go_on(&mut self, one: &str, other: &str) {
        self.steps_left = self.steps_left.saturating_sub(1);
        if self.steps_left == 0 {
            return;
        }
        match (one.split_at_checked(1), other.split_at_checked(1)) {
            (None, None) => self.keep(),
            (Some(("*", rest)), None) => self.go_on(rest, other),
            (None, Some(("*", rest))) => self.go_on(one, rest),
            (Some(("*", rest)), Some(("*", other_rest))) => {
                // One of the two ends first.
                self.with("*", |search| search.go_on(rest, other));
                self.with("*", |search| search.go_on(one, other_rest));
            }
            (Some(("*", rest)), Some((sign, other_rest))) => {
                self.go_on(rest, other);
                self.with(sign, |search| search.go_on(one, other_rest));
            }
            (Some((sign, rest)), Some(("*", other_rest))) => {
                self.go_on(one, other_rest);
                self.with(sign, |search| search.go_on(rest, other));
            }
            (Some((sign, rest)), Some((same, other_rest))) if sign == same => {
                self.with(sign, |search| search.go_on(rest, other_rest));
            }
            _ => {}
        }
    }

    fn with(&mut self, sign: &str, and_then: impl FnOnce(&mut Self)) {
        self.begun.push_str(sign);
        and_then(self);
        self.begun.pop();
    }

    /// A pattern that is too long for one matches no name either, or next to none: it is left out.
    fn keep(&mut self) {
        let Ok(pattern) = Pattern::parse(&self.begun) else { return };
        if !self.found.iter().any(|found| found.covers(&pattern)) {
            self.found.retain(|found| !pattern.covers(found));
            self.found.push(pattern);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Verb, Verbs};
    use super::*;
    use crate::id::RoleName;

    fn pattern(text: &str) -> Pattern {
        Pattern::parse(text).unwrap()
    }

    /// All texts of these signs, up to that length.
    fn texts(signs: &str, longest: usize) -> Vec<String> {
        let mut all = vec![String::new()];
        let mut last = all.clone();
        for _ in 0..longest {
            last =
                last.iter().flat_map(|text| signs.chars().map(move |sign| format!("{text}{sign}"))).collect();
            all.extend(last.iter().cloned());
        }
        all
    }

    #[test]
    fn what_both_patterns_match_and_nothing_else() {
        let names = texts("ab", 6);
        let patterns: Vec<Pattern> =
            texts("ab*", 4).iter().filter_map(|text| Pattern::parse(text).ok()).collect();
        for one in &patterns {
            for other in &patterns {
                let common = one.common(other);
                for name in &names {
                    let both = one.matches(name) && other.matches(name);
                    assert_eq!(
                        common.iter().any(|common| common.matches(name)),
                        both,
                        "{one} {other} {name}"
                    );
                }
            }
        }
        let told = |one: &str, other: &str| {
            pattern(one).common(&pattern(other)).iter().map(Pattern::to_string).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(told("web-*", "*-shop"), "web-shop web-*-shop");
        assert_eq!(told("*", "web-*"), "web-*");
        assert_eq!(told("web-*", "db-*"), "");
    }

    #[test]
    fn what_would_take_too_long_is_nothing() {
        let one = pattern(&"a*".repeat(60));
        let other = pattern(&"*a*b".repeat(30));
        assert_eq!(one.common(&other), []);
    }

    fn right(verbs: &[Verb], apps: &str, most: Option<u32>, versions: Option<&str>) -> Right {
        let limits = Limits { most_instances: most, versions: versions.map(pattern) };
        let role = RoleName::parse("some").unwrap();
        Right { role, verbs: Verbs::of(verbs), cluster: Pattern::all(), apps: pattern(apps), limits }
    }

    #[test]
    fn verbs_places_and_limits_must_be_in_both() {
        let own: Rights = vec![right(&[Verb::View, Verb::Launch], "web-*", Some(5), Some("1.*"))].into();
        let common = |others: Vec<Right>| Vec::from(own.common(&others.into()));
        assert_eq!(common(vec![Right::everything()]), Vec::from(own.clone()));
        assert_eq!(common(vec![]), []);
        assert_eq!(common(vec![right(&[Verb::Audit], "*", None, None)]), []);
        assert_eq!(common(vec![right(&[Verb::View], "db-*", None, None)]), []);
        assert_eq!(
            common(vec![right(&[Verb::Launch], "*", Some(3), Some("*"))]),
            [right(&[Verb::Launch], "web-*", Some(3), Some("1.*"))]
        );
        // Two that give it in parts, of which one contains what the other has in common.
        let parts = vec![right(&[Verb::View], "web-a", None, None), right(&[Verb::View], "*", None, None)];
        assert_eq!(common(parts), [right(&[Verb::View], "web-*", Some(5), Some("1.*"))]);
    }
}
