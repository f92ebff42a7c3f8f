//! `create-virtual-mfa-device`: the seed goes to a file instead of into the answer.
//!
//! Source: AWS CLI Command Reference, `iam create-virtual-mfa-device`.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use super::fault::Fault;
use super::files::Files;
use super::options::BOOTSTRAP_METHODS;

/// Writes the seed in the form of `method` to `path` and takes it out of the answer.
///
/// # Errors
/// When the file cannot be written.
pub fn save_seed(
    answer: &mut Value,
    method: &str,
    path: &str,
    files: &dyn Files,
) -> Result<(), Fault> {
    let Some(device) = answer
        .get_mut("VirtualMFADevice")
        .and_then(Value::as_object_mut)
    else {
        return Ok(());
    };
    let seed = device
        .get(method)
        .and_then(Value::as_str)
        .unwrap_or_default();
    let bytes = STANDARD.decode(seed).unwrap_or_default();
    files
        .write(path, &bytes)
        .map_err(|why| Fault::General(format!("{why}: {}", super::python_quoted(path))))?;
    for method in BOOTSTRAP_METHODS {
        device.shift_remove(method);
    }
    Ok(())
}
