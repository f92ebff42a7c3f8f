//! Many scenarios: the same results whatever the number of workers and the order.

use super::support::Project;

#[test]
fn many_scenarios_say_the_same_in_every_order() {
    let project = Project::with(&[]);
    for number in 0..200 {
        let script = format!(
            "let acct = account(\"{:012}\");\nlet user = acct.create_user(\"user-{number}\");\nuser.put_policy(\"p\", allow(\"s3:*\", \"*\"));\n\
             print(user.user_id);\nassert_eq({number} % 100 == 99, false);\nassert_allowed(user, \"s3:GetObject\", \"arn:aws:s3:::b/{number}\");\n",
            100_000_000_000_u64 + number
        );
        project.write(&format!("s/{:02}/s{number}.rhai", number % 20), &script);
    }
    let results = |arguments: &[&str]| {
        let mut all = vec!["test", "s", "--format", "json"];
        all.extend(arguments);
        let said = project.run(&all);
        assert_eq!(said.code, Some(1), "{}", said.err);
        // Everything but the times.
        let lines = said.out.lines().map(|line| {
            let mut line: serde_json::Value = serde_json::from_str(line).unwrap();
            line.as_object_mut().unwrap().remove("seconds");
            line.to_string()
        });
        lines.collect::<Vec<_>>()
    };
    project
        .run(&["test", "s", "--update", "new"])
        .expect(1, &["198 passed, 2 failed"]);
    let alone = results(&["--jobs", "1"]);
    assert_eq!(alone.len(), 201);
    assert_eq!(alone, results(&["--jobs", "4"]));
    assert_eq!(alone, results(&["--jobs", "3", "--shuffle", "7"]));
}
