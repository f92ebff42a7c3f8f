//! `--output table`: boxes drawn in ASCII, sections below each other, each level one border further in.
//!
//! Wider tables than 80 columns are turned where they can be: one key a row. Source: AWS CLI User Guide, "Table output format".

use std::collections::BTreeSet;

use serde_json::{Map, Value};
use unicode_width::UnicodeWidthChar as _;

use super::scalar::{is_scalar, text};

/// What the AWS CLI takes where there is no terminal.
const TERMINAL_WIDTH: usize = 80;

/// Blanks and border around a cell.
const PADDING: usize = 4;

/// The table of an answer; nothing for nothing.
///
/// # Errors
/// The AWS CLI's text for rows of different lengths.
pub fn drawn(title: &str, answer: &Value) -> Result<String, String> {
    let mut table = Table::default();
    if table.add(Some(title), answer, 0)? {
        Ok(table.render())
    } else {
        Ok(String::new())
    }
}

#[derive(Default)]
struct Section {
    title: String,
    headers: Vec<String>,
    rows: Vec<Vec<String>>,
    indent: usize,
    columns: Option<usize>,
    widths: Vec<usize>,
}

#[derive(Default)]
struct Table {
    sections: Vec<Section>,
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Bool(truth) => !truth,
        Value::Number(number) => number.as_f64() == Some(0.0),
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
    }
}

impl Table {
    fn add(&mut self, title: Option<&str>, value: &Value, indent: usize) -> Result<bool, String> {
        if is_empty(value) {
            return Ok(false);
        }
        if let Some(title) = title {
            self.begin(title, indent);
        }
        match value {
            Value::Array(items) if items.first().is_some_and(Value::is_object) => {
                self.add_objects(items, indent, title.unwrap_or_default())?;
            }
            Value::Array(items) => {
                for item in items {
                    self.add_item(item)?;
                }
            }
            Value::Object(members) => self.add_object(members, indent)?,
            _ => {}
        }
        Ok(true)
    }

    fn begin(&mut self, title: &str, indent: usize) {
        self.sections.push(Section {
            title: title.to_owned(),
            indent,
            ..Section::default()
        });
    }

    fn add_item(&mut self, item: &Value) -> Result<(), String> {
        match item {
            Value::Array(cells) if cells.iter().all(is_scalar) => {
                self.row(cells.iter().map(text).collect())
            }
            Value::Object(members) => self.row(members.keys().cloned().collect()),
            Value::Array(_) => self.add(None, item, 0).map(|_| ()),
            scalar => self.row(vec![text(scalar)]),
        }
    }

    fn add_object(&mut self, members: &Map<String, Value>, indent: usize) -> Result<(), String> {
        let (headers, more) = keys_of(std::iter::once(members));
        let cells: Vec<String> = headers
            .iter()
            .filter_map(|key| members.get(*key))
            .map(text)
            .collect();
        match headers.as_slice() {
            [] => {}
            [only] => {
                let mut row = vec![(*only).to_owned()];
                row.extend(cells);
                self.row(row)?;
            }
            _ => {
                self.header(&headers);
                self.row(cells)?;
            }
        }
        for key in more {
            if let Some(value) = members.get(key) {
                self.add(Some(key), value, indent + 1)?;
            }
        }
        Ok(())
    }

    fn add_objects(&mut self, items: &[Value], indent: usize, title: &str) -> Result<(), String> {
        let (headers, more) = keys_of(items.iter().filter_map(Value::as_object));
        self.header(&headers);
        for (at, item) in items.iter().enumerate() {
            if at > 0 && !more.is_empty() {
                self.begin(title, indent);
                self.header(&headers);
            }
            let cell = |key: &&str| item.get(*key).map_or_else(String::new, text);
            self.row(headers.iter().map(cell).collect())?;
            for key in &more {
                if let Some(value) = item.get(*key) {
                    self.add(Some(key), value, indent + 1)?;
                }
            }
        }
        Ok(())
    }

    fn header(&mut self, headers: &[&str]) {
        if let Some(section) = self.sections.last_mut() {
            section.headers = headers.iter().map(|header| (*header).to_owned()).collect();
            section.columns.get_or_insert(headers.len());
            let headers = section.headers.clone();
            section.widen(&headers);
        }
    }

    fn row(&mut self, cells: Vec<String>) -> Result<(), String> {
        let Some(section) = self.sections.last_mut() else {
            return Ok(());
        };
        section.add_row(cells)
    }

    fn render(mut self) -> String {
        let mut width = self.width();
        if width > TERMINAL_WIDTH {
            self.sections = self.sections.into_iter().map(Section::turned).collect();
            width = self.width();
        }
        let mut out = format!("{}\n", "-".repeat(width));
        for section in &self.sections {
            section.render(width - section.indent * 2, &mut out);
        }
        out
    }

    fn width(&self) -> usize {
        self.sections
            .iter()
            .map(Section::width)
            .max()
            .unwrap_or_default()
    }
}

