//! Pages of entities. An empty list is `{}`: the array is left out.

use serde::{Deserialize, Serialize};

use super::{Machine, Unit, UnitState};
use crate::wire::{empty_is_none, null_is_default};

/// A page of machines, by ID.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct MachinePage {
    /// The machines of this page.
    #[serde(default, deserialize_with = "null_is_default", skip_serializing_if = "Vec::is_empty")]
    pub machines: Vec<Machine>,
    /// What to send for the next page; absent on the last.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub next_page_token: Option<String>,
}

/// A page of states, by name of the unit, then by machine.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct StatePage {
    /// What to send for the next page; absent on the last.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub next_page_token: Option<String>,
    /// The states of this page.
    #[serde(default, deserialize_with = "null_is_default", skip_serializing_if = "Vec::is_empty")]
    pub states: Vec<UnitState>,
}

/// A page of units, by name. Each page is a fresh read: between two of them units can come, go and shift.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct UnitPage {
    /// What to send for the next page; absent on the last.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub next_page_token: Option<String>,
    /// The units of this page.
    #[serde(default, deserialize_with = "null_is_default", skip_serializing_if = "Vec::is_empty")]
    pub units: Vec<Unit>,
}

#[cfg(test)]
mod tests {
    use super::{MachinePage, StatePage, UnitPage};

    #[test]
    fn an_empty_page_is_an_empty_object() {
        assert_eq!(serde_json::to_string(&UnitPage::default()).unwrap(), "{}");
        assert_eq!(serde_json::from_str::<UnitPage>("{}").unwrap(), UnitPage::default());
        assert_eq!(serde_json::from_str::<StatePage>(r#"{"states":null}"#).unwrap(), StatePage::default());
        assert_eq!(
            serde_json::from_str::<MachinePage>(r#"{"nextPageToken":""}"#).unwrap(),
            MachinePage::default()
        );
    }

    #[test]
    fn the_token_comes_first_as_fleet_sorts_it() {
        let json = r#"{"nextPageToken":"ZAACAA==","units":[{"name":"a.service"}]}"#;
        let page: UnitPage = serde_json::from_str(json).unwrap();
        assert_eq!(page.units.len(), 1);
        assert_eq!(serde_json::to_string(&page).unwrap(), json);
    }
}
