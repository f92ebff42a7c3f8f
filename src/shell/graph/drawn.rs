//! The graph as other tools draw it: Graphviz's DOT, and Mermaid.

use std::collections::BTreeSet;

use super::Graph;

/// What a graph can be written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// An indented tree.
    Text,
    /// Graphviz's language.
    Dot,
    /// Mermaid's flowcharts, which Markdown shows.
    Mermaid,
}

impl Form {
    /// The names they are asked for by.
    pub const NAMES: [(&'static str, Self); 3] = [
        ("text", Self::Text),
        ("dot", Self::Dot),
        ("mermaid", Self::Mermaid),
    ];
}

/// The edges that lie on a way from one of `starts`.
pub fn reachable(graph: &Graph<'_>, starts: &[usize]) -> Vec<(usize, usize, String)> {
    let (mut seen, mut next) = (BTreeSet::new(), starts.to_vec());
    while let Some(at) = next.pop() {
        if seen.insert(at) {
            next.extend(graph.edges_of(at).into_iter().map(|(_, to, _)| *to));
        }
    }
    let edges = graph.edges.iter();
    edges
        .filter(|(from, ..)| seen.contains(from))
        .cloned()
        .collect()
}

/// `digraph { … }`: roles are boxes, users ellipses.
pub fn dot(graph: &Graph<'_>, edges: &[(usize, usize, String)]) -> String {
    let mut lines = vec!["digraph trust {".to_owned(), "  rankdir=LR;".to_owned()];
    for (_, arn, is_role) in nodes(graph, edges) {
        let shape = if is_role { "box" } else { "ellipse" };
        lines.push(format!("  {} [shape={shape}];", quoted(arn)));
    }
    for (from, to, conditions) in edges {
        let label = match conditions.as_str() {
            "" => String::new(),
            words => format!(" [label={}]", quoted(words)),
        };
        let (from, to) = (quoted(graph.arn(*from)), quoted(graph.arn(*to)));
        lines.push(format!("  {from} -> {to}{label};"));
    }
    lines.push("}".to_owned());
    lines.join("\n")
}

/// `flowchart LR …`: roles are boxes, users rounded.
pub fn mermaid(graph: &Graph<'_>, edges: &[(usize, usize, String)]) -> String {
    let mut lines = vec!["flowchart LR".to_owned()];
    for (place, arn, is_role) in nodes(graph, edges) {
        let (open, close) = if is_role { ("[", "]") } else { ("(", ")") };
        lines.push(format!("  n{place}{open}{}{close}", entity(arn)));
    }
    for (from, to, conditions) in edges {
        let label = match conditions.as_str() {
            "" => String::new(),
            words => format!("|{}|", entity(words)),
        };
        lines.push(format!("  n{from} -->{label} n{to}"));
    }
    lines.join("\n")
}

/// Who is at an end of an edge: the place, the ARN, whether it is a role.
fn nodes<'a>(
    graph: &'a Graph<'_>,
    edges: &[(usize, usize, String)],
) -> Vec<(usize, &'a str, bool)> {
    let places: BTreeSet<usize> = edges
        .iter()
        .flat_map(|(from, to, _)| [*from, *to])
        .collect();
    let node = |place: usize| (place, graph.arn(place), graph.is_role(place));
    places.into_iter().map(node).collect()
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// Mermaid knows no escapes but HTML's, with another sign.
fn entity(text: &str) -> String {
    let escaped = text.replace('#', "#35;").replace('"', "#quot;");
    format!("\"{}\"", escaped.replace('<', "#lt;").replace('>', "#gt;"))
}
