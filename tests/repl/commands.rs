//! Every command of the shell.

use std::fs;

use crate::terminal::{ENTER, Setup, Terminal, shows, with_carlos};

#[test]
fn undo_and_redo_are_exact() {
    let mut terminal = with_carlos();
    terminal.enter("carlos.attach_policy(\"arn:aws:iam::aws:policy/ReadOnlyAccess\"); let n = carlos.policies.len(); n");
    shows(&terminal, "\n1\n");
    terminal.enter(".undo");
    shows(&terminal, "1 input taken back");
    terminal.enter("carlos.policies.len()");
    shows(&terminal, "\n0\n");
    terminal.enter(".undo");
    terminal.enter(".redo");
    shows(&terminal, "1 input done again");
    terminal.enter(".redo");
    shows(&terminal, "there is nothing to do again");
    terminal.enter("n");
    shows(&terminal, "there is no variable `n`");
    terminal.enter(".undo 9");
    shows(&terminal, "3 inputs taken back");
    terminal.enter(".redo 2");
    shows(&terminal, "2 inputs done again");
    terminal.enter(".undo 0");
    shows(&terminal, "no number of inputs");
}

#[test]
fn a_branch_differs_in_entities_and_access() {
    let mut terminal = with_carlos();
    terminal.enter(".branch wide");
    shows(&terminal, "wide begins here");
    terminal.enter(
        "carlos.put_policy(\"read\", allow(\"s3:GetObject\", \"*\")); acct.create_group(\"g\");",
    );
    terminal.enter(".diff main");
    shows(&terminal, "~ arn:aws:iam::123456789012:user/carlos");
    shows(&terminal, "+ arn:aws:iam::123456789012:group/g");
    shows(
        &terminal,
        "arn:aws:iam::123456789012:user/carlos\n  + gained  s3:GetObject  on *",
    );
    terminal.enter(".branch main");
    terminal.enter("carlos.can(\"s3:GetObject\", \"*\").allowed");
    shows(&terminal, "\nfalse\n");
    terminal.enter(".branch");
    shows(&terminal, "* main  2 inputs");
    terminal.enter(".diff nowhere");
    shows(
        &terminal,
        "`nowhere` is no other branch; the others are wide",
    );
}

#[test]
fn why_tells_the_last_decisions() {
    let mut terminal = with_carlos();
    terminal.enter(".why 2");
    shows(&terminal, "there are not as many decisions yet");
    terminal.enter(".why");
    shows(&terminal, "Allowed  iam:CreateUser on");
    terminal.enter(
        "let d = carlos.can(\"s3:PutObject\", \"*\"); let e = carlos.can(\"s3:GetObject\", \"*\");",
    );
    terminal.enter(".why 2");
    shows(&terminal, "ImplicitlyDenied  s3:PutObject on *");
    terminal.enter("carlos.session().create_user(\"x\")");
    terminal.enter(".why");
    shows(&terminal, "ImplicitlyDenied  iam:CreateUser on");
    terminal.enter("acct.create_user(\"eva\")");
    terminal.enter(".why");
    shows(&terminal, "Allowed  iam:CreateUser on");
}

#[test]
fn who_acts_is_in_the_prompt() {
    let mut terminal = with_carlos();
    shows(&terminal, "root@123456789012 iamsh:2>");
    terminal.enter("let role = acct.create_role(\"blog-role\", trust_for(carlos));");
    terminal.enter(".use carlos");
    shows(&terminal, "carlos@123456789012 iamsh:4>");
    terminal.enter("me = me.assume_role(role, \"cli\");");
    shows(&terminal, "blog-role/cli@123456789012 1h00m iamsh:5>");
    terminal.enter("advance(\"10m\");");
    shows(
        &terminal,
        "2026-01-01T00:10:00Z blog-role/cli@123456789012 50m iamsh:6>",
    );
    terminal.enter(".who");
    shows(
        &terminal,
        "arn:aws:sts::123456789012:assumed-role/blog-role/cli",
    );
    shows(&terminal, "carlos  User");
    terminal.enter(".use nobody");
    shows(&terminal, "`nobody` is nobody who acts");
    terminal.enter("advance(\"2h\");");
    shows(&terminal, "expired@123456789012 expired iamsh:7>");
}

