//! The record.

use shared::audit::AuditPage;

use super::{Answer, encoded};

/// Which part of the record; empty members ask for everything.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditQuery {
    /// Only lines before this one.
    pub before: Option<u64>,
    /// At most so many.
    pub limit: Option<u32>,
    /// Only this person's or token's.
    pub actor: String,
    /// Only about this app.
    pub app: String,
    /// Only with this outcome.
    pub outcome: String,
    /// Only with this text somewhere.
    pub text: String,
}

impl AuditQuery {
    fn path(&self) -> String {
        let before = self.before.map(|before| before.to_string()).unwrap_or_default();
        let limit = self.limit.map(|limit| limit.to_string()).unwrap_or_default();
        let pairs = [
            ("before", before.as_str()),
            ("limit", limit.as_str()),
            ("actor", self.actor.as_str()),
            ("app", self.app.as_str()),
            ("outcome", self.outcome.as_str()),
            ("q", self.text.as_str()),
        ];
        let mut path = "/api/v1/audit".to_owned();
        for (at, (name, value)) in pairs.iter().filter(|(_, value)| !value.is_empty()).enumerate() {
            path.push(if at == 0 { '?' } else { '&' });
            path.push_str(name);
            path.push('=');
            path.push_str(&encoded(value));
        }
        path
    }
}

/// A page of the record, newest first.
pub async fn page(query: &AuditQuery) -> Answer<AuditPage> {
    super::get(&query.path()).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_asked_for_stands_in_the_query() {
        assert_eq!(AuditQuery::default().path(), "/api/v1/audit");
        let query = AuditQuery { before: Some(7), app: "a b".into(), ..AuditQuery::default() };
        assert_eq!(query.path(), "/api/v1/audit?before=7&app=a%20b");
    }
}
