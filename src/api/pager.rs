//! Pages of a list: `MaxItems` and `Marker` in, `IsTruncated` and `Marker` out.
//!
//! A marker names the last item of the page before, so that a page costs what it shows, however long the list is.
//! Source: IAM API Reference, common list parameters.

use std::collections::BTreeMap;
use std::ops::Bound;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value};

use super::error::AwsError;
use super::input::Input;

/// Items of a page where `MaxItems` is not given.
const DEFAULT_ITEMS: usize = 100;

/// Where a page begins and how long it may be.
#[derive(Clone, Debug)]
pub struct Pager {
    after: Option<String>,
    limit: usize,
}

impl Pager {
    /// Reads `Marker` and `MaxItems`.
    ///
    /// # Errors
    /// `ValidationError` for a marker that no page gave.
    pub fn new(input: Input<'_>) -> Result<Self, AwsError> {
        let after = input.text("Marker").map(decode).transpose()?;
        let limit = input
            .number("MaxItems")
            .map_or(DEFAULT_ITEMS, |items| items as usize);
        Ok(Self { after, limit })
    }

    /// The entries of a map that come after the marker.
    pub fn rest<'m, V>(
        &self,
        map: &'m BTreeMap<String, V>,
    ) -> impl Iterator<Item = (&'m str, &'m V)> + use<'m, V> {
        let from = match &self.after {
            Some(key) => Bound::Excluded(key.as_str()),
            None => Bound::Unbounded,
        };
        map.range::<str, _>((from, Bound::Unbounded))
            .map(|(key, value)| (key.as_str(), value))
    }

    /// A page of a list that is in memory anyway; its items are marked by their place.
    #[must_use]
    pub fn page_of(&self, member: &str, items: Vec<Value>) -> Value {
        self.page_by(member, items.into_iter(), |item| item)
    }

    /// The same for a list whose items are only made into documents when they are on the page.
    pub fn page_by<T>(
        &self,
        member: &str,
        items: impl Iterator<Item = T>,
        show: impl Fn(T) -> Value,
    ) -> Value {
        let skipped = self.after.as_ref().and_then(|at| at.parse::<usize>().ok());
        let from = skipped.map_or(0, |index| index.saturating_add(1));
        let mut items = items.skip(from);
        let shown: Vec<Value> = items.by_ref().take(self.limit).map(show).collect();
        let last = (from + shown.len()).saturating_sub(1).to_string();
        let more = items.next().is_some();
        Self::answer(member, shown, Some(last.as_str()).filter(|_| more))
    }

    /// The answer: the items under `member`, `IsTruncated`, and the next `Marker` when there is more.
    pub fn page<'k>(
        &self,
        member: &str,
        mut items: impl Iterator<Item = (&'k str, Value)>,
    ) -> Value {
        let mut shown = Vec::new();
        let mut last = None;
        for (key, item) in items.by_ref().take(self.limit) {
            last = Some(key);
            shown.push(item);
        }
        let more = items.next().is_some();
        Self::answer(member, shown, last.filter(|_| more))
    }

    fn answer(member: &str, shown: Vec<Value>, next: Option<&str>) -> Value {
        let mut answer = Map::new();
        answer.insert(member.to_owned(), shown.into());
        answer.insert("IsTruncated".to_owned(), next.is_some().into());
        if let Some(key) = next {
            answer.insert("Marker".to_owned(), URL_SAFE_NO_PAD.encode(key).into());
        }
        answer.into()
    }
}

fn decode(marker: &str) -> Result<String, AwsError> {
    URL_SAFE_NO_PAD
        .decode(marker)
        .ok()
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .ok_or_else(|| AwsError::new("ValidationError", format!("Invalid Marker: {marker}")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn letters() -> BTreeMap<String, u8> {
        ["a", "b", "c"].map(|k| (k.to_owned(), 0)).into()
    }

    fn page(parameters: &Value) -> Value {
        let map = letters();
        let pager = Pager::new(Input::new(parameters)).unwrap();
        pager.page("Letters", pager.rest(&map).map(|(k, _)| (k, json!(k))))
    }

    #[test]
    fn pages_follow_each_other_without_gap_or_overlap() {
        let first = page(&json!({ "MaxItems": 2 }));
        assert_eq!(first["Letters"], json!(["a", "b"]));
        assert_eq!(first["IsTruncated"], json!(true));
        let second = page(&json!({ "MaxItems": 2, "Marker": first["Marker"] }));
        assert_eq!(second, json!({ "Letters": ["c"], "IsTruncated": false }));
    }

    #[test]
    fn a_list_in_memory_pages_the_same_way() {
        let items = || vec![json!(1), json!(2), json!(3)];
        let pager = Pager::new(Input::new(&json!({ "MaxItems": 2 }))).unwrap();
        let first = pager.page_of("Numbers", items());
        let marker = json!({ "Marker": first["Marker"] });
        let second = Pager::new(Input::new(&marker)).unwrap();
        assert_eq!(second.page_of("Numbers", items())["Numbers"], json!([3]));
    }

    #[test]
    fn a_marker_that_no_page_gave_is_refused() {
        let parameters = json!({ "Marker": "%%%" });
        assert!(Pager::new(Input::new(&parameters)).is_err());
    }
}
