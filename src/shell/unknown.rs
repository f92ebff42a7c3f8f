//! The words of a script that nothing knows: variables that nothing declared, functions that nobody wrote, members that a value of
//! a known type does not have.
//!
//! Only what is certain is named. Whatever the text itself declares counts from there to the end of its block; where the type of
//! a value cannot be told, it may have every member.

use std::collections::HashSet;
use std::ops::Range;

use crate::script::{PieceKind, Walker, function_table, has_verb, property_table, scan, verb};

use super::complete::KEYWORDS;
use super::complete::types::{function, indexed, method, property};
use super::view::View;

/// Words that the engine itself understands as functions or values.
const OF_THE_ENGINE: &[&str] = &[
    "_",
    "Fn",
    "aws",
    "call",
    "curry",
    "debug",
    "eval",
    "export",
    "global",
    "import",
    "is_def_fn",
    "is_def_var",
    "is_shared",
    "print",
    "type_of",
    "unset",
];

/// Words that nothing knows, as stretches of the text, in order. `code` are the parts of the text that are rhai.
#[must_use]
pub fn unknown(view: &View<'_>, text: &str, code: &[Range<usize>]) -> Vec<Range<usize>> {
    let tokens = tokens(text, code);
    let mut walk = Walk {
        view,
        text,
        defined: after(&tokens, "fn"),
        assigned: assigned(&tokens),
        blocks: vec![Block::default()],
        open: Vec::new(),
        kind: None,
        binding: None,
        found: Vec::new(),
    };
    walk.over(&tokens);
    walk.found.sort_by_key(|range| range.start);
    walk.found
}

/// A word, a mark or a literal, and where it stands.
#[derive(Clone, Debug)]
struct Token<'a> {
    kind: PieceKind,
    word: &'a str,
    range: Range<usize>,
}

impl Token<'_> {
    fn is_word(&self) -> bool {
        self.kind == PieceKind::Word
    }
}

fn tokens<'a>(text: &'a str, code: &[Range<usize>]) -> Vec<Token<'a>> {
    let of_part = |part: &Range<usize>| {
        let start = part.start;
        let part = text.get(part.clone()).unwrap_or_default();
        let pieces = scan(part).pieces.into_iter();
        let solid =
            pieces.filter(|piece| !matches!(piece.kind, PieceKind::Space | PieceKind::Comment));
        let tokens = solid.map(move |piece| Token {
            kind: piece.kind,
            word: part.get(piece.range.clone()).unwrap_or_default(),
            range: piece.range.start + start..piece.range.end + start,
        });
        tokens.collect::<Vec<_>>()
    };
    code.iter().flat_map(of_part).collect()
}

/// Words that follow another word.
fn after<'a>(tokens: &[Token<'a>], word: &str) -> HashSet<&'a str> {
    let pairs = tokens.iter().zip(tokens.iter().skip(1));
    pairs
        .filter(|(first, second)| first.word == word && second.is_word())
        .map(|(_, second)| second.word)
        .collect()
}

/// Variables that get another value somewhere: their types are not certain.
fn assigned<'a>(tokens: &[Token<'a>]) -> HashSet<&'a str> {
    let word = |at: usize| tokens.get(at).map_or("", |token| token.word);
    let is_assigned = |at: &usize| {
        word(at + 1) == "="
            && !matches!(word(at + 2), "=" | ">")
            && at
                .checked_sub(1)
                .is_none_or(|before| !matches!(word(before), "let" | "const"))
    };
    let places = (0..tokens.len()).filter(is_assigned);
    places.map(word).collect()
}

/// A name that the text declares.
struct Name<'a> {
    name: &'a str,
    kind: Option<String>,
    constant: bool,
}

/// What is declared between two braces.
#[derive(Default)]
struct Block<'a> {
    names: Vec<Name<'a>>,
    /// The body of a function sees nothing of what is around it but constants.
    function: bool,
}

