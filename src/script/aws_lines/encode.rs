//! A word as a back-tick literal of rhai. Text is gathered first and encoded when it ends: letter by letter goes wrong at the seams.
//!
//! In back-tick literals a line end right behind the opening quote is dropped, `\r\n` becomes `\n`, and `\` is itself unless `${` follows.

/// Builds one literal.
#[derive(Debug, Default)]
pub(super) struct Encoder {
    out: String,
    text: String,
}

impl Encoder {
    /// A letter that stands for itself.
    pub(super) fn text(&mut self, letter: char) {
        self.text.push(letter);
    }

    /// An expression, whose value is put in.
    pub(super) fn code(&mut self, expression: &str) {
        self.flush(true);
        if expression.trim().is_empty() {
            // Nothing to put in; its line ends are kept.
            self.out.push_str(&format!("${{\"\"{expression}}}"));
        } else {
            self.out.push_str(&format!("${{{expression}}}"));
        }
    }

    /// A line end that the word goes on behind.
    pub(super) fn line_end(&mut self) {
        self.code("\n");
    }

    /// The literal.
    pub(super) fn finish(mut self) -> String {
        self.flush(false);
        format!("`{}`", self.out)
    }

    fn flush(&mut self, code_follows: bool) {
        if self.out.is_empty() && self.text.starts_with(['\n', '\r']) {
            self.out.push_str("${\"\"}");
        }
        let body = match code_follows {
            true => self.text.trim_end_matches('\\'),
            false => self.text.as_str(),
        };
        let quoted = body
            .replace('`', "``")
            .replace("${", "\\${")
            .replace("\r\n", "${\"\\r\"}\n");
        self.out.push_str(&quoted);
        let slashes = self.text.len() - body.len();
        if slashes > 0 {
            self.out
                .push_str(&format!("${{\"{}\"}}", "\\\\".repeat(slashes)));
        }
        self.text.clear();
    }
}
