//! Apps: what people deploy, and how its units are named.
//!
//! Owns the grammar `app[:version]@instance.service`. Apps and versions are compared as parsed words, never as
//! prefixes of a name: `example:1.0.0` is not `example:1.0.0-rc1`.

use crate::{NameError, UnitName, UnitType};

mod app_name;
mod instance;
mod version;

pub use app_name::{AppName, AppNameError};
pub use instance::{Instance, InstanceError};
pub use version::{Version, VersionError};

/// One running copy of an app, as its unit's name tells.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AppUnit {
    /// What is deployed.
    pub app: AppName,
    /// The image tag; an app can go without.
    pub version: Option<Version>,
    /// Which copy.
    pub instance: Instance,
}

impl AppUnit {
    /// Reads `app[:version]@instance.service` and nothing else. Units that don't parse belong to no app.
    pub fn parse(name: &UnitName) -> Option<Self> {
        if name.unit_type() != UnitType::Service {
            return None;
        }
        let instance = Instance::parse(name.instance()?).ok()?;
        let (app, version) = match name.prefix().split_once(':') {
            Some((app, version)) => (app, Some(Version::parse(version).ok()?)),
            None => (name.prefix(), None),
        };
        Some(Self { app: AppName::parse(app).ok()?, version, instance })
    }

    /// The name of the unit. Fails when app and version are so long that the name exceeds Fleet's limit.
    pub fn unit_name(&self) -> Result<UnitName, NameError> {
        let Self { app, version, instance } = self;
        UnitName::parse(&match version {
            Some(version) => format!("{app}:{version}@{instance}.service"),
            None => format!("{app}@{instance}.service"),
        })
    }
}

/// The signs that names of apps and versions share.
fn is_word_sign(sign: char) -> bool {
    sign.is_ascii_alphanumeric() || matches!(sign, '_' | '.' | '-')
}

#[cfg(test)]
mod tests {
    use super::{AppName, AppUnit, Instance, Version};
    use crate::{NameError, UnitName};

    fn parse(text: &str) -> Option<AppUnit> {
        AppUnit::parse(&UnitName::parse(text).unwrap())
    }

    #[test]
    fn reads_app_version_and_instance() {
        let unit = parse("example:1.0.0-rc1@12.service").unwrap();
        assert_eq!(unit.app.as_str(), "example");
        assert_eq!(unit.version.as_ref().map(Version::as_str), Some("1.0.0-rc1"));
        assert_eq!(unit.instance, Instance::new(12));
        assert_eq!(unit.unit_name().unwrap().as_str(), "example:1.0.0-rc1@12.service");

        let unversioned = parse("my.app_x@0.service").unwrap();
        assert_eq!(unversioned.version, None);
        assert_eq!(unversioned.unit_name().unwrap().as_str(), "my.app_x@0.service");
    }

    #[test]
    fn all_else_is_another_unit() {
        for text in [
            "example.service",
            "example:1.0.0.service",
            "example@.service",
            "example@a.service",
            "example@01.service",
            "example@1@2.service",
            "example@4294967296.service",
            "example:@1.service",
            ":1.0.0@1.service",
            "example:1:2@1.service",
            "example:.1@1.service",
            "-example@1.service",
            r"ex\x2dample@1.service",
            "example@1.socket",
            ".service",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_name_can_be_too_long() {
        let unit = AppUnit {
            app: AppName::parse(&"a".repeat(128)).unwrap(),
            version: Some(Version::parse(&"1".repeat(128)).unwrap()),
            instance: Instance::new(1),
        };
        assert_eq!(unit.unit_name(), Err(NameError::TooLong));
    }
}
