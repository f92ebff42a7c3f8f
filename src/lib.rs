//! `iamsh`: a simulated world of AWS accounts, identities, policies and credentials, with AWS's own rules for who may do what.
//!
//! Layers, each knowing only those above it:
//!
//! | module | owns |
//! | --- | --- |
//! | [`arn`], [`partition`], [`id`], [`clock`] | names, AWS's separate worlds, unique ids, virtual time |
//! | [`policy`] | the policy language: text, document, checks, patterns, conditions |
//! | [`decision`] | one request against layers of policies, and the reason |
//! | [`lab`] | the world as plain data, and its event log |
//! | [`mod@reference`] | AWS's catalogues: managed policies, services, actions, condition keys |
//! | [`api`] | the AWS operations: one table, one way in |
//! | [`access`] | what policies let whom do, and how two states of them differ |
//! | [`lint`] | what is wrong or odd about a policy |
//! | [`store`] | labs kept in files |
//! | [`render`] | colours, tables, JSON, diagnostics as text |
//! | [`aws_cli`] | `aws …` command lines over the table |
//! | [`help`] | what the words of IAM and of the shell mean |
//! | [`script`] | the rhai engine over the table |
//! | [`scenario`] | finding, running and reporting scenarios, and their snapshots |
//! | [`shell`] | the REPL |
//! | [`serve`] | the AWS Query protocol over HTTP, signatures of requests |
//! | [`cli`] | sub-commands and exit codes |

pub mod access;
pub mod api;
pub mod arn;
pub mod aws_cli;
pub mod cli;
pub mod clock;
pub mod decision;
pub mod help;
pub mod id;
pub mod lab;
pub mod lint;
pub mod partition;
pub mod policy;
pub mod reference;
pub mod render;
pub mod scenario;
pub mod script;
pub mod serve;
pub mod shell;
pub mod store;
