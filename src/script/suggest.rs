//! "Did you mean": the nearest of the names there are.

/// The nearest name, if one is near enough to be a typo.
pub fn nearest<'a>(wrong: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    names
        .into_iter()
        .map(|name| (strsim::damerau_levenshtein(wrong, name), name))
        .filter(|(distance, name)| *distance <= name.len().max(wrong.len()) / 3)
        .min()
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_typo_finds_its_name_and_nonsense_finds_none() {
        assert_eq!(
            nearest("creat_user", ["create_user", "get_user"]),
            Some("create_user")
        );
        assert_eq!(nearest("xyz", ["create_user"]), None);
    }
}
