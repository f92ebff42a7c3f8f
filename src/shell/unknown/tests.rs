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
