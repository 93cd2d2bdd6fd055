//! Between Rust's types and the two types of column.

use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::any::AnyRow;
use sqlx::{Decode, Row, Type};

use super::Result;

/// A number for a BIGINT column. No time and no count comes near the limit.
pub(super) fn number(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

/// A value as JSON for a TEXT column.
pub(super) fn json<T: Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(|error| sqlx::Error::Encode(error.into()))
}

/// Reads columns with their types.
pub(super) trait Columns {
    /// A TEXT column.
    fn text(&self, name: &'static str) -> Result<String>;
    /// A TEXT column that may be NULL.
    fn maybe_text(&self, name: &'static str) -> Result<Option<String>>;
    /// A BIGINT column that is never negative.
    fn number(&self, name: &'static str) -> Result<u64>;
    /// A BIGINT column that may be NULL.
    fn maybe_number(&self, name: &'static str) -> Result<Option<u64>>;
    /// A TEXT column that holds a name or another text of a known form.
    fn parsed<T, E>(
        &self,
        name: &'static str,
        parse: impl FnOnce(&str) -> std::result::Result<T, E>,
    ) -> Result<T>
    where
        E: Into<Box<dyn std::error::Error + Send + Sync>>;
    /// A TEXT column that holds JSON, or NULL.
    fn maybe_json<T: DeserializeOwned>(&self, name: &'static str) -> Result<Option<T>> {
        let text = self.maybe_text(name)?;
        text.map(|text| serde_json::from_str(&text).map_err(|error| broken(name, error))).transpose()
    }
    /// A TEXT column that holds JSON.
    fn json<T: DeserializeOwned>(&self, name: &'static str) -> Result<T> {
        let text = self.text(name)?;
        serde_json::from_str(&text).map_err(|error| broken(name, error))
    }
}

impl Columns for AnyRow {
    fn text(&self, name: &'static str) -> Result<String> {
        get(self, name)
    }

    fn maybe_text(&self, name: &'static str) -> Result<Option<String>> {
        get(self, name)
    }

    fn number(&self, name: &'static str) -> Result<u64> {
        let value: i64 = get(self, name)?;
        u64::try_from(value).map_err(|error| broken(name, error))
    }

    fn maybe_number(&self, name: &'static str) -> Result<Option<u64>> {
        let value: Option<i64> = get(self, name)?;
        value.map(|value| u64::try_from(value).map_err(|error| broken(name, error))).transpose()
    }

    fn parsed<T, E>(
        &self,
        name: &'static str,
        parse: impl FnOnce(&str) -> std::result::Result<T, E>,
    ) -> Result<T>
    where
        E: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        parse(&self.text(name)?).map_err(|error| broken(name, error))
    }
}

fn get<'r, T>(row: &'r AnyRow, name: &'static str) -> Result<T>
where
    T: Decode<'r, sqlx::Any> + Type<sqlx::Any>,
{
    row.try_get(name)
}

/// Somebody else wrote into the database, or a newer version did.
pub(super) fn broken(
    column: &'static str,
    error: impl Into<Box<dyn std::error::Error + Send + Sync>>,
) -> sqlx::Error {
    sqlx::Error::ColumnDecode { index: column.to_owned(), source: error.into() }
}