/// Keys with single values, and the others; of one object, or of all those of a list.
fn keys_of<'v>(
    objects: impl Iterator<Item = &'v Map<String, Value>>,
) -> (Vec<&'v str>, Vec<&'v str>) {
    let (mut headers, mut more) = (BTreeSet::new(), BTreeSet::new());
    for (key, value) in objects.flatten() {
        if is_scalar(value) {
            &mut headers
        } else {
            &mut more
        }
        .insert(key.as_str());
    }
    (headers.into_iter().collect(), more.into_iter().collect())
}

impl Section {
    fn add_row(&mut self, cells: Vec<String>) -> Result<(), String> {
        let columns = *self.columns.get_or_insert(cells.len());
        if cells.len() != columns {
            return Err(format!(
                "Row should have {columns} elements, instead it has {}",
                cells.len()
            ));
        }
        self.widen(&cells);
        self.rows.push(cells);
        Ok(())
    }

    fn widen(&mut self, cells: &[String]) {
        self.widths.resize(self.widths.len().max(cells.len()), 0);
        for (width, cell) in self.widths.iter_mut().zip(cells) {
            *width = (*width).max(width_of(cell));
        }
    }

    /// A section of one row becomes a section of two columns.
    fn turned(self) -> Self {
        let [row] = self.rows.as_slice() else {
            return self;
        };
        if self.headers.is_empty() {
            return self;
        }
        let mut turned = Self {
            title: self.title.clone(),
            indent: self.indent,
            ..Self::default()
        };
        for (header, cell) in self.headers.iter().zip(row) {
            let row = vec![header.clone(), cell.clone()];
            turned.widen(&row);
            turned.rows.push(row);
        }
        turned
    }

    fn width(&self) -> usize {
        let outer = 2 + 2 * self.indent;
        let columns: usize = self.widths.iter().map(|width| width + PADDING).sum();
        (width_of(&self.title) + outer).max(columns + outer)
    }

    /// The columns stretched to `width`, rounding spread over them from the end, or taken from the beginning.
    fn columns(&self, width: usize) -> Vec<usize> {
        let natural: Vec<usize> = self.widths.iter().map(|width| width + PADDING).collect();
        let sum: usize = natural.iter().sum();
        if sum == 0 {
            return natural;
        }
        let factor = width as f64 / sum as f64;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "widths are small and not negative"
        )]
        let mut scaled: Vec<usize> = natural
            .iter()
            .map(|column| (factor * *column as f64).round_ties_even() as usize)
            .collect();
        loop {
            let sum: usize = scaled.iter().sum();
            if sum < width {
                scaled
                    .iter_mut()
                    .rev()
                    .take(width - sum)
                    .for_each(|column| *column += 1);
            } else if sum > width {
                scaled
                    .iter_mut()
                    .take(sum - width)
                    .for_each(|column| *column = column.saturating_sub(1));
            } else {
                return scaled;
            }
        }
    }

    fn render(&self, width: usize, out: &mut String) {
        let line = |text: String, out: &mut String| {
            let edge = "|".repeat(self.indent);
            out.push_str(&edge);
            out.push_str(&text);
            out.push_str(&edge);
            out.push('\n');
        };
        if !self.title.is_empty() {
            line(centred(&self.title, width, "|"), out);
            if self.headers.is_empty() && self.rows.is_empty() {
                line(format!("+{}+", "-".repeat(width.saturating_sub(2))), out);
            }
        }
        let columns = self.columns(width);
        if columns.is_empty() {
            return;
        }
        if !self.headers.is_empty() {
            line(rule(&columns), out);
            line(cells(&columns, &self.headers, centred), out);
        }
        if !self.rows.is_empty() {
            line(rule(&columns), out);
            for row in &self.rows {
                line(cells(&columns, row, left), out);
            }
            line(rule(&columns), out);
        }
    }
}

fn rule(columns: &[usize]) -> String {
    let parts = columns.iter().enumerate().map(|(at, width)| match at {
        0 => format!("+{}+", "-".repeat(width.saturating_sub(2))),
        _ => format!("{}+", "-".repeat(width.saturating_sub(1))),
    });
    parts.collect()
}

fn cells(columns: &[usize], row: &[String], align: fn(&str, usize, &str) -> String) -> String {
    let edge = |at: usize| if at == 0 { "|" } else { "" };
    let parts = columns.iter().zip(row).enumerate();
    parts
        .map(|(at, (width, cell))| align(cell, *width, edge(at)))
        .collect()
}

fn centred(cell: &str, width: usize, left_edge: &str) -> String {
    let length = width_of(cell);
    let before = (width / 2).saturating_sub(length / 2 + 1);
    let after = width.saturating_sub(1 + left_edge.len() + before + length);
    format!(
        "{left_edge}{}{cell}{}|",
        " ".repeat(before),
        " ".repeat(after)
    )
}

fn left(cell: &str, width: usize, left_edge: &str) -> String {
    let length = width_of(cell);
    let padding = if width >= length + 3 + left_edge.len() {
        2
    } else {
        0
    };
    let after = width.saturating_sub(1 + left_edge.len() + padding + length);
    format!(
        "{left_edge}{}{cell}{}|",
        " ".repeat(padding),
        " ".repeat(after)
    )
}

/// Columns a text takes; characters that may be wide are.
fn width_of(text: &str) -> usize {
    text.chars()
        .map(|c| c.width_cjk().unwrap_or(1).max(1))
        .sum()
}
