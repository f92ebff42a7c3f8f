//! Spellings of AWS's names: `CreateUser`, `create_user`, `create-user`, `createUser`.
//!
//! The first two conversions give what botocore's `xform_name` gives, letter by letter: boto3's methods and the AWS
//! CLI's commands and options are made by it.

/// `CreateOpenIDConnectProvider` → `create_open_id_connect_provider`.
#[must_use]
pub fn snake_case(name: &str) -> String {
    separated(name, '_')
}

/// `CreateOpenIDConnectProvider` → `create-open-id-connect-provider`.
#[must_use]
pub fn kebab_case(name: &str) -> String {
    separated(name, '-')
}

/// `UserName` → `userName`, the spelling in AWS's validation errors; only the first letter changes.
#[must_use]
pub fn lower_camel(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(letters).collect()
    })
}

/// `unit` → `Unit`; only the first letter changes.
#[must_use]
pub fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

fn separated(name: &str, separator: char) -> String {
    if name.contains(separator) {
        return name.to_owned();
    }
    let plural = split_plural(name, separator);
    let words = split_words(&plural, separator);
    split_humps(&words, separator).to_lowercase()
}

/// A plural of capitals at the end (`ARNs`) is one word.
fn split_plural(name: &str, separator: char) -> String {
    let Some(body) = name.strip_suffix('s') else {
        return name.to_owned();
    };
    let head = body.trim_end_matches(|c: char| c.is_ascii_uppercase());
    match name.strip_prefix(head) {
        // Two capitals and the `s`.
        Some(capitals) if capitals.len() >= 3 => {
            format!("{head}{separator}{}", capitals.to_lowercase())
        }
        _ => name.to_owned(),
    }
}

/// Separates a capital followed by small letters from what is before it, whatever that is.
fn split_words(name: &str, separator: char) -> String {
    let mut out = String::with_capacity(name.len() + 8);
    let mut rest = name.chars().peekable();
    while let Some(letter) = rest.next() {
        out.push(letter);
        let mut ahead = rest.clone();
        let capital = ahead.next().filter(char::is_ascii_uppercase);
        let (Some(capital), Some(_)) = (capital, ahead.next().filter(char::is_ascii_lowercase))
        else {
            continue;
        };
        out.push(separator);
        out.push(capital);
        rest.next();
        while let Some(small) = rest.next_if(char::is_ascii_lowercase) {
            out.push(small);
        }
    }
    out
}

/// Separates a capital from a small letter or digit before it.
fn split_humps(name: &str, separator: char) -> String {
    let mut out = String::with_capacity(name.len() + 8);
    let mut before = separator;
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && (before.is_ascii_lowercase() || before.is_ascii_digit()) {
            out.push(separator);
        }
        out.push(letter);
        before = letter;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_name_of_both_models_is_spelled_as_botocore_spells_it() {
        for line in include_str!("snake_names.tsv").lines() {
            let (name, snake) = line.split_once('\t').unwrap();
            assert_eq!(snake_case(name), snake);
            assert_eq!(kebab_case(name), snake.replace('_', "-"));
        }
    }

    #[test]
    fn acronyms_stay_together() {
        for (name, snake) in [
            (
                "CreateOpenIDConnectProvider",
                "create_open_id_connect_provider",
            ),
            ("ListSAMLProviders", "list_saml_providers"),
            ("UploadSSHPublicKey", "upload_ssh_public_key"),
            ("CreateVirtualMFADevice", "create_virtual_mfa_device"),
            ("AssumeRoleWithSAML", "assume_role_with_saml"),
            ("PolicyARNs", "policy_arns"),
            ("AsPlural", "as_plural"),
            ("already_done", "already_done"),
            ("", ""),
        ] {
            assert_eq!(snake_case(name), snake);
        }
    }

    #[test]
    fn only_the_first_letter_changes_its_case() {
        assert_eq!(lower_camel("UserName"), "userName");
        assert_eq!(lower_camel("SAMLMetadataDocument"), "sAMLMetadataDocument");
        assert_eq!(lower_camel(""), "");
        assert_eq!(capitalized("userName"), "UserName");
        assert_eq!(capitalized(""), "");
    }

    proptest! {
        #[test]
        fn any_text_can_be_spelled(text in any::<String>()) {
            let _ = snake_case(&text);
            let _ = kebab_case(&text);
            let _ = lower_camel(&text);
        }
    }
}
