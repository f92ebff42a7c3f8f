//! When services were last used, as the policies and the event log say.

use iamsh::lab::event::{OrganizationChange, ResourceEffect};
use iamsh::lab::organization::ControlKind;
use serde_json::{Value, json};

use crate::support::{ACCOUNT, OTHER, World, allow, deny, policy, text, user_arn};

fn generate(world: &mut World, arn: &str, granularity: &str) -> String {
    let answer = world.done(
        "GenerateServiceLastAccessedDetails",
        json!({ "Arn": arn, "Granularity": granularity }),
    );
    text(&answer["JobId"])
}

fn details(world: &mut World, arn: &str) -> Value {
    let job = generate(world, arn, "SERVICE_LEVEL");
    world.done("GetServiceLastAccessedDetails", json!({ "JobId": job }))
}

fn names(list: &Value, member: &str) -> Vec<String> {
    let items = list.as_array().unwrap();
    items.iter().map(|item| text(&item[member])).collect()
}

/// carlos may use IAM and S3, and has listed users after five seconds.
fn world() -> World {
    let mut world = World::new();
    let carlos = world.create_user_with(
        "carlos",
        json!([
            allow("iam:List*", "*"),
            allow("s3:*", "*"),
            deny("ec2:*", "*")
        ]),
    );
    world.advance(5);
    world.call(&carlos, "ListUsers", json!({})).unwrap();
    world
}

#[test]
fn services_of_a_user_and_their_last_use() {
    let mut world = world();
    let shown = details(&mut world, &user_arn("carlos"));
    assert_eq!(shown["JobStatus"], "COMPLETED");
    assert_eq!(shown["JobType"], "SERVICE_LEVEL");
    let services = &shown["ServicesLastAccessed"];
    assert_eq!(names(services, "ServiceNamespace"), ["iam", "s3"]);
    assert_eq!(
        services[0],
        json!({ "ServiceName": "AWS Identity and Access Management (IAM)", "LastAuthenticated": "2026-01-01T00:00:05Z",
            "ServiceNamespace": "iam", "LastAuthenticatedEntity": user_arn("carlos"), "LastAuthenticatedRegion": "us-east-1",
            "TotalAuthenticatedEntities": 1 })
    );
    assert_eq!(services[1].get("LastAuthenticated"), None);
    assert_eq!(services[1]["TotalAuthenticatedEntities"], 0);
}

#[test]
fn attempts_count_whether_allowed_or_denied_and_actions_are_told_apart() {
    let mut world = world();
    let carlos = world.user("carlos");
    world.advance(5);
    let _ = world.call(&carlos, "CreateUser", json!({ "UserName": "x" }));
    let bucket = "arn:aws:s3:::b/k";
    world
        .perform(&carlos, "s3:GetObject", bucket, ResourceEffect::Use)
        .unwrap();
    let job = generate(&mut world, &user_arn("carlos"), "ACTION_LEVEL");
    let shown = world.done("GetServiceLastAccessedDetails", json!({ "JobId": job }));
    let iam = &shown["ServicesLastAccessed"][0];
    assert_eq!(
        names(&iam["TrackedActionsLastAccessed"], "ActionName"),
        ["CreateUser", "ListUsers"]
    );
    assert_eq!(iam["LastAuthenticated"], "2026-01-01T00:00:10Z");
    assert_eq!(
        shown["ServicesLastAccessed"][1]["LastAuthenticated"],
        "2026-01-01T00:00:10Z"
    );
}

#[test]
fn groups_and_policies_count_the_users_behind_them() {
    let mut world = world();
    world.create_user("ana");
    world.done("CreateGroup", json!({ "GroupName": "staff" }));
    for user in ["ana", "carlos"] {
        world.done(
            "AddUserToGroup",
            json!({ "GroupName": "staff", "UserName": user }),
        );
    }
    let arn = world.create_policy("ReadUsers", json!([allow("iam:ListUsers", "*")]));
    world.done(
        "AttachGroupPolicy",
        json!({ "GroupName": "staff", "PolicyArn": arn }),
    );
    for subject in [format!("arn:aws:iam::{ACCOUNT}:group/staff"), arn] {
        let job = generate(&mut world, &subject, "SERVICE_LEVEL");
        let shown = world.done("GetServiceLastAccessedDetails", json!({ "JobId": job }));
        assert_eq!(
            shown["ServicesLastAccessed"][0]["LastAuthenticatedEntity"],
            user_arn("carlos")
        );
        let entities = world.done(
            "GetServiceLastAccessedDetailsWithEntities",
            json!({ "JobId": job, "ServiceNamespace": "iam" }),
        );
        let list = &entities["EntityDetailsList"];
        assert_eq!(list[0]["EntityInfo"]["Name"], "ana");
        assert_eq!(list[0].get("LastAuthenticated"), None);
        assert_eq!(list[1]["EntityInfo"]["Type"], "USER");
        assert_eq!(list[1]["LastAuthenticated"], "2026-01-01T00:00:05Z");
    }
}

