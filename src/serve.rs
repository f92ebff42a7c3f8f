//! The lab over AWS's wire protocol: the AWS CLI, the SDKs and Terraform talk to it as to IAM and STS, and policies are enforced.
//!
//! A request becomes a [`Command`](crate::lab::Command) with its signature as proof of who asks; whether the proof holds is
//! decided where every other proof is, in [`crate::api`]. Answers become XML by the API model. Nothing here knows what an
//! operation does. Source: AWS General Reference, "Making Query API requests"; IAM API Reference, "Making query requests".
//!
//! | file | owns |
//! | --- | --- |
//! | `service` | which request goes where |
//! | `query` | one call of the Query protocol, from form to XML |
//! | `form`, `parameters` | pairs of a form; a call's parameters from them, by the model |
//! | `signing` | what a request says about who signed it |
//! | `xml` | answers and errors as XML |
//! | `repeats` | answers that are known already |
//! | `desk` | the lab, which many callers read and one at a time changes |
//! | `admin`, `decide` | what is not AWS's: reset, clock, events, decisions |
//! | `listen` | sockets, limits, the end |
//! | `connector` | the same without a socket, for SDKs in this process |

mod admin;
#[cfg(feature = "aws-sdk")]
mod connector;
mod decide;
mod desk;
mod form;
mod listen;
mod parameters;
mod query;
mod repeats;
mod reply;
mod service;
mod signing;
mod xml;

#[cfg(feature = "aws-sdk")]
pub use connector::Connector;
pub use desk::Wall;
pub use listen::{Listening, listen};
pub use service::{Line, Options, Service};
