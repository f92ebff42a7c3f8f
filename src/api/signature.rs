//! Signatures of requests, Signature Version 4: are they of a known secret, and of now?
//!
//! The canonical request is made by whoever has the request; here is what needs the secret.
//! Source: IAM User Guide, "Create a signed AWS API request"; "Troubleshoot Signature Version 4 signing".

mod key;

use hmac::Mac;

use crate::clock::Timestamp;
use crate::lab::Signed;

use super::error::AwsError;

/// How far the clocks of who signs and who verifies may be apart, in seconds.
const SKEW: i64 = 15 * 60;

/// Whether a signature was made with this secret. Takes the same time wherever it differs.
#[must_use]
pub fn holds(signed: &Signed, secret: &str) -> bool {
    let mut bytes = [0; 32];
    let Ok(given) = base16ct::mixed::decode(&signed.signature, &mut bytes) else {
        return false;
    };
    if let Some(key) = key::kept(signed, secret) {
        return signs(key, signed, given);
    }
    let Some(key) = key::derive(signed, secret) else {
        return false;
    };
    let holds = signs(key.clone(), signed, given);
    if holds {
        key::keep(signed, secret, key);
    }
    holds
}

/// Whether this key gives this signature.
fn signs(mut key: key::Hash, signed: &Signed, signature: &[u8]) -> bool {
    let Signed {
        date,
        day,
        region,
        service,
        request_hash,
        ..
    } = signed;
    for part in [
        "AWS4-HMAC-SHA256\n",
        date,
        "\n",
        day,
        "/",
        region,
        "/",
        service,
        "/aws4_request\n",
        request_hash,
    ] {
        key.update(part.as_bytes());
    }
    key.verify_slice(signature).is_ok()
}

/// Whether the scope is that of a service: which region it names does not matter, that it names one does.
///
/// # Errors
/// `SignatureDoesNotMatch`; it names everything that is wrong.
pub fn check_scope(signed: &Signed, service: &str) -> Result<(), AwsError> {
    let mut wrong = String::new();
    let region = &signed.region;
    if region.is_empty()
        || !region
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-')
    {
        wrong.push_str("Credential should be scoped to a valid region. ");
    }
    if signed.service != service {
        wrong.push_str(&format!(
            "Credential should be scoped to correct service: '{service}'. "
        ));
    }
    if wrong.is_empty() {
        Ok(())
    } else {
        Err(mismatch(wrong))
    }
}

/// Whether a request arrived while its signature holds.
///
/// # Errors
/// `SignatureDoesNotMatch` for dates that differ by more than a quarter of an hour or from their scope's.
pub fn check_dates(signed: &Signed) -> Result<(), AwsError> {
    let Some(at) = instant(&signed.date) else {
        return Err(incomplete(
            "Date must be in ISO-8601 'basic format'. Got '",
            &signed.date,
        ));
    };
    if signed.date.get(..8) != Some(&signed.day) {
        return Err(mismatch(format!(
            "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '{}' != '{}', from '{}'.",
            signed.day,
            signed.date.get(..8).unwrap_or_default(),
            signed.date
        )));
    }
    let Some(received) = signed.received else {
        return Ok(());
    };
    let given = &signed.date;
    let lifetime = signed.lifetime.map_or(SKEW, i64::from);
    if at.plus(lifetime) < received {
        let (now, bound) = (basic(received), basic(received.plus(-lifetime)));
        let span = match signed.lifetime {
            None => "15 min.".to_owned(),
            Some(seconds) => format!("{seconds} sec."),
        };
        return Err(mismatch(format!(
            "Signature expired: {given} is now earlier than {bound} ({now} - {span})"
        )));
    }
    if received.plus(SKEW) < at {
        let (now, bound) = (basic(received), basic(received.plus(SKEW)));
        return Err(mismatch(format!(
            "Signature not yet current: {given} is still later than {bound} ({now} + 15 min.)"
        )));
    }
    Ok(())
}

/// `20260101T000000Z`
fn basic(time: Timestamp) -> String {
    time.to_string().replace(['-', ':'], "")
}

