//! Every numbered rule about policies and decisions has a test whose name begins with its number.

use std::fs;
use std::path::Path;

/// Sections and how many rules they have. Quotas (H) and document errors (F) are listed apart.
const SECTIONS: [(&str, u32); 6] = [
    ("a", 25),
    ("b", 40),
    ("c", 14),
    ("d", 23),
    ("e", 25),
    ("g", 6),
];

/// Rules that are not about policies and decisions: d23 is a list of lint remarks.
const ELSEWHERE: [&str; 1] = ["d23"];

/// Documented choices whose test is named after the rule that leaves them open.
const CHOICES: [(u32, &str); 13] = [
    (9, "a5_operators_ignore_case_and_unknown_ones_match_nothing"),
    (10, "a6_arns_compare_case_sensitively"),
    (11, "a11_only_a_final_star_runs_over_colons"),
    (13, "a17_a_wildcard_for_the_resource_type_matches"),
    (14, "a20_the_last_of_two_equal_keys_counts"),
    (27, "e2_t8_an_inherited_tag_needs_tag_session_too"),
    (28, "e3_a_missing_role_reads_like_a_refusing_one"),
    (29, "e1_e11_t8_transitive_tags_go_along_a_chain"),
    (31, "e16_no_iam_calls_without_mfa_and_of_sts_two"),
    (32, "e19_packed_size_and_the_size_of_the_token"),
    (34, "g_explicit_denials_by_layer"),
    (36, "g1_u36_"),
    (37, "g4_u37_"),
];
/// How many documented choices there are.
const CHOICE_COUNT: u32 = 39;

/// Document errors: what is refused by each kind of policy, row by row, and the order.
const DOCUMENT_ERRORS: [&str; 35] = [
    "f1_not_json",
    "f1_unknown_element",
    "f1_wrong_json_type",
    "f1_no_or_empty_statement",
    "f1_no_effect",
    "f1_unknown_version",
    "f1_both_action_and_not_action",
    "f1_unknown_operator",
    "f1_version_absent_or_2008",
    "f1_legacy_parsing_effect_case",
    "f1_legacy_parsing_dates",
    "f1_legacy_parsing_resources",
    "f1_sid_form",
    "f1_sid_unique",
    "f1_no_actions",
    "f1_no_resources",
    "f1_action_without_vendor",
    "f1_action_with_two_colons",
    "f1_action_with_a_strange_vendor",
    "f1_resource_without_colon",
    "f1_resource_with_unknown_partition",
    "f1_resource_without_service",
    "f1_region_in_an_iam_arn",
    "f1_region_in_an_s3_arn",
    "f1_iam_resource_path",
    "f1_principal",
    "f1_order",
    "f1_accepted",
    "f2_1_",
    "f2_2_",
    "f2_3_",
    "f3_invalid_principal",
    "f3_missing_principal",
    "f3_invalid_resource",
    "u38_order",
];

/// Rows of section 2 and of the tables of section 3.
const TABLES: [&str; 24] = [
    "s2_root_user_by_its_account",
    "s2_b11_user_by_its_arn",
    "s2_user_by_its_account",
    "s2_user_by_star",
    "s2_u3_role_session_by_its_role",
    "s2_role_session_by_its_own_arn",
    "s2_role_session_by_its_account",
    "s2_role_session_by_star",
    "s2_federated_user_by_its_own_arn",
    "s2_b15_federated_user_by_the_user_who_federated",
    "s2_federated_user_by_its_account",
    "s2_u2_federated_user_by_star",
    "s2_service_by_its_name",
    "s2_anonymous_by_star",
    "s2_a_role_itself",
    "s3_1_principal_arn",
    "s3_1_userid",
    "s3_1_principal_tags",
    "s3_1_organization",
    "s3_1_u4_services",
    "s3_1_u5_time_and_mfa",
    "s3_1_source_identity",
    "s3_2_",
    "s3_3_",
];

/// Names of all functions in the Rust files under a folder.
fn functions(folder: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            functions(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            let lines = text
                .lines()
                .filter_map(|line| line.trim_start().strip_prefix("fn "));
            found.extend(lines.filter_map(|line| Some(line.split_once('(')?.0.to_owned())));
        }
    }
}

#[test]
fn every_rule_has_a_test_that_names_it() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut names = Vec::new();
    functions(&root.join("src"), &mut names);
    functions(&root.join("tests"), &mut names);
    let numbered = SECTIONS
        .iter()
        .flat_map(|(section, count)| (1..=*count).map(move |number| format!("{section}{number}")))
        .filter(|rule| !ELSEWHERE.contains(&rule.as_str()))
        .map(|rule| rule + "_");
    let choice = |number: &u32| CHOICES.iter().find(|(known, _)| known == number);
    let unnamed = (1..=CHOICE_COUNT).filter(|number| {
        choice(number).is_none_or(|(_, test)| !names.iter().any(|name| name.starts_with(test)))
            && !names
                .iter()
                .any(|name| name.split('_').any(|part| part == format!("u{number}")))
    });
    let unnamed: Vec<u32> = unnamed.collect();
    assert!(unnamed.is_empty(), "no test holds the choices {unnamed:?}");
    let trust = (4..=14).map(|row| format!("f2_{row}_"));
    let listed = DOCUMENT_ERRORS
        .iter()
        .chain(&TABLES)
        .map(|name| (*name).to_owned());
    let missing: Vec<String> = numbered
        .chain(trust)
        .chain(listed)
        .filter(|rule| !names.iter().any(|name| name.starts_with(rule)))
        .collect();
    assert!(missing.is_empty(), "no test is named after {missing:?}");
}
