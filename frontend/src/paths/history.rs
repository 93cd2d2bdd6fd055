//! Where the past is.

use fleet::AppName;
use leptos_router::params::ParamsMap;
use shared::history::Span;

use super::with_query;

/// The past of an app.
pub fn history_of(app: &AppName) -> String {
    HistoryQuery { app: Some(app.clone()), span: Span::Day }.path()
}

/// The past of the cluster.
pub fn history() -> String {
    "/history".to_owned()
}

/// What the address says of the page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HistoryQuery {
    /// Of this app; absent: of the cluster.
    pub app: Option<AppName>,
    /// How far back.
    pub span: Span,
}

impl HistoryQuery {
    /// Reads the query of an address. What can't be read is left out.
    pub fn read(query: &ParamsMap) -> Self {
        Self { app: query.get("app").and_then(|text| AppName::parse(&text).ok()), span: span(query) }
    }

    /// The address of the page in this state.
    pub fn path(&self) -> String {
        let app = self.app.as_ref().map_or("", AppName::as_str);
        with_query("/history", &[("app", app), ("span", span_word(self.span))])
    }
}

/// How far back the query of an address says.
pub fn span(query: &ParamsMap) -> Span {
    query.get("span").and_then(|text| Span::parse(&text)).unwrap_or_default()
}

/// As it stands in an address: a day is usual, and left out.
pub fn span_word(span: Span) -> &'static str {
    if span == Span::Day { "" } else { span.as_str() }
}
