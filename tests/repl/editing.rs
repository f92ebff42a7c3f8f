//! Typing: multi-line input, paste, completion, history, Ctrl-C and Ctrl-D.

use std::time::{Duration, Instant};

use crate::terminal::{ALT_ENTER, CTRL_C, CTRL_D, ENTER, RIGHT, Setup, TAB, Terminal, UP};

const ACCOUNT: &str = "let acct = account(\"123456789012\");";

#[test]
fn an_open_bracket_goes_on_in_the_next_line_and_history_has_the_block() {
    let mut terminal = Terminal::new();
    terminal.type_keys("let x = #{");
    terminal.type_keys(ENTER);
    terminal.type_keys("a: 1,");
    terminal.type_keys(ENTER);
    terminal.enter("}; x.a + 41");
    assert!(
        terminal.screen().contains("\n42\n"),
        "{}",
        terminal.screen()
    );
    terminal.type_keys(UP);
    terminal.wait(
        |terminal| terminal.screen().matches("let x = #{").count() == 2,
        "the block again",
    );
    terminal.type_keys(CTRL_C);
}

#[test]
fn nobody_is_trapped_in_an_open_block() {
    let mut terminal = Terminal::new();
    terminal.type_keys("let x = [1,");
    terminal.type_keys(ENTER);
    terminal.type_keys(ENTER);
    terminal.type_keys(ENTER);
    terminal.wait_for("error");
}

#[test]
fn alt_enter_makes_a_line() {
    let mut terminal = Terminal::new();
    terminal.type_keys("let a = 40;");
    terminal.type_keys(ALT_ENTER);
    terminal.enter("a + 2");
    assert!(
        terminal.screen().contains("\n42\n"),
        "{}",
        terminal.screen()
    );
}

#[test]
fn tab_completes_methods_names_and_arns() {
    let mut terminal = Terminal::new();
    terminal.enter(ACCOUNT);
    terminal.enter("let carlos = acct.create_user(\"carlos\"); acct.create_user(\"carla\");");
    terminal.type_keys("acct.create_us");
    terminal.type_keys(TAB);
    terminal.wait_for("acct.create_user(UserName");
    terminal.clear_line();
    terminal.type_keys("acct.get_user(\"carl");
    terminal.type_keys(TAB);
    terminal.wait_for("carla  user");
    terminal.clear_line();
    terminal.type_keys("carlos.put_policy(\"p\", allow(\"s3:GetObjectAtt");
    terminal.type_keys(TAB);
    terminal.wait_for("s3:GetObjectAttributes");
    terminal.type_keys(CTRL_C);
}

#[test]
fn an_open_parenthesis_shows_what_a_call_takes() {
    let mut terminal = Terminal::new();
    terminal.enter(ACCOUNT);
    terminal.type_keys("acct.create_role(");
    terminal.wait_for("RoleName, AssumeRolePolicyDocument, #{ … })");
    terminal.type_keys(CTRL_C);
}

#[test]
fn history_hints_and_is_there_after_a_restart() {
    let home = tempfile::tempdir().unwrap();
    let mut first = Setup::new(home.path()).start();
    first.wait_for_prompt();
    first.enter("let remembered = 6 * 7;");
    first.enter("  let secret = 1;");
    first.type_keys(CTRL_D);
    assert_eq!(first.end(), 0);
    let mut second = Setup::new(home.path()).start();
    second.wait_for_prompt();
    second.type_keys("let rem");
    second.wait_for("let remembered = 6 * 7;");
    second.type_keys(RIGHT);
    second.enter(" remembered");
    assert!(second.screen().contains("\n42\n"), "{}", second.screen());
    second.type_keys(UP);
    second.type_keys(UP);
    second.wait(
        |terminal| terminal.screen().matches("let remembered").count() == 2,
        "older history",
    );
    assert!(
        !second.screen().contains("secret"),
        "a leading blank keeps a line out"
    );
}