#[test]
fn events_are_filtered() {
    let mut terminal = with_carlos();
    terminal.enter("acct.get_user(\"nobody\")");
    terminal.enter(".events failed");
    shows(&terminal, "GetUser    nobody  NoSuchEntity");
    terminal.enter(".clear");
    terminal.enter(".events createuser carlos");
    shows(&terminal, "CreateUser  carlos  Done");
    assert!(!terminal.screen().contains("GetUser"));
    terminal.enter(".events last x");
    shows(&terminal, "how many?");
}

#[test]
fn a_graph_of_who_can_become_what() {
    let mut terminal = with_carlos();
    terminal.enter("let a = acct.create_role(\"a\", trust_for(carlos)); let b = acct.create_role(\"b\", trust_for(a.arn));");
    terminal.enter("a.put_policy(\"on\", allow(\"sts:AssumeRole\", b.arn));");
    terminal.enter(".graph");
    shows(
        &terminal,
        "arn:aws:iam::123456789012:user/carlos\n└─ arn:aws:iam::123456789012:role/a\n   └─ arn:aws:iam::123456789012:role/b",
    );
    terminal.enter(".graph nobody");
    shows(&terminal, "there is no user or role `nobody`");
}

#[test]
fn modes_change_how_values_look() {
    let mut terminal = with_carlos();
    terminal.enter("[acct.create_user(\"eva\"), carlos]");
    shows(&terminal, "Path  UserName  UserId                 Arn");
    terminal.enter(".mode json");
    terminal.enter("#{ a: [1, \"x\"] }");
    shows(&terminal, "{\n  \"a\": [\n    1,\n    \"x\"\n  ]\n}");
    terminal.enter(".mode yaml");
    terminal.enter("it");
    shows(&terminal, "a:\n  - 1\n  - x");
    terminal.enter(".mode text");
    terminal.enter("r3");
    shows(&terminal, "\n1\tx".replace('\t', "       ").as_str());
    terminal.enter(".mode tabel");
    shows(&terminal, "did you mean `table`?");
}

#[test]
fn output_goes_to_files() {
    let mut terminal = with_carlos();
    terminal.enter(".once one.txt");
    terminal.enter("print(\"printed\"); 42");
    terminal.enter("43");
    terminal.enter(".output all.txt");
    terminal.enter("44");
    terminal.enter(".output");
    terminal.enter("45");
    let file = |name: &str| fs::read_to_string(terminal.home.join(name)).unwrap();
    assert_eq!(file("one.txt"), "printed\n42\n");
    assert_eq!(file("all.txt"), "44\n");
    shows(&terminal, "\n43\n");
    shows(&terminal, "\n45\n");
    terminal.enter(".once no/such/folder/x");
    shows(&terminal, "cannot write");
}

#[test]
fn a_session_is_saved_in_four_forms_and_read_again() {
    let mut terminal = with_carlos();
    terminal.enter("carlos.can(\"s3:GetObject\", \"*\")");
    terminal.enter("it.allowed");
    terminal.enter("let x = acct.get_user(\"nobody\");");
    for (name, form) in [
        ("s.rhai", "script"),
        ("t.rhai", "test"),
        ("m.md", "markdown"),
        ("a.sh", "aws-cli"),
    ] {
        terminal.enter(&format!(".save {name} --as {form}"));
    }
    let file = |name: &str| fs::read_to_string(terminal.home.join(name)).unwrap();
    assert_eq!(
        file("s.rhai"),
        "let acct = account(\"123456789012\"); let carlos = acct.create_user(\"carlos\");\nlet r2 = carlos.can(\"s3:GetObject\", \"*\");\nr2.allowed;\n"
    );
    assert_eq!(
        file("t.rhai"),
        "let acct = account(\"123456789012\"); let carlos = acct.create_user(\"carlos\");\nlet r2 = carlos.can(\"s3:GetObject\", \"*\");\nassert_eq(r2.allowed, false);\nlet r3 = r2.allowed;\nassert_eq(r3, false);\nexpect_error(\"NoSuchEntity\", || acct.get_user(\"nobody\"));\n"
    );
    assert!(file("m.md").contains("iamsh:3> it.allowed\nfalse\n```"));
    assert!(
        file("a.sh").contains(
            "# as arn:aws:iam::123456789012:root\naws iam create-user --user-name carlos\n"
        )
    );
    // What was saved runs, and the test holds.
    let mut again = Setup::new(&terminal.home).start();
    again.wait_for_prompt();
    again.enter("let old = 1;");
    again.enter(".load t.rhai");
    again.enter("carlos.name");
    shows(&again, "\n\"carlos\"\n");
    again.enter("old");
    shows(&again, "there is no variable `old`");
    again.enter(".read nothing.rhai");
    shows(&again, "cannot read `nothing.rhai`");
}

