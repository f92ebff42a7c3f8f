//! What can be in a file, and what is said about it.

use std::fs;
use std::path::Path;

use iamsh::decision::Context;
use iamsh::lab::{Caller, Command, Settings};
use iamsh::store::{Damage, KeptLab, StoreError};
use serde_json::json;

const ACCOUNT: &str = "123456789012";

fn open(path: &Path) -> Result<KeptLab, StoreError> {
    KeptLab::open(path, &Settings::default())
}

fn account() -> Command {
    Command::CreateAccount {
        id: ACCOUNT.parse().unwrap(),
        email: "root@example.com".to_owned(),
        name: "main".to_owned(),
    }
}

fn create_user(name: &str) -> Command {
    Command::Call {
        caller: Caller::Root(ACCOUNT.parse().unwrap()),
        service: "iam".to_owned(),
        operation: "CreateUser".to_owned(),
        input: json!({ "UserName": name }),
        context: Context::default(),
    }
}

#[test]
fn a_lab_comes_back_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.lab");
    let mut lab = open(&path).unwrap();
    lab.execute(account()).unwrap();
    lab.execute(create_user("carlos")).unwrap();
    lab.execute(create_user("carlos")).unwrap_err();
    lab.execute(Command::Configure {
        setting: "unique_session_names".to_owned(),
        value: true,
    })
    .unwrap();
    lab.execute(Command::Advance { seconds: 7 }).unwrap();
    let before = lab.lab().clone();
    drop(lab);
    let again = open(&path).unwrap();
    assert_eq!(*again.lab(), before);
    assert_eq!(again.lab().log.events().len(), 5);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn the_settings_a_lab_began_with_stay() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.lab");
    let seeded = Settings {
        seed: 7,
        ..Settings::default()
    };
    let mut lab = KeptLab::open(&path, &seeded).unwrap();
    lab.execute(account()).unwrap();
    lab.execute(create_user("carlos")).unwrap();
    let before = lab.lab().clone();
    drop(lab);
    assert_eq!(*open(&path).unwrap().lab(), before);
}

#[test]
fn events_are_taken_back() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.lab");
    let mut lab = open(&path).unwrap();
    lab.execute(account()).unwrap();
    let kept = lab.lab().clone();
    lab.execute(create_user("carlos")).unwrap();
    lab.rewind(1).unwrap();
    assert_eq!(*lab.lab(), kept);
    lab.execute(create_user("maria")).unwrap();
    let before = lab.lab().clone();
    drop(lab);
    assert_eq!(*open(&path).unwrap().lab(), before);
}

#[test]
fn a_file_in_use_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.lab");
    let _open = open(&path).unwrap();
    let error = open(&path).unwrap_err();
    assert!(matches!(error.damage, Damage::InUse));
    assert_eq!(
        error.to_string(),
        format!(
            "cannot use the lab in `{}`: another process has it open",
            path.display()
        )
    );
}

#[test]
fn what_is_no_lab_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.lab");
    for text in ["", "let a = 1;", &"x".repeat(100_000)] {
        fs::write(&path, text).unwrap();
        let error = open(&path).unwrap_err();
        assert!(matches!(error.damage, Damage::NotALab), "{error}");
        assert_eq!(fs::read_to_string(&path).unwrap(), text);
    }
    let error = open(folder.path()).unwrap_err();
    assert!(matches!(error.damage, Damage::Io(_)), "{error}");
    let error = open(&folder.path().join("none/a.lab")).unwrap_err();
    assert!(error.to_string().ends_with("no such folder"), "{error}");
}

/// Another database of the same crate is no lab either.
#[test]
fn another_database_is_no_lab() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.lab");
    drop(redb::Database::create(&path).unwrap());
    assert!(matches!(open(&path).unwrap_err().damage, Damage::NotALab));
}

/// Writes over what a file says about itself, or over one of its commands.
fn overwrite(path: &Path, change: impl FnOnce(&redb::WriteTransaction)) {
    let database = redb::Database::open(path).unwrap();
    let transaction = database.begin_write().unwrap();
    change(&transaction);
    transaction.commit().unwrap();
}

#[test]
fn a_newer_format_and_damaged_commands_are_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.lab");
    let mut lab = open(&path).unwrap();
    lab.execute(account()).unwrap();
    lab.execute(create_user("carlos")).unwrap();
    drop(lab);
    let commands = redb::TableDefinition::<u64, &[u8]>::new("commands");
    overwrite(&path, |transaction| {
        let mut table = transaction.open_table(commands).unwrap();
        table.insert(2, b"{\"Fly\":{}}".as_slice()).unwrap();
    });
    let error = open(&path).unwrap_err().to_string();
    assert!(
        error.contains("it is damaged: command 2: unknown variant `Fly`"),
        "{error}"
    );
    overwrite(&path, |transaction| {
        transaction.open_table(commands).unwrap().remove(1).unwrap();
    });
    let error = open(&path).unwrap_err().to_string();
    assert!(
        error.ends_with("it is damaged: command 1 is missing"),
        "{error}"
    );
    overwrite(&path, |transaction| {
        let about = redb::TableDefinition::<&str, &[u8]>::new("iamsh");
        let mut table = transaction.open_table(about).unwrap();
        table.insert("format", b"2".as_slice()).unwrap();
    });
    let error = open(&path).unwrap_err().to_string();
    assert!(
        error.ends_with("it is of format 2, which a later version of iamsh wrote"),
        "{error}"
    );
}

#[test]
fn a_file_cut_short_or_written_over_is_refused_and_never_panics() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.lab");
    let mut lab = open(&path).unwrap();
    lab.execute(account()).unwrap();
    for number in 0..20 {
        lab.execute(create_user(&format!("user{number}"))).unwrap();
    }
    drop(lab);
    let whole = fs::read(&path).unwrap();
    for length in [1, 8, 100, 4096, whole.len() / 2] {
        fs::write(&path, &whole[..length]).unwrap();
        assert!(open(&path).is_err(), "{length}");
    }
}

#[test]
fn what_cannot_be_kept_is_not_done() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.lab");
    let mut lab = open(&path).unwrap();
    lab.execute(account()).unwrap();
    let before = lab.lab().clone();
    let deep = (0..200).fold(json!(1), |inner, _| json!([inner]));
    let mut call = create_user("carlos");
    if let Command::Call { input, .. } = &mut call {
        *input = deep;
    }
    let error = lab.execute(call).unwrap_err();
    assert_eq!((error.code, error.http_status), ("ServiceFailure", 500));
    assert!(error.help.unwrap().contains("nested too deeply"));
    assert_eq!(*lab.lab(), before);
    lab.execute(create_user("carlos")).unwrap();
}
