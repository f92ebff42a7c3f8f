//! `--query`: JMESPath over answers. The expression is read by the `jmespath` crate and evaluated here, since members must
//! keep their order.
//!
//! Where Python's `jmespath`, which the AWS CLI uses, goes beyond the specification, this does too: texts compare with `<`.
//! Source: "JMESPath Specification"; AWS CLI User Guide, "Filtering output in the AWS CLI".

mod functions;

use std::cmp::Ordering;

use jmespath::ErrorReason;
use jmespath::ast::{Ast, Comparator};
use serde_json::{Map, Value};

/// Longer expressions are refused: their tree could be as deep as they are long.
const LONGEST: usize = 2000;

/// Deeper nesting is refused.
const DEEPEST: usize = 60;

/// An expression that was read.
#[derive(Clone, Debug)]
pub struct Query {
    ast: Ast,
}

impl Query {
    /// Reads an expression.
    ///
    /// # Errors
    /// Why it is none, with a caret below the place.
    pub fn compile(text: &str) -> Result<Self, String> {
        if text.chars().count() > LONGEST || nesting(text) > DEEPEST {
            return Err(format!(
                "Invalid jmespath expression: it is nested more than {DEEPEST} deep, or longer than {LONGEST} characters"
            ));
        }
        jmespath::parse(text)
            .map(|ast| Self { ast })
            .map_err(|error| explained(text, &error))
    }

    /// What the expression picks from `value`.
    ///
    /// # Errors
    /// Python's text for a function that is unknown or given the wrong values.
    pub fn search(&self, value: &Value) -> Result<Value, String> {
        evaluate(&self.ast, value)
    }
}

