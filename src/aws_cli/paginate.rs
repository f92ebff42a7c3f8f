//! Pages put together: `--max-items`, `--starting-token`, `--page-size`, `--no-paginate`.
//!
//! A token says where the next page begins and how much of it was shown already. Source: AWS CLI User Guide, "Using the
//! pagination options in the AWS CLI".

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value};

use crate::api::model::Paginator;

use super::fault::Fault;

/// What the options say.
#[derive(Clone, Debug, Default)]
pub struct Paging {
    /// `--max-items`
    pub max_items: Option<i64>,
    /// `--page-size`
    pub page_size: Option<i64>,
    /// `--starting-token`
    pub starting_token: Option<String>,
}

/// The pages of an answer, cut to what was asked for.
pub struct Pages<'p> {
    paginator: &'p Paginator,
    /// Each as the service gave it, less what was cut off.
    pub pages: Vec<Value>,
    /// Where to go on, where more was left out.
    pub next: Option<String>,
    /// Members that every page repeats, of the first one.
    repeated: Map<String, Value>,
}

/// Asks for pages until there are no more, or enough.
///
/// # Errors
/// What a call fails with, and tokens that do not lead on.
pub fn collect<'p>(
    paginator: &'p Paginator,
    parameters: &Map<String, Value>,
    paging: &Paging,
    call: &mut dyn FnMut(Map<String, Value>) -> Result<Value, Fault>,
) -> Result<Pages<'p>, Fault> {
    let main = paginator.result_keys.first().copied().unwrap_or_default();
    let mut parameters = parameters.clone();
    let (mut token, mut skipped) = (Value::Null, 0);
    if let Some(given) = &paging.starting_token {
        (token, skipped) = read_token(given, paginator)?;
        if !token.is_null() {
            parameters.insert(paginator.input_token.to_owned(), token.clone());
        }
    }
    if let Some(size) = paging.page_size {
        parameters.insert(paginator.limit_key.to_owned(), size.into());
    }
    let mut collected = Pages {
        paginator,
        pages: Vec::new(),
        next: None,
        repeated: Map::new(),
    };
    let mut shown: i64 = 0;
    loop {
        let mut page = call(parameters.clone())?;
        if collected.pages.is_empty() {
            if paging.starting_token.is_some() {
                skip(&mut page, paginator, skipped);
            }
            collected.remember_repeated(&page);
        } else {
            skipped = 0;
        }
        let count = items(&page, main);
        let over = paging
            .max_items
            .map_or(0, |most| shown.saturating_add(count).saturating_sub(most));
        if over > 0 {
            let kept = count - over;
            truncate(&mut page, main, kept);
            collected.pages.push(page);
            let cut = kept.saturating_add(skipped);
            collected.next = Some(token_text(paginator, &token, Some(cut)));
            return Ok(collected);
        }
        shown = shown.saturating_add(count);
        let is_last = page
            .get(paginator.more_results)
            .is_none_or(|more| more != &Value::Bool(true));
        let next = page
            .get(paginator.output_token)
            .cloned()
            .unwrap_or_default();
        collected.pages.push(page);
        if is_last || next.is_null() {
            return Ok(collected);
        }
        if paging.max_items == Some(shown) {
            collected.next = Some(token_text(paginator, &next, None));
            return Ok(collected);
        }
        if next == token {
            return Err(Fault::General(format!(
                "Error during pagination: The same next token was received twice: {next}"
            )));
        }
        parameters.insert(paginator.input_token.to_owned(), next.clone());
        token = next;
    }
}

