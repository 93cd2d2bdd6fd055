//! The list of packages as programs read it: CycloneDX 1.5, in JSON. Pure, and the same for the same packages.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::Package;

pub(super) fn of(packages: &[Package], checksums: &BTreeMap<(&str, &str), &str>) -> String {
    let version = env!("CARGO_PKG_VERSION");
    let mut json = format!(
        "{{\n  \"bomFormat\": \"CycloneDX\",\n  \"specVersion\": \"1.5\",\n  \"version\": 1,\n  \"metadata\": {{\n    \
         \"component\": {{\"type\": \"application\", \"name\": \"quarterdeck\", \"version\": {}, \"bom-ref\": \
         \"quarterdeck\"}}\n  }},\n  \"components\": [",
        text(version)
    );
    for (index, package) in packages.iter().enumerate() {
        json += if index == 0 { "\n    " } else { ",\n    " };
        component(&mut json, package, checksums);
    }
    json += "\n  ]\n}\n";
    json
}

fn component(json: &mut String, package: &Package, checksums: &BTreeMap<(&str, &str), &str>) {
    let Package { name, version, licence, repository } = package;
    let purl = text(&format!("pkg:cargo/{name}@{version}"));
    // Writing to a String can't fail.
    let _ = write!(
        json,
        "{{\"type\": \"library\", \"bom-ref\": {purl}, \"name\": {}, \"version\": {}, \"purl\": {purl}, \"licenses\": \
         [{{\"expression\": {}}}]",
        text(name),
        text(version),
        text(&licence.replace(" / ", " OR ").replace('/', " OR ")),
    );
    if let Some(checksum) = checksums.get(&(name.as_str(), version.as_str())) {
        let _ = write!(json, ", \"hashes\": [{{\"alg\": \"SHA-256\", \"content\": {}}}]", text(checksum));
    }
    if !repository.is_empty() {
        let reference = text(repository);
        let _ = write!(json, ", \"externalReferences\": [{{\"type\": \"vcs\", \"url\": {reference}}}]");
    }
    json.push('}');
}

/// A text as JSON has it.
fn text(text: &str) -> String {
    let mut json = String::from("\"");
    for sign in text.chars() {
        match sign {
            '"' => json += "\\\"",
            '\\' => json += "\\\\",
            sign if sign.is_control() => {
                let _ = write!(json, "\\u{:04x}", u32::from(sign));
            }
            sign => json.push(sign),
        }
    }
    json + "\""
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_package_has_its_place_its_licence_and_its_hash() {
        let packages = ["a", "b"].map(|name| Package {
            name: name.into(),
            version: "1.0.0".into(),
            licence: "MIT/Apache-2.0".into(),
            repository: if name == "a" { "https://example.org/\"a\"".into() } else { String::new() },
        });
        let sbom = of(&packages, &BTreeMap::from([(("a", "1.0.0"), "0a")]));
        let lines: Vec<&str> = sbom.lines().filter(|line| line.contains("library")).collect();
        assert_eq!(
            lines[0].trim(),
            r#"{"type": "library", "bom-ref": "pkg:cargo/a@1.0.0", "name": "a", "version": "1.0.0", "purl": "pkg:cargo/a@1.0.0", "licenses": [{"expression": "MIT OR Apache-2.0"}], "hashes": [{"alg": "SHA-256", "content": "0a"}], "externalReferences": [{"type": "vcs", "url": "https://example.org/\"a\""}]},"#
        );
        assert!(lines[1].ends_with(r#""licenses": [{"expression": "MIT OR Apache-2.0"}]}"#), "{}", lines[1]);
        assert_eq!(sbom.matches('{').count(), sbom.matches('}').count());
    }
}
