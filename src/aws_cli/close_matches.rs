//! "Maybe you meant": the words most like a mistyped one, as Python's `difflib.get_close_matches` finds them.
//!
//! Likeness is twice the number of letters in common blocks over the letters of both; 0.8 and above counts, three at most.

/// The likest of `choices`, best first.
#[must_use]
pub fn close_matches<'c>(word: &str, choices: &'c [String]) -> Vec<&'c str> {
    let word: Vec<char> = word.chars().collect();
    let mut found: Vec<(f64, &str)> = Vec::new();
    for choice in choices {
        let letters: Vec<char> = choice.chars().collect();
        let total = word.len() + letters.len();
        // No likeness can pass the bound: a long word costs nothing.
        if total == 0 || 2.0 * word.len().min(letters.len()) as f64 / (total as f64) < 0.8 {
            continue;
        }
        let likeness = 2.0 * common(&letters, &word) as f64 / total as f64;
        if likeness >= 0.8 {
            found.push((likeness, choice));
        }
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| b.1.cmp(a.1)));
    found.truncate(3);
    found.into_iter().map(|(_, choice)| choice).collect()
}

/// Letters in the longest common block and, on both sides of it, in what is left.
fn common(a: &[char], b: &[char]) -> usize {
    let mut best = (0, 0, 0);
    let mut lengths = vec![0_usize; b.len() + 1];
    for (i, x) in a.iter().enumerate() {
        let mut before = 0;
        for (j, y) in b.iter().enumerate() {
            let Some(length) = lengths.get_mut(j + 1) else {
                continue;
            };
            let above = *length;
            *length = if x == y { before + 1 } else { 0 };
            before = above;
            if *length > best.2 {
                best = (i + 1 - *length, j + 1 - *length, *length);
            }
        }
    }
    let (i, j, length) = best;
    if length == 0 {
        return 0;
    }
    let left = |letters: &'_ [char], end: usize| letters.get(..end).unwrap_or_default().to_vec();
    let right = |letters: &'_ [char], from: usize| letters.get(from..).unwrap_or_default().to_vec();
    length + common(&left(a, i), &left(b, j)) + common(&right(a, i + length), &right(b, j + length))
}
