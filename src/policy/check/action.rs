//! The shape of an action: `service:Name`, or `*`.
//!
//! Which services and actions exist is not asked: AWS stores unknown ones (rule A24).
//! Source: IAM User Guide, "IAM JSON policy elements: Action".

/// Why AWS does not store an action: its text, and ours.
pub(super) struct ActionFault {
    pub(super) message: String,
    pub(super) help: &'static str,
}

/// What is wrong with the shape of an action, if anything.
pub(super) fn fault(action: &str) -> Option<ActionFault> {
    if action == "*" {
        return None;
    }
    let (message, help) = match action.split_once(':') {
        None | Some(("", _)) => (
            "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.".to_owned(),
            "write `service:Action`",
        ),
        Some((_, name)) if name.contains(':') => (
            "Actions/Condition can contain only one colon.".to_owned(),
            "write `service:Action`",
        ),
        Some((vendor, _)) if !is_vendor(vendor) => (
            format!("Vendor {vendor} is not valid"),
            "a service prefix has letters, digits, `-` and `.`",
        ),
        Some(_) => return None,
    };
    Some(ActionFault { message, help })
}

/// Letters, digits, `-`, `.`; AWS also stores wildcards here (U12).
fn is_vendor(vendor: &str) -> bool {
    let allowed = |c: char| c.is_ascii_alphanumeric() || "-.*?".contains(c);
    vendor.chars().all(allowed)
}
