//! Public keys that users reach CodeCommit with. Source: IAM API Reference, `UploadSSHPublicKey`, `GetSSHPublicKey`,
//! `ListSSHPublicKeys`, `UpdateSSHPublicKey`, `DeleteSSHPublicKey`.

use serde_json::{Value, json};

use crate::id::Kind;
use crate::lab::credential::SshPublicKey;
use crate::lab::user::User;
use crate::lab::{quota, ssh_key};

use super::super::access::Target;
use super::super::call::{Answer, Call, nothing, within_quota};
use super::super::error::AwsError;
use super::super::example::Example;
use super::super::pager::Pager;
use super::super::table::Operation;
use super::signing_certificates::{asked_status, status};
use super::users;

/// Bits of the smallest key that AWS takes.
const SMALLEST: u32 = 2048;

/// The operations of this file.
pub const OPERATIONS: &[Operation] = &[
    Operation::new(
        "UploadSSHPublicKey",
        Target::User,
        upload,
        "Stores a public key that a user reaches CodeCommit with.",
        Example::new(
            r#"iam.create_user(#{ UserName: "carlos" });
let body = ssh_public_key("carlos");"#,
            r#"UserName: "carlos", SSHPublicKeyBody: body"#,
        ),
    ),
    Operation::new(
        "GetSSHPublicKey",
        Target::User,
        get,
        "Shows a public key as SSH or PEM write it.",
        Example::new(
            r#"iam.create_user(#{ UserName: "carlos" });
let id = iam.upload_ssh_public_key(#{ UserName: "carlos", SSHPublicKeyBody: ssh_public_key("carlos") }).SSHPublicKey.SSHPublicKeyId;"#,
            r#"UserName: "carlos", SSHPublicKeyId: id, Encoding: "PEM""#,
        ),
    ),
    Operation::new(
        "ListSSHPublicKeys",
        Target::User,
        list,
        "Lists the SSH public keys of a user.",
        Example::new(
            r#"iam.create_user(#{ UserName: "carlos" });"#,
            r#"UserName: "carlos""#,
        ),
    ),
    Operation::new(
        "UpdateSSHPublicKey",
        Target::User,
        update,
        "Switches an SSH public key off or on.",
        Example::new(
            r#"iam.create_user(#{ UserName: "carlos" });
let id = iam.upload_ssh_public_key(#{ UserName: "carlos", SSHPublicKeyBody: ssh_public_key("carlos") }).SSHPublicKey.SSHPublicKeyId;"#,
            r#"UserName: "carlos", SSHPublicKeyId: id, Status: "Inactive""#,
        ),
    ),
    Operation::new(
        "DeleteSSHPublicKey",
        Target::User,
        delete,
        "Deletes an SSH public key.",
        Example::new(
            r#"iam.create_user(#{ UserName: "carlos" });
let id = iam.upload_ssh_public_key(#{ UserName: "carlos", SSHPublicKeyBody: ssh_public_key("carlos") }).SSHPublicKey.SSHPublicKeyId;"#,
            r#"UserName: "carlos", SSHPublicKeyId: id"#,
        ),
    ),
];

fn shown(user: &User, key: &SshPublicKey, body: &str) -> Value {
    json!({ "SSHPublicKey": {
        "UserName": user.name,
        "SSHPublicKeyId": key.id,
        "Fingerprint": key.fingerprint,
        "SSHPublicKeyBody": body,
        "Status": status(key.active),
        "UploadDate": key.uploaded.to_string(),
    } })
}

fn upload(call: &mut Call<'_>) -> Answer {
    let body = call.input.required("SSHPublicKeyBody");
    let user = users::named(call)?.clone();
    let read = ssh_key::read(body)
        .filter(|read| read.bits >= SMALLEST)
        .ok_or_else(|| {
            AwsError::new("InvalidPublicKey", "The SSH public key is invalid.")
                .with_help("an RSA key of at least 2048 bits is needed, as `ssh-rsa …` or in PEM")
        })?;
    if user.ssh_keys.iter().any(|known| known.ssh == read.ssh) {
        return Err(AwsError::new(
            "DuplicateSSHPublicKey",
            "The SSH public key is already associated with the user.",
        ));
    }
    within_quota(
        "SSHPublicKeysPerUser",
        user.ssh_keys.len(),
        quota::SSH_PUBLIC_KEYS,
    )?;
    let id = call.id()?.clone();
    let key = SshPublicKey {
        id: call
            .lab
            .change()?
            .issue_id(&id, Kind::PublicKey, &user.name),
        ssh: read.ssh,
        pem: read.pem,
        fingerprint: read.fingerprint,
        active: true,
        uploaded: call.now(),
    };
    let answer = shown(&user, &key, body);
    users::named_mut(call)?.ssh_keys.push(key);
    Ok(answer)
}

/// The place of the key a call names among those of its user.
fn place(call: &Call<'_>) -> Result<usize, AwsError> {
    let id = call.input.required("SSHPublicKeyId");
    users::named(call)?
        .ssh_keys
        .iter()
        .position(|key| key.id == id)
        .ok_or_else(|| {
            AwsError::new(
                "NoSuchEntity",
                format!("The Public Key with id {id} cannot be found."),
            )
        })
}

fn get(call: &mut Call<'_>) -> Answer {
    let place = place(call)?;
    let user = users::named(call)?;
    let key = user.ssh_keys.get(place);
    let shown = key.map(|key| {
        let pem = call.input.required("Encoding") == "PEM";
        shown(user, key, if pem { &key.pem } else { &key.ssh })
    });
    Ok(shown.unwrap_or_default())
}

fn list(call: &mut Call<'_>) -> Answer {
    let pager = Pager::new(call.input)?;
    let user = users::named(call)?;
    Ok(pager.page_by("SSHPublicKeys", user.ssh_keys.iter(), |key| {
        json!({
            "UserName": user.name,
            "SSHPublicKeyId": key.id,
            "Status": status(key.active),
            "UploadDate": key.uploaded.to_string(),
        })
    }))
}

fn update(call: &mut Call<'_>) -> Answer {
    let place = place(call)?;
    let active = asked_status(call)?;
    if let Some(key) = users::named_mut(call)?.ssh_keys.get_mut(place) {
        key.active = active;
    }
    Ok(nothing())
}

fn delete(call: &mut Call<'_>) -> Answer {
    let place = place(call)?;
    users::named_mut(call)?.ssh_keys.remove(place);
    Ok(nothing())
}
