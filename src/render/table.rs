//! Things of one kind in aligned columns; where the screen is too narrow, one below the other.

use serde_json::Value;
use unicode_width::UnicodeWidthStr;

use super::card;
use super::style::Style;

/// Members that are masked wherever they stand in a table.
const SECRETS: &[&str] = &["SecretAccessKey", "SessionToken"];

/// A table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// Names of the columns.
    pub columns: Vec<String>,
    /// Cells, as many in each row as there are columns.
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// A table of documents: a column for each member that is plain in every document and not absent from all.
    #[must_use]
    pub fn of_documents(documents: &[Value], without: &[&str]) -> Self {
        let mut columns: Vec<String> = Vec::new();
        for members in documents.iter().filter_map(Value::as_object) {
            for (name, value) in members {
                if !value.is_null() && !columns.contains(name) {
                    columns.push(name.clone());
                }
            }
        }
        let plain = |name: &String| {
            !without.contains(&name.as_str())
                && documents
                    .iter()
                    .filter_map(|document| document.get(name))
                    .all(|value| !value.is_object() && !value.is_array())
        };
        columns.retain(plain);
        let cell = |document: &Value, name: &String| match document.get(name) {
            Some(_) if SECRETS.contains(&name.as_str()) => "****".to_owned(),
            Some(value) => one_line(&card::inline(value)),
            None => String::new(),
        };
        let row = |document: &Value| columns.iter().map(|name| cell(document, name)).collect();
        Self {
            rows: documents.iter().map(row).collect(),
            columns,
        }
    }

    /// As text, without a line break at its end: columns where `width` cells are enough, otherwise a block for each row.
    #[must_use]
    pub fn render(&self, width: usize, style: Style) -> String {
        let widths = self.widths();
        let needed = widths.iter().sum::<usize>() + 2 * widths.len().saturating_sub(1);
        if needed <= width || self.columns.len() < 2 {
            self.in_columns(&widths, style)
        } else {
            self.in_blocks(style)
        }
    }

    fn widths(&self) -> Vec<usize> {
        let of_cells = |place: usize| {
            let cells = self.rows.iter().filter_map(move |row| row.get(place));
            cells.map(|cell| cell.width()).max().unwrap_or(0)
        };
        let columns = self.columns.iter().enumerate();
        columns
            .map(|(place, name)| name.width().max(of_cells(place)))
            .collect()
    }

    fn in_columns(&self, widths: &[usize], style: Style) -> String {
        let line = |cells: &[String]| {
            let padded = cells.iter().zip(widths).map(|(cell, width)| {
                format!("{cell}{}", " ".repeat(width.saturating_sub(cell.width())))
            });
            padded.collect::<Vec<_>>().join("  ").trim_end().to_owned()
        };
        let mut lines = vec![style.strong(line(&self.columns))];
        lines.extend(self.rows.iter().map(|row| line(row)));
        lines.join("\n")
    }

    fn in_blocks(&self, style: Style) -> String {
        let widest = self.columns.iter().map(|name| name.width()).max();
        let block = |row: &Vec<String>| {
            let cells = self.columns.iter().zip(row).map(|(name, cell)| {
                let gap = " ".repeat(widest.unwrap_or(0).saturating_sub(name.width()));
                format!("{}{gap}  {cell}", style.muted(name))
            });
            cells.collect::<Vec<_>>().join("\n")
        };
        let blocks: Vec<String> = self.rows.iter().map(block).collect();
        blocks.join("\n\n")
    }
}

fn one_line(text: &str) -> String {
    text.replace('\n', "⏎")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn table() -> Table {
        let documents = [
            json!({ "Path": "/", "UserName": "carlos", "Tags": [], "SecretAccessKey": "x", "Gone": null }),
            json!({ "Path": "/größe/", "UserName": "eva" }),
        ];
        Table::of_documents(&documents, &[])
    }

    #[test]
    fn columns_line_up_by_what_is_seen() {
        assert_eq!(
            table().render(80, Style::Plain),
            "Path     UserName  SecretAccessKey\n/        carlos    ****\n/größe/  eva"
        );
    }

    #[test]
    fn a_narrow_screen_loses_nothing() {
        assert_eq!(
            table().render(20, Style::Plain),
            "Path             /\nUserName         carlos\nSecretAccessKey  ****\n\nPath             /größe/\nUserName         eva\nSecretAccessKey  "
        );
    }
}
