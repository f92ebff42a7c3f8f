//! The credential report.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use crate::support::{ACCOUNT, World, keys, text};

fn csv(world: &mut World) -> Vec<String> {
    let report = world.done("GetCredentialReport", json!({}));
    assert_eq!(report["ReportFormat"], "text/csv");
    let content = STANDARD.decode(text(&report["Content"])).unwrap();
    let content = String::from_utf8(content).unwrap();
    content.lines().map(str::to_owned).collect()
}

#[test]
fn a_report_is_made_and_kept_for_four_hours() {
    let mut world = World::new();
    world.fails(
        "GetCredentialReport",
        json!({}),
        "ReportNotPresent",
        "No credential report is present.",
    );
    let first = world.done("GenerateCredentialReport", json!({}));
    assert_eq!(
        first,
        json!({ "State": "STARTED", "Description": "No report exists. Starting a new report generation task" })
    );
    world.create_user("carlos");
    let second = world.done("GenerateCredentialReport", json!({}));
    assert_eq!(second, json!({ "State": "COMPLETE" }));
    // The report was made before carlos was.
    assert_eq!(csv(&mut world).len(), 2);
    world.advance(4 * 3600);
    world.fails(
        "GetCredentialReport",
        json!({}),
        "ReportExpired",
        "The credential report has expired.",
    );
    world.done("GenerateCredentialReport", json!({}));
    assert_eq!(csv(&mut world).len(), 3);
}

#[test]
fn what_stands_in_it() {
    let mut world = World::new();
    world.create_user("ana");
    world.create_user("carlos");
    let key = world.done("CreateAccessKey", json!({ "UserName": "carlos" }));
    let document = crate::support::policy(json!([crate::support::allow("iam:ListUsers", "*")]));
    world.done(
        "PutUserPolicy",
        json!({ "UserName": "carlos", "PolicyName": "p", "PolicyDocument": document }),
    );
    world.done(
        "CreateLoginProfile",
        json!({ "UserName": "carlos", "Password": "Correct-Horse-1" }),
    );
    world.done(
        "UpdateAccountPasswordPolicy",
        json!({ "MaxPasswordAge": 90 }),
    );
    world.advance(5);
    let carlos = keys(&key["AccessKey"]);
    world.call(&carlos, "ListUsers", json!({})).unwrap();
    world.done("GenerateCredentialReport", json!({}));
    let lines = csv(&mut world);
    let columns = lines[0].split(',').count();
    assert!(lines.iter().all(|line| line.split(',').count() == columns));
    let day = "2026-01-01T00:00:00+00:00";
    assert_eq!(
        lines[1],
        format!(
            "<root_account>,arn:aws:iam::{ACCOUNT}:root,{day},not_supported,no_information,not_supported,not_supported,false,\
             false,N/A,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A"
        )
    );
    assert_eq!(
        lines[2],
        format!(
            "ana,arn:aws:iam::{ACCOUNT}:user/ana,{day},false,N/A,N/A,N/A,false,\
             false,N/A,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A"
        )
    );
    assert_eq!(
        lines[3],
        format!(
            "carlos,arn:aws:iam::{ACCOUNT}:user/carlos,{day},true,no_information,{day},2026-04-01T00:00:00+00:00,false,\
             true,{day},2026-01-01T00:00:05+00:00,us-east-1,iam,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A"
        )
    );
}