impl Pages<'_> {
    fn remember_repeated(&mut self, page: &Value) {
        for key in &self.paginator.non_aggregate_keys {
            if let Some(value) = page.get(*key) {
                self.repeated.insert((*key).to_owned(), value.clone());
            }
        }
    }

    /// One answer of all pages: the lists grown together, without the service's own tokens.
    #[must_use]
    pub fn whole(self) -> Value {
        let mut whole = Map::new();
        for mut page in self.pages {
            for key in &self.paginator.result_keys {
                let Some(more) = page
                    .get_mut(*key)
                    .map(Value::take)
                    .filter(|more| !more.is_null())
                else {
                    continue;
                };
                match (whole.get_mut(*key), more) {
                    (Some(Value::Array(all)), Value::Array(more)) => all.extend(more),
                    (_, more) => {
                        whole.insert((*key).to_owned(), more);
                    }
                }
            }
        }
        whole.extend(self.repeated);
        if let Some(next) = self.next {
            whole.insert("NextToken".to_owned(), next.into());
        }
        whole.into()
    }

    /// The pages by themselves: the lists of each, and what all repeat with the first.
    pub fn parts(&self) -> impl Iterator<Item = Value> + '_ {
        self.pages.iter().enumerate().map(|(at, page)| {
            let mut part = if at == 0 {
                self.repeated.clone()
            } else {
                Map::new()
            };
            for key in &self.paginator.result_keys {
                part.insert(
                    (*key).to_owned(),
                    page.get(*key).cloned().unwrap_or_default(),
                );
            }
            part.into()
        })
    }
}

fn items(page: &Value, key: &str) -> i64 {
    let count = page.get(key).and_then(Value::as_array).map_or(0, Vec::len);
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// Python's `list[:kept]`.
fn truncate(page: &mut Value, key: &str, kept: i64) {
    if let Some(items) = page.get_mut(key).and_then(Value::as_array_mut) {
        let kept = if kept < 0 {
            items
                .len()
                .saturating_sub(usize::try_from(kept.unsigned_abs()).unwrap_or(usize::MAX))
        } else {
            usize::try_from(kept).unwrap_or(usize::MAX)
        };
        items.truncate(kept);
    }
}

/// What the page before has shown already; the lists beside the main one were shown whole.
fn skip(page: &mut Value, paginator: &Paginator, skipped: i64) {
    for (at, key) in paginator.result_keys.iter().enumerate() {
        if let Some(items) = page.get_mut(*key).and_then(Value::as_array_mut) {
            if at > 0 {
                items.clear();
            } else {
                let skipped = usize::try_from(skipped).unwrap_or(0).min(items.len());
                items.drain(..skipped);
            }
        }
    }
}

fn token_text(paginator: &Paginator, token: &Value, cut: Option<i64>) -> String {
    let cut = cut.map_or_else(String::new, |cut| {
        format!(", \"boto_truncate_amount\": {cut}")
    });
    STANDARD.encode(format!("{{\"{}\": {token}{cut}}}", paginator.input_token))
}

/// A token of ours; any other text is the service's own, which may carry how much to skip after `___`.
fn read_token(given: &str, paginator: &Paginator) -> Result<(Value, i64), Fault> {
    let decoded = STANDARD
        .decode(given)
        .ok()
        .and_then(|bytes| serde_json::from_slice::<Value>(&bytes).ok());
    if let Some(Value::Object(mut members)) = decoded {
        let skipped = members
            .get("boto_truncate_amount")
            .and_then(Value::as_i64)
            .unwrap_or(0);
        let token = members
            .get_mut(paginator.input_token)
            .map(Value::take)
            .unwrap_or_default();
        return Ok((token, skipped));
    }
    let mut parts = given.split("___");
    let token = parts.next().unwrap_or_default();
    let skipped = parts.next().map(|text| text.parse::<i64>());
    match (skipped, parts.next()) {
        (None, _) => Ok((old_token(token), 0)),
        (Some(Ok(skipped)), None) => Ok((old_token(token), skipped)),
        _ => Err(Fault::General(format!("Bad starting token: {given}"))),
    }
}

fn old_token(text: &str) -> Value {
    if text == "None" {
        Value::Null
    } else {
        text.into()
    }
}