#[test]
fn reading_goes_on_behind_errors_where_it_shall() {
    let mut terminal = Terminal::new();
    fs::write(
        terminal.home.join("s.rhai"),
        "let a = 1;\nnonsense();\nlet b = 2;\n",
    )
    .unwrap();
    terminal.enter(".read s.rhai");
    terminal.enter("b");
    shows(&terminal, "there is no variable `b`");
    terminal.enter(".bail off");
    terminal.enter(".echo on");
    terminal.enter(".read s.rhai");
    shows(&terminal, "let b = 2;");
    terminal.enter("a + b");
    shows(&terminal, "\n3\n");
}

#[test]
fn an_editor_changes_an_input() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("ed.sh"), "sed -i s/40/41/ \"$1\"\n").unwrap();
    let mut setup = Setup::new(home.path());
    setup.environment.push(("EDITOR", "sh ed.sh".to_owned()));
    let mut terminal = setup.start();
    terminal.wait_for_prompt();
    terminal.enter("40 + 1");
    terminal.enter(".edit");
    shows(&terminal, "41 + 1\n42\n");
    terminal.enter(".edit 7");
    shows(&terminal, "there is no input 7");
}

#[test]
fn long_output_goes_to_the_pager() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("pager.sh"), "echo paged $(wc -l)\n").unwrap();
    let mut setup = Setup::new(home.path());
    setup.environment.push(("PAGER", "sh pager.sh".to_owned()));
    let mut terminal = setup.start();
    terminal.wait_for_prompt();
    terminal.enter(
        "let acct = account(\"123456789012\"); for n in 0..50 { acct.create_user(`user-${n}`); }",
    );
    terminal.enter("acct.list_users()");
    shows(&terminal, "paged 51");
    terminal.enter(".pager off");
    terminal.enter("acct.list_users()");
    shows(&terminal, "user-49");
}

#[test]
fn small_settings() {
    let mut terminal = Terminal::new();
    terminal.enter(".timer on");
    terminal.enter("1 + 1");
    shows(&terminal, " ms\n");
    terminal.enter(".timer");
    shows(&terminal, "timer is on");
    terminal.enter(".bail maybe");
    shows(&terminal, "`maybe` is neither on nor off");
    terminal.enter(".history 2");
    shows(&terminal, "\n.bail maybe\n.history 2\n");
    fs::create_dir(terminal.home.join("inner")).unwrap();
    fs::write(
        terminal.home.join("inner/policy.json"),
        "{\"Statement\": []}",
    )
    .unwrap();
    terminal.enter(".cd inner");
    terminal.enter("policy_file(\"policy.json\").text");
    shows(&terminal, "{\\\"Statement\\\": []}");
    terminal.enter(".cd nowhere");
    shows(&terminal, "cannot go to `nowhere`");
    terminal.enter(".clear");
    assert!(
        !terminal.screen().contains("neither"),
        "{}",
        terminal.screen()
    );
    terminal.enter(".quitt");
    shows(
        &terminal,
        "there is no command `.quitt`; did you mean `.quit`?",
    );
    terminal.type_keys(".quit");
    terminal.type_keys(ENTER);
    assert_eq!(terminal.end(), 0);
}
