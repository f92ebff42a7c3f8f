//! The word that was probably meant.

/// The candidate most like `word`, case aside; none if more than every third letter differs.
pub(crate) fn nearest<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    // Comparing takes quadratic time, and no long word is a slip of the pen.
    if word.len() > 64 {
        return None;
    }
    let lower = word.to_ascii_lowercase();
    candidates
        .into_iter()
        .map(|candidate| {
            let letters = strsim::osa_distance(&lower, &candidate.to_ascii_lowercase());
            (letters, candidate)
        })
        .filter(|(letters, candidate)| letters * 3 <= candidate.len())
        .min()
        .map(|(_, candidate)| candidate)
}

/// ``did you mean `Statement`?``, or what is allowed instead.
pub(crate) fn did_you_mean(word: &str, candidates: &[&str]) -> String {
    match nearest(word, candidates.iter().copied()) {
        Some(candidate) => format!("did you mean `{candidate}`?"),
        None => format!("one of {} is expected", quoted_list(candidates)),
    }
}

/// `` `a`, `b`, `c` ``
fn quoted_list(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    quoted.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_single_letters_are_slips_and_other_words_are_not() {
        let words = ["Effect", "Action", "NotAction"];
        assert_eq!(nearest("action", words), Some("Action"));
        assert_eq!(nearest("Actions", words), Some("Action"));
        assert_eq!(nearest("Notaction", words), Some("NotAction"));
        assert_eq!(nearest("Comment", words), None);
        assert_eq!(did_you_mean("effekt", &words), "did you mean `Effect`?");
        assert_eq!(
            did_you_mean("xyz", &words),
            "one of `Effect`, `Action`, `NotAction` is expected"
        );
    }

    #[test]
    fn a_typo_finds_its_name_and_nonsense_finds_none() {
        assert_eq!(
            nearest("creat_user", ["create_user", "get_user"]),
            Some("create_user")
        );
        assert_eq!(nearest("xyz", ["create_user"]), None);
    }
}