fn nesting(text: &str) -> usize {
    let mut depth = 0_usize;
    let mut deepest = 0;
    for c in text.chars() {
        match c {
            '(' | '[' | '{' | '!' | '&' | '|' => depth += 1,
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

fn explained(text: &str, error: &jmespath::JmespathError) -> String {
    let end = text.chars().count();
    if text.is_empty() {
        return "Invalid jmespath expression: Incomplete expression:\n\"\"\n ^".to_owned();
    }
    if error.offset >= end {
        let caret = " ".repeat(end + 1);
        return format!(
            "Invalid jmespath expression: Incomplete expression:\n\"{text}\"\n{caret}^"
        );
    }
    let why = match &error.reason {
        ErrorReason::Parse(why) => why.as_str(),
        ErrorReason::Runtime(_) => "",
    };
    let caret = " ".repeat(error.offset + 1);
    format!(
        "Invalid jmespath expression: Parse error at column {}: {why}, for expression:\n\"{text}\"\n{caret}^",
        error.offset
    )
}

type Answer = Result<Value, String>;

fn evaluate(ast: &Ast, value: &Value) -> Answer {
    Ok(match ast {
        Ast::Identity { .. } => value.clone(),
        Ast::Field { name, .. } => value.get(name.as_str()).cloned().unwrap_or_default(),
        Ast::Subexpr { lhs, rhs, .. } => evaluate(rhs, &evaluate(lhs, value)?)?,
        Ast::Index { idx, .. } => index(value, *idx),
        Ast::Slice {
            start, stop, step, ..
        } => slice(value, *start, *stop, *step)?,
        Ast::Literal { value, .. } => serde_json::to_value(value).unwrap_or_default(),
        Ast::Projection { lhs, rhs, .. } => match evaluate(lhs, value)? {
            Value::Array(items) => project(rhs, &items)?,
            _ => Value::Null,
        },
        Ast::ObjectValues { node, .. } => match evaluate(node, value)? {
            Value::Object(members) => members.into_iter().map(|(_, value)| value).collect(),
            _ => Value::Null,
        },
        Ast::Flatten { node, .. } => flatten(evaluate(node, value)?),
        Ast::Condition {
            predicate, then, ..
        } => {
            if truthy(&evaluate(predicate, value)?) {
                evaluate(then, value)?
            } else {
                Value::Null
            }
        }
        Ast::Comparison {
            comparator,
            lhs,
            rhs,
            ..
        } => compare(comparator, &evaluate(lhs, value)?, &evaluate(rhs, value)?),
        Ast::Not { node, .. } => (!truthy(&evaluate(node, value)?)).into(),
        Ast::And { lhs, rhs, .. } => {
            let left = evaluate(lhs, value)?;
            if truthy(&left) {
                evaluate(rhs, value)?
            } else {
                left
            }
        }
        Ast::Or { lhs, rhs, .. } => {
            let left = evaluate(lhs, value)?;
            if truthy(&left) {
                left
            } else {
                evaluate(rhs, value)?
            }
        }
        Ast::MultiList { .. } | Ast::MultiHash { .. } if value.is_null() => Value::Null,
        Ast::MultiList { elements, .. } => elements
            .iter()
            .map(|element| evaluate(element, value))
            .collect::<Result<_, _>>()?,
        Ast::MultiHash { elements, .. } => elements
            .iter()
            .map(|pair| Ok((pair.key.clone(), evaluate(&pair.value, value)?)))
            .collect::<Result<Map<_, _>, String>>()?
            .into(),
        Ast::Function { name, args, .. } => functions::call(name, args, value)?,
        // An expression reference means something to functions alone.
        Ast::Expref { .. } => Value::Null,
    })
}

/// What is false: nothing, `false`, and what is empty.
fn truthy(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(truth) => *truth,
        Value::Number(_) => true,
        Value::String(text) => !text.is_empty(),
        Value::Array(items) => !items.is_empty(),
        Value::Object(members) => !members.is_empty(),
    }
}

fn project(each: &Ast, items: &[Value]) -> Answer {
    let mut found = Vec::new();
    for item in items {
        let value = evaluate(each, item)?;
        if !value.is_null() {
            found.push(value);
        }
    }
    Ok(found.into())
}

fn flatten(value: Value) -> Value {
    let Value::Array(items) = value else {
        return Value::Null;
    };
    let mut flat = Vec::with_capacity(items.len());
    for item in items {
        match item {
            Value::Array(inner) => flat.extend(inner),
            other => flat.push(other),
        }
    }
    flat.into()
}

fn index(value: &Value, at: i32) -> Value {
    let Value::Array(items) = value else {
        return Value::Null;
    };
    let back = usize::try_from(at.unsigned_abs()).unwrap_or(usize::MAX);
    let at = if at < 0 {
        items.len().checked_sub(back)
    } else {
        Some(back)
    };
    at.and_then(|at| items.get(at)).cloned().unwrap_or_default()
}

fn slice(value: &Value, start: Option<i32>, stop: Option<i32>, step: i32) -> Answer {
    let Value::Array(items) = value else {
        return Ok(Value::Null);
    };
    if step == 0 {
        return Err("slice step cannot be zero".to_owned());
    }
    let length = i64::try_from(items.len()).unwrap_or(i64::MAX);
    let (low, high) = if step > 0 {
        (0, length)
    } else {
        (-1, length - 1)
    };
    let bound = |given: Option<i32>, default: i64| {
        given.map_or(default, |at| {
            let at = i64::from(at);
            let at = if at < 0 { at + length } else { at };
            at.clamp(low, high)
        })
    };
    let (first, last) = if step > 0 { (low, high) } else { (high, low) };
    let (mut at, stop) = (bound(start, first), bound(stop, last));
    let mut found = Vec::new();
    while (step > 0 && at < stop) || (step < 0 && at > stop) {
        if let Some(item) = usize::try_from(at).ok().and_then(|at| items.get(at)) {
            found.push(item.clone());
        }
        at += i64::from(step);
    }
    Ok(found.into())
}

fn compare(comparator: &Comparator, left: &Value, right: &Value) -> Value {
    let holds = |wanted: fn(Ordering) -> bool| {
        order(left, right).map_or(Value::Null, |order| wanted(order).into())
    };
    match comparator {
        Comparator::Equal => equal(left, right).into(),
        Comparator::NotEqual => (!equal(left, right)).into(),
        Comparator::LessThan => holds(Ordering::is_lt),
        Comparator::LessThanEqual => holds(Ordering::is_le),
        Comparator::GreaterThan => holds(Ordering::is_gt),
        Comparator::GreaterThanEqual => holds(Ordering::is_ge),
    }
}

/// `1` and `1.0` are equal, at any depth.
fn equal(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(_), Value::Number(_)) => order(left, right).is_some_and(Ordering::is_eq),
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(a, b)| equal(a, b))
        }
        (Value::Object(left), Value::Object(right)) => {
            left.len() == right.len()
                && left
                    .iter()
                    .all(|(key, a)| right.get(key).is_some_and(|b| equal(a, b)))
        }
        _ => left == right,
    }
}

/// The order of two numbers or two texts.
fn order(left: &Value, right: &Value) -> Option<Ordering> {
    match (left, right) {
        (Value::Number(a), Value::Number(b)) => match (a.as_i64(), b.as_i64()) {
            (Some(a), Some(b)) => Some(a.cmp(&b)),
            _ => a.as_f64()?.partial_cmp(&b.as_f64()?),
        },
        (Value::String(a), Value::String(b)) => Some(a.cmp(b)),
        _ => None,
    }
}