#[test]
fn sessions_count_for_their_role_and_a_namesake_is_somebody_else() {
    let mut world = world();
    let role = world.create_role("reader", json!({ "AWS": user_arn("carlos") }));
    let document = policy(json!([allow("iam:*", "*")]));
    let put = json!({ "RoleName": "reader", "PolicyName": "p", "PolicyDocument": document });
    world.done("PutRolePolicy", put.clone());
    let carlos = world.user("carlos");
    let session = world.assume(&carlos, &role, "test");
    world.call(&session, "ListRoles", json!({})).unwrap();
    let shown = details(&mut world, &role);
    assert_eq!(
        shown["ServicesLastAccessed"][0]["LastAuthenticatedEntity"],
        role
    );
    world.advance(1);
    world.done(
        "DeleteRolePolicy",
        json!({ "RoleName": "reader", "PolicyName": "p" }),
    );
    world.done("DeleteRole", json!({ "RoleName": "reader" }));
    world.create_role("reader", json!({ "AWS": user_arn("carlos") }));
    world.done("PutRolePolicy", put);
    let shown = details(&mut world, &role);
    assert_eq!(
        shown["ServicesLastAccessed"][0].get("LastAuthenticated"),
        None
    );
}

#[test]
fn a_report_is_a_snapshot_and_wrong_names_are_refused() {
    let mut world = world();
    let job = generate(&mut world, &user_arn("carlos"), "SERVICE_LEVEL");
    world.done(
        "DeleteUserPolicy",
        json!({ "UserName": "carlos", "PolicyName": "test" }),
    );
    world.done("DeleteUser", json!({ "UserName": "carlos" }));
    let shown = world.done("GetServiceLastAccessedDetails", json!({ "JobId": job }));
    assert_eq!(shown["ServicesLastAccessed"].as_array().unwrap().len(), 2);
    world.fails(
        "GenerateServiceLastAccessedDetails",
        json!({ "Arn": user_arn("carlos") }),
        "NoSuchEntity",
        "The user with name carlos cannot be found.",
    );
    world.fails(
        "GenerateServiceLastAccessedDetails",
        json!({ "Arn": "arn:aws:s3:::bucket-of-somebody" }),
        "InvalidInput",
        "Invalid ARN: arn:aws:s3:::bucket-of-somebody",
    );
    let none = "00000000-0000-4000-a000-000000000000";
    world.fails(
        "GetServiceLastAccessedDetails",
        json!({ "JobId": none }),
        "NoSuchEntity",
        &format!("Job {none} cannot be found."),
    );
}

#[test]
fn policies_that_open_a_service() {
    let mut world = world();
    let carlos = user_arn("carlos");
    world.done(
        "AttachUserPolicy",
        json!({ "UserName": "carlos", "PolicyArn": "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess" }),
    );
    let answer = world.done(
        "ListPoliciesGrantingServiceAccess",
        json!({ "Arn": carlos, "ServiceNamespaces": ["s3", "ec2"] }),
    );
    assert_eq!(
        answer["PoliciesGrantingServiceAccess"],
        json!([
            { "ServiceNamespace": "s3", "Policies": [
                { "PolicyName": "test", "PolicyType": "INLINE", "EntityType": "USER", "EntityName": "carlos" },
                { "PolicyName": "AmazonS3ReadOnlyAccess", "PolicyType": "MANAGED",
                  "PolicyArn": "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess" } ] },
            { "ServiceNamespace": "ec2", "Policies": [] }
        ])
    );
}

#[test]
fn what_an_organization_can_use_and_did() {
    let mut world = World::new();
    world.account(OTHER);
    world.organize(OrganizationChange::Create {
        root: "r-ab12".to_owned(),
        management: ACCOUNT.parse().unwrap(),
    });
    world.organize(OrganizationChange::AddAccount {
        account: OTHER.parse().unwrap(),
        parent: None,
    });
    world.organize(OrganizationChange::Attach {
        kind: ControlKind::Service,
        target: OTHER.to_owned(),
        name: "NoS3".to_owned(),
        document: policy(json!([deny("s3:*", "*")])),
    });
    world.done_in(OTHER, "ListUsers", json!({}));
    let report = |world: &mut World, path: &str| {
        let job = world.done(
            "GenerateOrganizationsAccessReport",
            json!({ "EntityPath": path }),
        );
        world.done(
            "GetOrganizationsAccessReport",
            json!({ "JobId": job["JobId"], "SortKey": "LAST_AUTHENTICATED_TIME_DESCENDING", "MaxItems": 1 }),
        )
    };
    let path = format!("o-exampleorgid/r-ab12/{OTHER}");
    let of_member = report(&mut world, &path);
    assert_eq!(of_member["JobStatus"], "COMPLETED");
    let first = &of_member["AccessDetails"][0];
    assert_eq!(first["ServiceNamespace"], "iam");
    assert_eq!(first["EntityPath"], path);
    assert_eq!(first["TotalAuthenticatedEntities"], 1);
    let of_root = report(&mut world, "o-exampleorgid/r-ab12");
    let count = |report: &Value| report["NumberOfServicesAccessible"].as_u64().unwrap();
    // The management account is not bound by the SCP.
    assert_eq!(count(&of_root), count(&of_member) + 1);
    let none = report(&mut world, "o-exampleorgid/r-none");
    assert_eq!(none["JobStatus"], "FAILED");
    assert_eq!(none["ErrorDetails"]["Code"], "NoSuchEntity");
}
