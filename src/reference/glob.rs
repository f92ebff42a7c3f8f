//! Wildcards over names of actions and condition keys, without regard to case.

/// Whether `text` matches `pattern`, where `*` stands for any letters and `?` for exactly one.
#[must_use]
pub fn matches(pattern: &str, text: &str) -> bool {
    let mut pattern = pattern.chars();
    let mut text = text.chars();
    // Where to go on after the last `*` if what follows it does not fit: it then takes one letter more.
    let mut retry = None;
    loop {
        let rest = text.clone();
        match (pattern.next(), text.next()) {
            (Some('*'), _) => {
                text = rest;
                retry = Some((pattern.clone(), text.clone()));
                continue;
            }
            (Some('?'), Some(_)) => continue,
            (Some(wanted), Some(letter)) if wanted.eq_ignore_ascii_case(&letter) => continue,
            (None, None) => return true,
            _ => {}
        }
        let Some((after, mut from)) = retry.take() else {
            return false;
        };
        if from.next().is_none() {
            return false;
        }
        (pattern, text) = (after.clone(), from.clone());
        retry = Some((after, from));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a1_wildcards_ignore_case() {
        for (pattern, text, expected) in [
            ("", "", true),
            ("", "a", false),
            ("*", "", true),
            ("*", "GetObject", true),
            ("get*", "GetObject", true),
            ("*Object", "GetObject", true),
            ("*Object", "GetObjectAcl", false),
            ("Get?bject", "getobject", true),
            ("Get?", "Get", false),
            ("*a*b*c*", "xxaxxbxxcxx", true),
            ("*a*b*c", "xxaxxbxxcxx", false),
            ("**", "a", true),
        ] {
            assert_eq!(matches(pattern, text), expected, "{pattern} {text}");
        }
    }

    proptest! {
        #[test]
        fn a_text_matches_itself_and_a_star(text in any::<String>(), pattern in any::<String>()) {
            prop_assert!(matches(&text.replace(['*', '?'], "_"), &text.replace(['*', '?'], "_")));
            prop_assert!(matches("*", &text));
            let _ = matches(&pattern, &text);
        }
    }

    #[test]
    fn many_stars_take_no_exponential_time() {
        let pattern = "a*".repeat(2000) + "b";
        assert!(!matches(&pattern, &"a".repeat(4000)));
    }
}