fn instant(basic: &str) -> Option<Timestamp> {
    let is_in_place = |(at, byte): (usize, u8)| match at {
        8 => byte == b'T',
        15 => byte == b'Z',
        _ => byte.is_ascii_digit(),
    };
    let is_one = basic.len() == 16 && basic.bytes().enumerate().all(is_in_place);
    is_one.then(|| Timestamp::parse(basic))?
}

fn mismatch(message: String) -> AwsError {
    AwsError::new("SignatureDoesNotMatch", message)
}

fn incomplete(what: &str, given: &str) -> AwsError {
    AwsError::new("IncompleteSignature", format!("{what}{given}'."))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the IAM User Guide: `ListUsers`, signed on 2015-08-30.
    pub(super) fn example() -> Signed {
        Signed {
            access_key_id: "AKIDEXAMPLE".to_owned(),
            session_token: None,
            date: "20150830T123600Z".to_owned(),
            day: "20150830".to_owned(),
            region: "us-east-1".to_owned(),
            service: "iam".to_owned(),
            request_hash: "f536975d06c0309214f805bb90ccff089219ecd68b2577efef23edd43b7e1a59"
                .to_owned(),
            signature: "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7"
                .to_owned(),
            lifetime: None,
            received: Timestamp::parse("2015-08-30T12:36:00Z"),
        }
    }

    #[test]
    fn the_documented_example_holds_for_its_secret_only() {
        let secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
        assert!(holds(&example(), secret));
        assert!(!holds(
            &example(),
            "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEZ"
        ));
        for broken in [
            "",
            "5d",
            "+d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7",
            "é",
        ] {
            let signed = Signed {
                signature: broken.to_owned(),
                ..example()
            };
            assert!(!holds(&signed, secret), "{broken}");
        }
    }

    fn refusal(signed: &Signed) -> String {
        check_dates(signed).unwrap_err().message
    }

    #[test]
    fn a_signature_holds_for_a_quarter_of_an_hour_both_ways() {
        let at = |time| Signed {
            received: Timestamp::parse(time),
            ..example()
        };
        for time in ["2015-08-30T12:51:00Z", "2015-08-30T12:21:00Z"] {
            assert!(check_dates(&at(time)).is_ok(), "{time}");
        }
        assert_eq!(
            refusal(&at("2015-08-30T12:51:01Z")),
            "Signature expired: 20150830T123600Z is now earlier than 20150830T123601Z (20150830T125101Z - 15 min.)"
        );
        assert_eq!(
            refusal(&at("2015-08-30T12:20:59Z")),
            "Signature not yet current: 20150830T123600Z is still later than 20150830T123559Z (20150830T122059Z + 15 min.)"
        );
        assert!(
            check_dates(&Signed {
                received: None,
                ..example()
            })
            .is_ok()
        );
    }

    #[test]
    fn a_presigned_request_holds_as_long_as_it_says() {
        let presigned = |time| Signed {
            lifetime: Some(3600),
            received: Timestamp::parse(time),
            ..example()
        };
        assert!(check_dates(&presigned("2015-08-30T13:36:00Z")).is_ok());
        assert!(refusal(&presigned("2015-08-30T13:36:01Z")).starts_with("Signature expired: "));
    }

    #[test]
    fn dates_that_are_none_or_disagree_are_refused() {
        for date in [
            "",
            "20150830",
            "2015-08-30T12:36:00Z",
            "20151330T123600Z",
            "20150830T12360éZ",
            "20150830t123600z",
        ] {
            let error = check_dates(&Signed {
                date: date.to_owned(),
                ..example()
            })
            .unwrap_err();
            assert_eq!(error.code, "IncompleteSignature", "{date}");
        }
        for day in ["20150831", "2015", ""] {
            let other_day = Signed {
                day: day.to_owned(),
                ..example()
            };
            assert!(refusal(&other_day).starts_with("Date in Credential scope does not match"));
        }
    }

    #[test]
    fn the_scope_names_a_region_and_the_service() {
        let signed = example();
        assert!(check_scope(&signed, "iam").is_ok());
        assert_eq!(
            check_scope(
                &Signed {
                    region: String::new(),
                    ..signed
                },
                "sts"
            )
            .unwrap_err()
            .message,
            "Credential should be scoped to a valid region. Credential should be scoped to correct service: 'sts'. "
        );
    }
}
