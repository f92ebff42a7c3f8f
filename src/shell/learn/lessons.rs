//! The lessons. Each step says something, proposes a line, and knows when it is reached.

use crate::clock::Timestamp;
use crate::decision::{Explanation, Outcome as Verdict, Principal};
use crate::lab::event::Outcome;
use crate::lab::session::SessionOf;
use crate::lab::{Account, Command, Lab};

use super::Seen;

/// A lesson.
pub struct Lesson {
    /// What it is about.
    pub title: &'static str,
    /// Its steps.
    pub steps: &'static [Step],
}

/// A step.
pub struct Step {
    /// What there is to know.
    pub text: &'static str,
    /// A line that gets there.
    pub line: &'static str,
    /// What to do, in words.
    pub hint: &'static str,
    /// What has been reached.
    pub done: &'static str,
    /// Whether it has.
    pub check: fn(&Seen<'_>) -> bool,
}

fn accounts(seen: &Seen<'_>, fits: impl Fn(&Account) -> bool) -> bool {
    seen.lab.accounts.values().any(fits)
}

fn decided(seen: &Seen<'_>, fits: impl Fn(&Explanation) -> bool) -> bool {
    seen.decision
        .as_ref()
        .is_some_and(|decision| fits(decision))
}

fn is_user(explanation: &Explanation) -> bool {
    matches!(explanation.principal, Principal::User { .. })
}

fn outcome(seen: &Seen<'_>, wanted: Verdict) -> bool {
    decided(seen, |decision| {
        is_user(decision) && decision.decision.outcome == wanted
    })
}

fn failed(lab: &Lab, code: &str) -> bool {
    let mut events = lab.log.events().iter();
    events
        .any(|event| matches!(&event.outcome, Outcome::Failed { code: found, .. } if found == code))
}

fn refused_root_task(lab: &Lab) -> bool {
    let mut events = lab.log.events().iter();
    events.any(|event| {
        matches!(
            (&event.command, &event.outcome),
            (Command::RootTask { .. }, Outcome::Failed { .. })
        )
    })
}

fn has_role_session(lab: &Lab, across: bool) -> bool {
    lab.sessions.values().any(|session| {
        let SessionOf::Role { .. } = &session.of else {
            return false;
        };
        !across || called_by_another(lab, session.issued, session.account.as_str())
    })
}

/// A role of the account was assumed by somebody from elsewhere.
fn called_by_another(lab: &Lab, at: Timestamp, account: &str) -> bool {
    let mut events = lab.log.events().iter();
    events.any(|event| {
        let is_assume =
            matches!(&event.command, Command::Call { operation, .. } if operation == "AssumeRole");
        let elsewhere = event
            .caller
            .split(':')
            .nth(4)
            .is_some_and(|caller| caller != account);
        is_assume && elsewhere && event.time == at && matches!(event.outcome, Outcome::Done(_))
    })
}

/// The tutorial.
pub const LESSONS: &[Lesson] = &[
    Lesson {
        title: "sign-up, and why root is used once",
        steps: &[
            Step {
                text: "Everything in AWS belongs to an account: twelve digits, and an e-mail address that signed up for it. Whoever\nsigned up is its root user. Here an account costs nothing: make one.",
                line: r#"let acct = account("123456789012");"#,
                hint: "account(\"…\") with any twelve digits makes an account; `let` gives it a name.",
                done: "The account is there, and `acct` acts as its root user.",
                check: |seen| !seen.lab.accounts.is_empty(),
            },
            Step {
                text: "The root user may do everything in its account. No policy says so, and none can take it away. Ask for a decision:\nit changes nothing.",
                line: r#"acct.can("s3:CreateBucket", "arn:aws:s3:::blog-images")"#,
                hint: "acct.can(action, resource) asks; an action is service:Name, a resource an ARN or \"*\".",
                done: "Allowed, because it is root.",
                check: |seen| {
                    decided(seen, |decision| {
                        matches!(decision.principal, Principal::Root { .. }) && decision.allowed()
                    })
                },
            },
            Step {
                text: "That power is why root is used once: to make somebody whose keys can be taken back. Make a user Admin and attach\nAWS's own policy for administrators.",
                line: r#"let admin = acct.create_user("Admin"); admin.attach_policy("arn:aws:iam::aws:policy/AdministratorAccess");"#,
                hint: "two calls: create_user, then attach_policy on the user. Tab completes the ARN, piece by piece.",
                done: "A policy makes this user powerful, so a policy can also bind it.",
                check: |seen| {
                    accounts(seen, |account| {
                        account.users.values().any(|user| {
                            user.policies
                                .attached
                                .iter()
                                .any(|arn| arn.ends_with("/AdministratorAccess"))
                        })
                    })
                },
            },
            Step {
                text: "From here on Admin does the work. Some tasks stay with root, whatever a policy says: closing the account is one.\nLet Admin try.",
                line: "let me = admin.session(); me.close_account()",
                hint: "admin.session() acts as Admin; close_account() is the task that will be refused.",
                done: "Refused: this is not an action of any policy.",
                check: |seen| refused_root_task(seen.lab),
            },
        ],
    },
    Lesson {
        title: "policies: nothing, allow, deny",
        steps: &[
            Step {
                text: "A new user may do nothing at all. Make carlos, and ask whether he may read an object.",
                line: r#"let carlos = acct.create_user("carlos"); carlos.can("s3:GetObject", "arn:aws:s3:::blog/index.html")"#,
                hint: "create_user, then carlos.can(\"s3:GetObject\", …).",
                done: "An implicit deny: nobody said no, and nobody said yes.",
                check: |seen| outcome(seen, Verdict::ImplicitlyDenied),
            },
            Step {
                text: "A policy says yes: Effect, Action and Resource in a Statement. allow(…) writes the short ones for you; put one on\ncarlos and ask again.",
                line: r#"carlos.put_policy("read", allow("s3:GetObject", "arn:aws:s3:::blog/*")); carlos.can("s3:GetObject", "arn:aws:s3:::blog/index.html")"#,
                hint: "carlos.put_policy(\"a name\", allow(action, resource)), then carlos.can(…) as before; the up arrow brings it back.",
                done: "Allowed, and the reason shows the statement that said so.",
                check: |seen| outcome(seen, Verdict::Allowed),
            },
            Step {
                text: "Statements are added up, and one Deny beats every Allow. Deny carlos what you just allowed, and ask once more.",
                line: r#"carlos.put_policy("no", deny("s3:*", "*")); carlos.can("s3:GetObject", "arn:aws:s3:::blog/index.html")"#,
                hint: "deny(actions, resources) writes the statement; * stands for anything.",
                done: "An explicit deny. .undo takes an input back, if you want to see the other side again.",
                check: |seen| outcome(seen, Verdict::ExplicitlyDenied),
            },
        ],
    },
    Lesson {
        title: "groups and managed policies",
        steps: &[
            Step {
                text: "One policy for many people: a managed policy has an ARN of its own and is attached where it is needed.",
                line: r#"let committer = acct.create_policy("SourceCodeCommitter", allow(["codecommit:GitPull", "codecommit:GitPush"], "*"));"#,
                hint: "acct.create_policy(name, document).",
                done: "The policy exists, and so far nobody has it.",
                check: |seen| accounts(seen, |account| !account.policies.is_empty()),
            },
            Step {
                text: "A group hands its policies to its members. Make one, attach the policy, and let somebody join.",
                line: r#"let developers = acct.create_group("developers"); developers.attach_policy(committer); let eva = acct.create_user("eva"); developers.add_user(eva);"#,
                hint: "create_group, attach_policy on the group, add_user on the group.",
                done: "Whoever is in the group now has its policies.",
                check: |seen| {
                    accounts(seen, |account| {
                        account
                            .groups
                            .values()
                            .any(|group| !group.members.is_empty() && !group.policies.is_empty())
                    })
                },
            },
            Step {
                text: "Ask for the member, and look at where the reason finds the statement.",
                line: r#"eva.can("codecommit:GitPush", "arn:aws:codecommit:us-east-1:123456789012:blog")"#,
                hint: "who.can(\"codecommit:GitPush\", …) for a member of the group.",
                done: "The user itself has no policy: the group's does it.",
                check: |seen| outcome(seen, Verdict::Allowed),
            },
        ],
    },
    Lesson {
        title: "roles: becoming somebody else for a while",
        steps: &[
            Step {
                text: "A role has no keys of its own. Its trust policy says who may become it, its permissions what it may do then.\nMake a role that eva may assume.",
                line: r#"let role = acct.create_role("blog-role", trust_for(eva)); role.put_policy("publish", allow("s3:PutObject", "arn:aws:s3:::blog/*"));"#,
                hint: "create_role(name, trust policy); trust_for(somebody) writes the trust policy.",
                done: "The role waits for somebody to assume it.",
                check: |seen| {
                    accounts(seen, |account| {
                        account.roles.values().any(|role| !role.is_service_linked())
                    })
                },
            },
            Step {
                text: "Assume it. AWS answers with temporary credentials; the prompt shows who you are now, and how long.",
                line: r#"let me = eva.session().assume_role(role, "cli-session"); me.get_caller_identity()"#,
                hint: "session.assume_role(role, a name for the session).",
                done: "You are arn:aws:sts::…:assumed-role/blog-role/cli-session now, with the role's permissions alone.",
                check: |seen| has_role_session(seen.lab, false),
            },
            Step {
                text: "Such credentials end. Only you move the clock here: move it past the end, and use them again.",
                line: r#"advance("2h"); me.get_caller_identity()"#,
                hint: "advance(\"2h\"), then any call of the session.",
                done: "ExpiredToken: assume the role again, and it goes on.",
                check: |seen| failed(seen.lab, "ExpiredToken"),
            },
        ],
    },
    Lesson {
        title: "delegation: a role in another account",
        steps: &[
            Step {
                text: "Two accounts trust each other through a role: the role's account says whom it trusts. Make a second account, and in it\na role that trusts the first one.",
                line: r#"let other = account("210987654321"); let reader = other.create_role("reader", trust_for(acct));"#,
                hint: "account(…) with other digits, then create_role there with trust_for(the first account).",
                done: "The role's side says yes.",
                check: |seen| {
                    seen.lab.accounts.len() > 1
                        && seen
                            .lab
                            .accounts
                            .values()
                            .filter(|one| !one.roles.is_empty())
                            .count()
                            > 1
                },
            },
            Step {
                text: "Across accounts both sides must say yes: the caller needs a policy as well. Give eva one, and assume the role.",
                line: r#"eva.put_policy("delegate", allow("sts:AssumeRole", reader.arn)); let there = eva.session().assume_role(reader, "visit");"#,
                hint: "a policy that allows sts:AssumeRole on the role's ARN, then assume_role as before. Try it without the policy first, and read .why.",
                done: "Both sides agree: you act in the other account.",
                check: |seen| has_role_session(seen.lab, true),
            },
        ],
    },
];
