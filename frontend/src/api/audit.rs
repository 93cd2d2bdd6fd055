//! The record.

use shared::audit::AuditPage;

use super::Answer;
use crate::paths::with_query;

const PATH: &str = "/api/v1/audit";

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
    /// Only of this verb.
    pub verb: String,
    /// Only with this outcome.
    pub outcome: String,
    /// Only from this moment on, in milliseconds since the Unix epoch.
    pub from_ms: Option<u64>,
    /// Only before this moment.
    pub to_ms: Option<u64>,
    /// Only with this text somewhere.
    pub text: String,
}

impl AuditQuery {
    /// Where all of it is to be had as JSON lines.
    pub fn export_path(&self) -> String {
        self.path_of("/api/v1/audit/export")
    }

    fn path_of(&self, path: &str) -> String {
        let number = |number: Option<u64>| number.map(|number| number.to_string()).unwrap_or_default();
        let pairs = [
            ("before", &*number(self.before)),
            ("limit", &*number(self.limit.map(u64::from))),
            ("actor", &*self.actor),
            ("app", &*self.app),
            ("verb", &*self.verb),
            ("outcome", &*self.outcome),
            ("from_ms", &*number(self.from_ms)),
            ("to_ms", &*number(self.to_ms)),
            ("q", &*self.text),
        ];
        with_query(path, &pairs)
    }
}

/// A page of the record, newest first.
pub async fn page(query: &AuditQuery) -> Answer<AuditPage> {
    super::get(&query.path_of(PATH)).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_asked_for_stands_in_the_query() {
        assert_eq!(AuditQuery::default().path_of(PATH), PATH);
        let query = AuditQuery { before: Some(7), app: "a b".into(), ..AuditQuery::default() };
        assert_eq!(query.path_of(PATH), "/api/v1/audit?before=7&app=a%20b");
        let query = AuditQuery { from_ms: Some(5), outcome: "done".into(), ..AuditQuery::default() };
        assert_eq!(query.export_path(), "/api/v1/audit/export?outcome=done&from_ms=5");
    }
}
