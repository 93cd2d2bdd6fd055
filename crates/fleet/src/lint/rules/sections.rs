//! Sections and the names of options: unknown, in the wrong place, or old.

use super::{Context, Finding};
use crate::UnitOption;
use crate::lint::{Edit, Fix, Rule, directives, nearest};

/// Old names, their new ones, and since when those are read, where machines older than that may still run.
const RENAMED: &[(&str, &str, &str, &str)] = &[
    ("X-Fleet", "X-ConditionMachineID", "MachineID", ""),
    ("X-Fleet", "X-ConditionMachineBootID", "MachineID", ""),
    ("X-Fleet", "X-ConditionMachineOf", "MachineOf", ""),
    ("X-Fleet", "X-ConditionMachineMetadata", "MachineMetadata", ""),
    ("X-Fleet", "X-Conflicts", "Conflicts", ""),
    ("Unit", "BindTo", "BindsTo", ""),
    ("Unit", "RequiresOverridable", "Requires", ""),
    ("Unit", "RequisiteOverridable", "Requisite", ""),
    ("Unit", "PropagateReloadTo", "PropagatesReloadTo", ""),
    ("Unit", "PropagateReloadFrom", "ReloadPropagatedFrom", ""),
    ("Service", "MemoryLimit", "MemoryMax", "systemd 231"),
    ("Service", "InaccessibleDirectories", "InaccessiblePaths", "systemd 231"),
    ("Service", "ReadOnlyDirectories", "ReadOnlyPaths", "systemd 231"),
    ("Service", "ReadWriteDirectories", "ReadWritePaths", "systemd 231"),
];

/// Old names whose new ones count on another scale.
const RESCALED: &[(&str, &str, &str)] = &[
    ("CPUShares", "CPUWeight", "systemd 232"),
    ("StartupCPUShares", "StartupCPUWeight", "systemd 232"),
    ("BlockIOWeight", "IOWeight", "systemd 230"),
    ("StartupBlockIOWeight", "StartupIOWeight", "systemd 230"),
];

pub(super) fn check(context: &Context<'_>) -> Vec<Finding> {
    let options = context.options.iter().enumerate();
    let mut findings: Vec<Finding> =
        options.filter_map(|(index, option)| option_of(context, index, option)).collect();
    findings.extend(unknown_sections(context));
    findings.extend(install(context));
    findings
}

fn is_section(context: &Context<'_>, section: &str) -> bool {
    directives::sections(context.kind).any(|known| known == section)
}

/// One finding a section, not one an option of it.
fn unknown_sections(context: &Context<'_>) -> Vec<Finding> {
    let mut seen = Vec::new();
    let mut findings = Vec::new();
    for (index, option) in context.options.iter().enumerate() {
        let section = option.section.as_str();
        // systemd passes over `X-…` on purpose: such sections belong to others.
        let is_foreign = section.starts_with("X-") && !section.eq_ignore_ascii_case(directives::FLEET);
        if section.is_empty() || seen.contains(&section) || is_section(context, section) || is_foreign {
            continue;
        }
        seen.push(section);
        let meant = nearest(section, directives::sections(context.kind));
        let message = match (meant, directives::type_of(section)) {
            (Some(meant), _) => say::server::lint::no_section_meant(&section, &meant),
            (None, Some(kind)) => say::server::lint::section_of_other_kind(&context.kind, &section, &kind),
            (None, None) => say::server::lint::no_section(&section),
        };
        let moved = |meant: &str| {
            let of_it = context.options.iter().enumerate().filter(|(_, other)| other.section == section);
            let edits = of_it.map(|(index, _)| Edit::Move { index, section: meant.to_owned() }).collect();
            Fix::new(say::server::lint::call_it(&meant), edits)
        };
        findings.push(Finding::at(Rule::UnknownSection, index, message).with_some(meant.map(moved)));
    }
    findings
}

fn option_of(context: &Context<'_>, index: usize, option: &UnitOption) -> Option<Finding> {
    let (section, name) = (option.section.as_str(), option.name.as_str());
    if !is_section(context, section) || name.is_empty() {
        return None;
    }
    if is_pattern_for_systemd(option) {
        return Some(
            Finding::at(Rule::WrongSection, index, say::server::lint::conflicts_of_systemd())
                .with(move_to(index, directives::FLEET)),
        );
    }
    if directives::is_known(section, name) {
        return deprecated(index, option);
    }
    if section != directives::FLEET
        && name.starts_with("X-")
        && !directives::is_known(directives::FLEET, name)
    {
        return None;
    }
    let mut others = directives::sections(context.kind).filter(|other| directives::is_known(other, name));
    if let Some(right) = others.next() {
        let reader = if right == directives::FLEET { "Fleet" } else { "systemd" };
        let message = say::server::lint::belongs_into(&name, &right, &section, &reader);
        return Some(Finding::at(Rule::WrongSection, index, message).with(move_to(index, right)));
    }
    let meant = nearest(name, directives::options(section));
    let message = match (meant, section) {
        (Some(meant), _) => say::server::lint::no_option_meant(&section, &name, &meant),
        (None, directives::FLEET) => say::server::lint::no_option_of_fleet(&name),
        (None, _) => say::server::lint::no_option_of_systemd(&name, &section),
    };
    let fix = meant.map(|meant| {
        Fix::new(say::server::lint::write(&meant), vec![Edit::Rename { index, name: meant.to_owned() }])
    });
    Some(Finding::at(Rule::UnknownOption, index, message).with_some(fix))
}

fn is_pattern_for_systemd(option: &UnitOption) -> bool {
    option.section == "Unit" && option.name == "Conflicts" && option.value.contains('*')
}

fn move_to(index: usize, section: &str) -> Fix {
    Fix::new(say::server::lint::move_to(&section), vec![Edit::Move { index, section: section.to_owned() }])
}

fn deprecated(index: usize, option: &UnitOption) -> Option<Finding> {
    let (section, name) = (option.section.as_str(), option.name.as_str());
    if let Some((.., new, since)) = RENAMED.iter().find(|(of, old, ..)| *of == section && *old == name) {
        let message = match *since {
            "" => say::server::lint::old_name(&name, &new),
            since => say::server::lint::old_name_since(&name, &new, &since),
        };
        let fix =
            Fix::new(say::server::lint::write(&new), vec![Edit::Rename { index, name: (*new).to_owned() }]);
        return Some(Finding::at(Rule::DeprecatedOption, index, message).with(fix));
    }
    let (_, new, since) = RESCALED.iter().find(|(old, ..)| *old == name && section == "Service")?;
    let message = say::server::lint::old_name_other_scale(&name, &new, &since);
    Some(Finding::at(Rule::DeprecatedOption, index, message))
}

fn install(context: &Context<'_>) -> Option<Finding> {
    let of_it = || context.options.iter().enumerate().filter(|(_, option)| option.section == "Install");
    let (first, _) = of_it().next()?;
    let edits = of_it().map(|(index, _)| Edit::Remove { index }).collect();
    Some(
        Finding::at(Rule::InstallSection, first, say::server::lint::install_section())
            .with(Fix::new(say::server::lint::remove_install(), edits).by_hand()),
    )
}