#[test]
fn what_is_typed_is_what_older_inputs_begin_with() {
    const PAGE_UP: &str = "\u{1b}[5~";
    let mut terminal = Terminal::new();
    terminal.enter("let first = 41;");
    terminal.enter("1 + 1");
    terminal.type_keys("let");
    terminal.type_keys(PAGE_UP);
    terminal.wait(
        |terminal| terminal.screen().matches("let first = 41;").count() == 2,
        "the older one",
    );
    terminal.type_keys("\u{5}");
    terminal.enter(" first + 1");
    assert!(
        terminal.screen().contains("\n42\n"),
        "{}",
        terminal.screen()
    );
}

#[test]
fn a_transcript_is_pasted_without_its_prompts_and_outputs() {
    let mut terminal = Terminal::new();
    terminal.paste("iamsh:1> let a = 40;\niamsh:2> a\n40\niamsh:3> a + 2");
    terminal.enter(" ");
    assert!(
        terminal.screen().ends_with("\n42\niamsh:4>"),
        "{}",
        terminal.screen()
    );
}

const POLICY: &str = "{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [{ \"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\" }]\n}";

const QUESTION: &str =
    "a policy of 1 statement: Enter keeps it as `pasted`, or type a name (Esc leaves it)";

/// Pastes a text and presses Enter.
fn offered(terminal: &mut Terminal, text: &str) {
    terminal.paste(text);
    terminal.type_keys(ENTER);
    terminal.wait_for("(Esc leaves it)");
}

fn shows(terminal: &mut Terminal, input: &str, text: &str) {
    terminal.enter(input);
    assert!(terminal.screen().contains(text), "{}", terminal.screen());
}

#[test]
fn a_pasted_policy_is_kept_with_enter() {
    let mut terminal = Terminal::new();
    offered(&mut terminal, POLICY);
    terminal.wait_for(QUESTION);
    terminal.type_keys(ENTER);
    terminal.wait_for("iamsh:2>");
    shows(
        &mut terminal,
        "pasted.statements[0].effect",
        "\n\"Allow\"\n",
    );
    // Another one does not take its place.
    offered(&mut terminal, POLICY);
    terminal.wait_for("keeps it as `pasted2`");
    terminal.type_keys(ENTER);
    terminal.wait_for("iamsh:4>");
    // It is one input, and `.save` writes that.
    shows(&mut terminal, ".undo", "1 input taken back");
    terminal.enter(".save s.rhai");
    let saved = std::fs::read_to_string(terminal.home.join("s.rhai")).unwrap();
    assert_eq!(
        saved,
        format!("let pasted = policy(#\"{POLICY}\"#);\npasted.statements[0].effect;\n")
    );
}

#[test]
fn a_pasted_policy_gets_the_name_that_is_typed() {
    let mut terminal = Terminal::new();
    offered(&mut terminal, POLICY);
    terminal.type_keys("my name");
    terminal.type_keys(ENTER);
    terminal.wait_for("a variable cannot be called `my name`");
    terminal.type_keys("admin");
    terminal.type_keys(ENTER);
    terminal.wait_for("iamsh:2>");
    shows(&mut terminal, "admin.version", "\n\"2012-10-17\"\n");
}

#[test]
fn a_pasted_policy_can_be_left() {
    const ESCAPE: &str = "\u{1b}";
    let mut terminal = Terminal::new();
    for key in [CTRL_C, ESCAPE, CTRL_D] {
        offered(&mut terminal, POLICY);
        terminal.type_keys(key);
        terminal.wait_for_prompt();
        terminal.enter(".clear");
    }
    shows(&mut terminal, "pasted", "there is no variable `pasted`");
}