/// An open bracket.
struct Open {
    /// The type of what it ends.
    gives: Option<String>,
    block: bool,
}

struct Walk<'a, 'v> {
    view: &'v View<'v>,
    text: &'a str,
    /// Functions that the text defines.
    defined: HashSet<&'a str>,
    assigned: HashSet<&'a str>,
    blocks: Vec<Block<'a>>,
    open: Vec<Open>,
    /// The type of the value that ends here.
    kind: Option<String>,
    /// `let name = ` and how many brackets were open there.
    binding: Option<(&'a str, usize)>,
    found: Vec<Range<usize>>,
}

impl<'a> Walk<'a, '_> {
    fn over(&mut self, tokens: &[Token<'a>]) {
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            at = match token.kind {
                PieceKind::Word => self.word(tokens, at),
                PieceKind::Literal => {
                    self.literal(token);
                    at + 1
                }
                _ => self.mark(tokens, at),
            };
        }
    }

    fn declare(&mut self, name: &'a str, constant: bool) {
        if let Some(block) = self.blocks.last_mut() {
            block.names.push(Name {
                name,
                kind: None,
                constant,
            });
        }
    }

    /// Declares the words from one place up to a mark, and says where that is.
    fn declare_up_to(&mut self, tokens: &[Token<'a>], from: usize, end: &str) -> usize {
        let rest = tokens.get(from..).unwrap_or_default();
        let names = rest.iter().take_while(|token| token.word != end);
        let count = names.clone().count();
        for name in names.filter(|token| token.is_word()) {
            self.declare(name.word, false);
        }
        from + count
    }

    /// Goes over a word and whatever it declares.
    fn word(&mut self, tokens: &[Token<'a>], at: usize) -> usize {
        let word = |at: usize| tokens.get(at).map_or("", |token| token.word);
        let Some(token) = tokens.get(at) else {
            return at + 1;
        };
        if is_member(tokens, at) {
            self.member(token, word(at + 1) == "(");
            return at + 1;
        }
        let kind = self.kind.take();
        match token.word {
            "let" | "const" => {
                self.declare(word(at + 1), token.word == "const");
                if word(at + 2) == "=" {
                    self.binding = Some((word(at + 1), self.open.len()));
                    return at + 3;
                }
                at + 2
            }
            "fn" => self.function(tokens, at),
            "for" if word(at + 1) == "(" => self.declare_up_to(tokens, at + 2, ")") + 1,
            "for" => {
                self.declare(word(at + 1), false);
                at + 2
            }
            "catch" if word(at + 1) == "(" => self.declare_up_to(tokens, at + 2, ")") + 1,
            "as" => {
                self.declare(word(at + 1), false);
                at + 2
            }
            name if KEYWORDS.contains(&name) => {
                self.binding = self.binding.filter(|(_, depth)| *depth != self.open.len());
                self.kind = kind;
                at + 1
            }
            // `key:` and `module::name`.
            _ if word(at + 1) == ":"
                || (word(at.wrapping_sub(1)) == ":" && word(at.wrapping_sub(2)) == ":") =>
            {
                at + 1
            }
            _ => {
                self.name(token, word(at + 1) == "(");
                at + 1
            }
        }
    }

    /// `fn name(a, b) {`
    fn function(&mut self, tokens: &[Token<'a>], at: usize) -> usize {
        let place = |from: usize, wanted: &str| {
            let mut rest = tokens.iter().enumerate().skip(from);
            rest.find(|(_, token)| token.word == wanted)
                .map_or(tokens.len(), |(at, _)| at)
        };
        let parameters = place(at, "(") + 1;
        self.blocks.push(Block {
            function: true,
            ..Block::default()
        });
        let end = self.declare_up_to(tokens, parameters, ")");
        self.open.push(Open {
            gives: None,
            block: true,
        });
        place(end, "{") + 1
    }

    /// A variable, or a function that is called.
    fn name(&mut self, token: &Token<'a>, is_call: bool) {
        let name = token.word;
        if name.starts_with(|letter: char| letter.is_ascii_digit()) {
            return;
        }
        if is_call {
            let known = self.is_function(name)
                || self.declared(name).is_some()
                || self.view.variable(name).is_some();
            self.note(token, known);
            self.kind = function(name).filter(|_| !self.defined.contains(name));
            return;
        }
        match self.declared(name) {
            Some(kind) => self.kind = kind,
            None => {
                let variable = self.view.variable(name);
                let seen = variable.filter(|variable| variable.constant || !self.in_function());
                let known = seen.is_some() || self.is_own(name) || OF_THE_ENGINE.contains(&name);
                self.note(token, known);
                self.kind = seen.map(|variable| variable.kind.clone());
            }
        }
        if self.assigned.contains(name) {
            self.kind = None;
        }
    }

    /// What stands behind a dot.
    fn member(&mut self, token: &Token<'a>, is_call: bool) {
        let Some(kind) = self.kind.take() else {
            return;
        };
        let name = token.word;
        // A client has every operation as a method.
        let is_told = kind != "Client" && !property_table::properties(&kind).is_empty();
        if is_call {
            self.note(token, !is_told || self.is_method(&kind, name));
            self.kind = method(&kind, name);
        } else {
            let known = !is_told || property_table::has(&kind, name);
            self.note(token, known);
            self.kind = property(&kind, name);
        }
    }

    fn note(&mut self, token: &Token<'a>, known: bool) {
        if !known {
            self.found.push(token.range.clone());
        }
    }

    /// What the text declares under a name: perhaps its type.
    fn declared(&self, name: &str) -> Option<Option<String>> {
        let mut hidden = false;
        for block in self.blocks.iter().rev() {
            let mut names = block.names.iter().rev();
            if let Some(own) = names.find(|own| own.name == name && (!hidden || own.constant)) {
                return Some(own.kind.clone());
            }
            hidden |= block.function;
        }
        None
    }

    fn in_function(&self) -> bool {
        self.blocks.iter().any(|block| block.function)
    }

    /// A function of the session or of the text.
    fn is_own(&self, name: &str) -> bool {
        self.defined.contains(name) || self.view.functions.iter().any(|own| own.name == name)
    }

    fn is_function(&self, name: &str) -> bool {
        self.is_own(name)
            || OF_THE_ENGINE.contains(&name)
            || verb("Session", name).is_some()
            || function_table::named(name).next().is_some()
            || self.view.is_of_the_engine(name)
    }

    /// Every function may be called as a method, but not those that are methods of other types only.
    fn is_method(&self, kind: &str, name: &str) -> bool {
        let rows = || function_table::named(name);
        let of_others = rows().next().is_some() || is_verb(name);
        has_verb(kind, name)
            || rows().any(|row| row.of.is_empty() || row.of.contains(&kind))
            || function_table::COMMON
                .iter()
                .any(|(common, _)| *common == name)
            || self.is_own(name)
            || OF_THE_ENGINE.contains(&name)
            || (!of_others && self.view.is_of_the_engine(name))
    }

    /// Code in a back-tick string is code.
    fn literal(&mut self, token: &Token<'a>) {
        self.kind = Some("string".to_owned());
        if !token.word.starts_with('`') {
            return;
        }
        let end = token.range.end;
        let text = self.text.get(..end).unwrap_or_default();
        let mut from = token.range.start;
        while let Some(found) = text.get(from..).and_then(|rest| rest.find("${")) {
            let code = from + found + 2;
            let mut walker = Walker::new(text, code);
            let closed = walker.interpolation();
            from = walker.at();
            if text
                .get(..code - 2)
                .is_some_and(|before| before.ends_with('\\'))
            {
                from = code;
                continue;
            }
            let inside = code..from - usize::from(closed);
            let state = (self.kind.take(), self.binding.take(), self.open.len());
            self.blocks.push(Block::default());
            let (blocks, inner) = (self.blocks.len(), tokens(self.text, &[inside]));
            self.over(&inner);
            self.blocks.truncate(blocks - 1);
            self.open.truncate(state.2);
            (self.kind, self.binding) = (state.0, state.1);
        }
    }

    fn mark(&mut self, tokens: &[Token<'a>], at: usize) -> usize {
        let word = |at: usize| tokens.get(at).map_or("", |token| token.word);
        let mark = word(at);
        // `..` is a range, `.` alone has a value before it.
        if mark == "." && word(at + 1) != "." && word(at.wrapping_sub(1)) != "." {
            return at + 1;
        }
        let kind = self.kind.take();
        match mark {
            "(" => {
                let is_call = at
                    .checked_sub(1)
                    .and_then(|at| tokens.get(at))
                    .is_some_and(Token::is_word);
                self.opened(kind.filter(|_| is_call), false);
            }
            "[" => self.opened(kind.and_then(|kind| indexed(&kind)), false),
            "{" => {
                self.blocks.push(Block::default());
                self.opened(None, true);
            }
            ")" | "]" | "}" => {
                self.kind = self.closed();
            }
            "|" if is_closure(tokens, at) => {
                return self.declare_up_to(tokens, at + 1, "|") + 1;
            }
            "|" if word(at + 1) == "|" => {
                self.unbind();
                return at + 2;
            }
            ";" => match self.binding.take() {
                Some((name, depth)) if depth == self.open.len() => self.bind(name, kind),
                other => self.binding = other,
            },
            _ => self.unbind(),
        }
        at + 1
    }

    /// An operator: what is bound is of another type than what stands beside it.
    fn unbind(&mut self) {
        self.binding = self.binding.filter(|(_, depth)| *depth != self.open.len());
    }

    fn bind(&mut self, name: &str, kind: Option<String>) {
        let names = self.blocks.last_mut().map(|block| &mut block.names);
        let own = names.and_then(|names| names.iter_mut().rev().find(|own| own.name == name));
        if let Some(own) = own {
            own.kind = kind;
        }
    }

    fn opened(&mut self, gives: Option<String>, block: bool) {
        self.open.push(Open { gives, block });
    }

    fn closed(&mut self) -> Option<String> {
        let open = self.open.pop()?;
        if open.block && self.blocks.len() > 1 {
            self.blocks.pop();
        }
        open.gives
    }
}

fn is_member(tokens: &[Token<'_>], at: usize) -> bool {
    let is_dot = |at: Option<usize>| {
        at.and_then(|at| tokens.get(at))
            .is_some_and(|token| token.word == ".")
    };
    is_dot(at.checked_sub(1)) && !is_dot(at.checked_sub(2))
}

/// `|` begins the parameters of a closure: no value stands before it.
fn is_closure(tokens: &[Token<'_>], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|at| tokens.get(at));
    before.is_none_or(|before| match before.kind {
        PieceKind::Mark => !matches!(before.word, ")" | "]" | "}"),
        _ => before.word == "return",
    })
}

fn is_verb(name: &str) -> bool {
    ["Session", "User", "Group", "Role", "Policy"]
        .iter()
        .any(|kind| verb(kind, name).is_some())
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::super::complete::tests::with_view;
    use super::super::view::View;

    fn words<'a>(view: &View<'_>, text: &'a str) -> Vec<&'a str> {
        let found = super::super::highlight::unknown_words(view, text).into_iter();
        found.filter_map(|range| text.get(range)).collect()
    }

    #[test]
    fn what_nothing_knows_is_named() {
        with_view(|view| {
            let table: &[(&str, &[&str])] = &[
                ("acct.create_user(nmae)", &["nmae"]),
                ("let x = 1; x + y", &["y"]),
                ("{ let x = 1; } x", &["x"]),
                ("creat_user(1); twice(2)", &["creat_user"]),
                (
                    "carlos.creat_access_key(); carlos.nmae; carlos.name.len()",
                    &["creat_access_key", "nmae"],
                ),
                (
                    "role.trust.statments; acct.create_user(\"x\").arm",
                    &["statments", "arm"],
                ),
                (
                    "let u = acct.create_user(\"x\"); u.arm; let v = 1 + u; v.arm",
                    &["arm"],
                ),
                ("fn f(a) { a + carlos + b } f(1)", &["carlos", "b"]),
                ("fn f() { X } const X = 1;", &["X"]),
                ("const X = 1; fn f() { X }", &[]),
                ("acct.list_users().map(|one| one.name + two)", &["two"]),
                ("`user-${nmae}-\\${no}-${carlos.arm}`", &["nmae", "arm"]),
                ("for (one, n) in [1] { one + n + m }", &["m"]),
                ("try { f() } catch (e) { e + g }", &["f", "g"]),
                ("let x = aws iam list-users\nx.Users + y", &["y"]),
                ("a || b", &["a", "b"]),
                ("acct.get_user(\"x\").attach_policy(p)", &["p"]),
                ("me.arn; me.create_user(\"x\"); group.members()", &["group"]),
            ];
            for (text, unknown) in table {
                assert_eq!(words(view, text), *unknown, "{text}");
            }
        });
    }

    #[test]
    fn what_may_be_known_is_not_named() {
        with_view(|view| {
            for text in [
                "#{ a: 1, b: #{ c: twice(2) } }.a.b.c",
                "let m = #{ Version: 1 }; m.nonsense; m[\"x\"].y",
                "import \"lib\" as lib; lib::nonsense(lib::VALUE); global::X",
                "let f = |x| |y| x + y; f.call(1); f(1)",
                "for n in 0..twice(2) { n; for m in n..=9 { m } }",
                "switch 1 { 1 | 2 => 3, x if true => 4, _ => 5 }"
                    .replace("x if true", "7 if true")
                    .as_str(),
                "let c = client(\"iam\", acct); c.create_user(#{ UserName: \"x\" }).User.Arn",
                "let x = carlos; x = role; x.trust",
                "export AWS_PROFILE=x\naws iam list-users --query 'Users[].Arn' # all\nunset AWS_PROFILE",
                "carlos.to_json(); carlos.fields(); carlos.type_of(); twice(carlos); carlos.twice(); trust_for(carlos)",
                "let a = [1, 2]; a.len; a.sort(); 1.5 + 0x1f; \"a\".len(); 'c'",
                "private fn g(this_one) { this.x = this_one; } fn User.h() { this }",
                "loop { break; } while true { continue } do { } until false; throw 1; return",
                "aws ",
                "iamsh:1> nonsense\nshown output",
                "{ \"Version\": \"2012-10-17\", \"Statement\": [] }",
                ".use nonsense",
                "?nonsense",
            ] {
                assert_eq!(words(view, text), Vec::<&str>::new(), "{text}");
            }
        });
    }

    /// Every script of the repository runs, so nothing in it is unknown.
    #[test]
    fn scripts_that_run_have_no_unknown_words() {
        fn scripts(folder: &Path, found: &mut Vec<std::path::PathBuf>) {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    scripts(&path, found);
                } else if path
                    .extension()
                    .is_some_and(|extension| extension == "rhai")
                {
                    found.push(path);
                }
            }
        }
        let mut found = Vec::new();
        scripts(
            Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/scripts")),
            &mut found,
        );
        assert!(found.len() > 40);
        with_view(move |view| {
            let view = View {
                variables: &[],
                functions: &[],
                ..*view
            };
            let text_of = |script| fs::read_to_string(script).unwrap();
            let marked: Vec<_> = found
                .iter()
                .flat_map(|script| {
                    let text = text_of(script);
                    let words = words(&view, &text).into_iter().map(str::to_owned);
                    words
                        .map(|word| (script.display().to_string(), word))
                        .collect::<Vec<_>>()
                })
                .collect();
            assert!(marked.is_empty(), "{marked:#?}");
        });
    }
}
