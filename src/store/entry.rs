//! Commands as bytes: JSON, which a person can read when nothing else can.

use serde_json::Value;

use crate::lab::Command;

/// How deep parameters may be nested; what is deeper could be written but not read back.
const DEPTH: usize = 100;

/// The bytes of a command; none for one whose parameters are nested too deeply.
pub fn encode(command: &Command) -> Option<Vec<u8>> {
    if let Command::Call { input, .. } = command
        && !shallow(input, DEPTH)
    {
        return None;
    }
    serde_json::to_vec(command).ok()
}

/// The command of some bytes.
///
/// # Errors
/// When they are no command that this version knows.
pub fn decode(bytes: &[u8]) -> Result<Command, serde_json::Error> {
    serde_json::from_slice(bytes)
}

fn shallow(value: &Value, left: usize) -> bool {
    let mut inside: Box<dyn Iterator<Item = &Value>> = match value {
        Value::Array(items) => Box::new(items.iter()),
        Value::Object(members) => Box::new(members.values()),
        _ => return true,
    };
    left > 0 && inside.all(|value| shallow(value, left - 1))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::decision::{Context, ContextValue};
    use crate::lab::Caller;

    fn call(input: Value) -> Command {
        let mut context = Context::default();
        context.set("aws:TagKeys", vec!["a".to_owned(), "b".to_owned()]);
        context.set("aws:SourceIp", "10.0.0.1");
        context.set("aws:ResourceTag/team", "red");
        context.set("aws:ResourceTag/Team", ContextValue::Many(Vec::new()));
        Command::Call {
            caller: Caller::Root("123456789012".parse().unwrap()),
            service: "iam".to_owned(),
            operation: "CreateUser".to_owned(),
            input,
            context,
        }
    }

    #[test]
    fn a_command_is_read_back_as_it_was() {
        let command = call(json!({ "UserName": "carlos", "Z": [1, -2, 0.1, null], "A": "\u{0}é" }));
        assert_eq!(decode(&encode(&command).unwrap()).unwrap(), command);
    }

    #[test]
    fn what_could_not_be_read_back_is_not_written() {
        let nested = |depth| (0..depth).fold(json!(1), |inner, _| json!([inner]));
        let deepest = call(nested(DEPTH));
        assert_eq!(decode(&encode(&deepest).unwrap()).unwrap(), deepest);
        assert!(encode(&call(nested(DEPTH + 1))).is_none());
    }
}