#[test]
fn what_is_wrong_with_a_pasted_policy_is_shown() {
    let mut terminal = Terminal::new();
    offered(
        &mut terminal,
        &POLICY.replace("Action\": \"*", "Action\": \"s3"),
    );
    terminal.wait_for("error[MalformedPolicyDocument]: ");
    terminal.wait_for("^^^^");
    terminal.type_keys(ENTER);
    terminal.wait_for("iamsh:2>");
    // What cannot be read is not asked about.
    terminal.paste(&POLICY.replace("[{", "{{"));
    terminal.enter(" ");
    let screen = terminal.screen();
    assert_eq!(screen.matches("(Esc leaves it)").count(), 1, "{screen}");
    assert!(screen.contains("policy:3:17"), "{screen}");
}

#[test]
fn ctrl_c_throws_the_line_away_and_leaves_the_second_time_where_there_is_none() {
    let mut terminal = Terminal::new();
    terminal.type_keys("nonsense(");
    terminal.wait_for("nonsense(");
    terminal.type_keys(CTRL_C);
    terminal.wait_for_prompt();
    terminal.type_keys(CTRL_C);
    terminal.wait_for("Ctrl-C again leaves");
    terminal.wait_for_prompt();
    terminal.enter("1 + 1");
    terminal.type_keys(CTRL_C);
    terminal.wait(
        |terminal| terminal.screen().matches("Ctrl-C again").count() == 2,
        "the hint again",
    );
    terminal.wait_for_prompt();
    terminal.type_keys(CTRL_C);
    assert_eq!(terminal.end(), 0);
}

#[test]
fn ctrl_c_stops_a_running_script_and_keeps_the_session() {
    let mut terminal = Terminal::new();
    terminal.enter("let kept = 42;");
    terminal.type_keys("let lost = 1; loop { }");
    terminal.type_keys(ENTER);
    terminal.wait(|terminal| !terminal.is_at_prompt(), "it runs");
    std::thread::sleep(Duration::from_millis(300));
    let pressed = Instant::now();
    terminal.type_keys(CTRL_C);
    terminal.wait_for("interrupted");
    let took = pressed.elapsed();
    // The bar is 100 ms; a machine that builds beside the tests may be slower.
    assert!(took < Duration::from_millis(1_000), "{took:?}");
    terminal.wait_for_prompt();
    terminal.enter("kept");
    assert!(
        terminal.screen().contains("\n42\n"),
        "{}",
        terminal.screen()
    );
    terminal.enter("lost");
    assert!(
        terminal.screen().contains("there is no variable `lost`"),
        "{}",
        terminal.screen()
    );
}

#[test]
fn ctrl_d_and_exit_leave() {
    let mut terminal = Terminal::new();
    terminal.type_keys(CTRL_D);
    assert_eq!(terminal.end(), 0);
    let mut terminal = Terminal::new();
    terminal.type_keys("exit(7)");
    terminal.type_keys(ENTER);
    assert_eq!(terminal.end(), 7);
}

#[test]
fn vi_keys_can_be_typed() {
    let mut terminal = Terminal::new();
    terminal.enter(".keys vi");
    terminal.type_keys("let x = 41");
    // Escape, and replace the last letter.
    terminal.type_keys("\u{1b}");
    std::thread::sleep(Duration::from_millis(700));
    terminal.type_keys("r2");
    terminal.type_keys("A; x");
    terminal.type_keys(ENTER);
    terminal.wait_for("\n42\n");
}

#[test]
fn ctrl_r_finds_an_earlier_line() {
    let mut terminal = Terminal::new();
    terminal.enter(ACCOUNT);
    terminal.enter("let answer = 40 + 2;");
    terminal.enter("let other = 1;");
    terminal.type_keys("\u{12}");
    terminal.type_keys("40");
    terminal.wait_for("answer = 40 + 2;");
    terminal.type_keys(ENTER);
    terminal.wait(
        |terminal| terminal.screen().matches("let answer = 40 + 2;").count() == 2,
        "the line again",
    );
    terminal.wait_for_prompt();
    terminal.enter("answer");
    terminal.wait_for("\n42\n");
}
