//! XML as SAML needs it: parsing within bounds, finding elements, and exclusive canonicalization.
//!
//! Source: W3C Recommendation "Exclusive XML Canonicalization Version 1.0", without comments and without a list of inclusive
//! prefixes.

use std::collections::BTreeMap;

use roxmltree::{Attribute, Document, Node, NodeType, ParsingOptions};

/// Most elements and texts of a document.
const MOST_NODES: u32 = 100_000;
/// Deepest nesting: canonicalization recurs.
const DEEPEST: usize = 100;

/// A parsed document; none for what is no XML, has a document type, or is out of bounds.
#[must_use]
pub fn parse(text: &str) -> Option<Document<'_>> {
    let options = ParsingOptions {
        nodes_limit: MOST_NODES,
        ..ParsingOptions::default()
    };
    if nesting(text) > DEEPEST {
        return None;
    }
    Document::parse_with_options(text, options).ok()
}

/// At least how deep a document is nested; tags are counted, whatever stands around them.
fn nesting(text: &str) -> usize {
    let (mut open, mut deepest) = (0_usize, 0);
    for tag in text.split('<').skip(1) {
        let single = tag.split('>').next().is_some_and(|tag| tag.ends_with('/'));
        if tag.starts_with('/') {
            open = open.saturating_sub(1);
        } else if !single && !tag.starts_with(['?', '!']) {
            open += 1;
            deepest = deepest.max(open);
        }
    }
    deepest
}

/// The first child element with this local name, in any namespace.
#[must_use]
pub fn child<'a, 'i>(node: Node<'a, 'i>, name: &str) -> Option<Node<'a, 'i>> {
    node.children()
        .find(|child| child.is_element() && child.tag_name().name() == name)
}

/// The text of an element without the blanks around it.
#[must_use]
pub fn text(node: Node<'_, '_>) -> String {
    let all: String = node
        .descendants()
        .filter(Node::is_text)
        .filter_map(|text| text.text())
        .collect();
    all.trim().to_owned()
}

/// The element in canonical form, as it stands alone; the descendant `without` is left out.
#[must_use]
pub fn canonical(element: Node<'_, '_>, without: Option<Node<'_, '_>>) -> String {
    let mut out = String::new();
    let none = BTreeMap::new();
    write(element, without, &none, &mut out);
    out
}

/// Prefixes and what they stand for, as an element's ancestors in the output have declared them.
type Declared<'a> = BTreeMap<&'a str, &'a str>;

fn write<'a>(
    element: Node<'a, '_>,
    without: Option<Node<'_, '_>>,
    declared: &Declared<'a>,
    out: &mut String,
) {
    let name = qualified_name(element);
    let mut used = vec![prefix(name)];
    let mut attributes: Vec<(&str, &str, &str, Attribute<'_, '_>)> = Vec::new();
    for attribute in element.attributes() {
        let qualified = source(element, attribute.range_qname());
        let own = prefix(qualified);
        if !own.is_empty() {
            used.push(own);
        }
        let namespace = attribute.namespace().unwrap_or_default();
        attributes.push((namespace, attribute.name(), qualified, attribute));
    }
    used.sort_unstable();
    used.dedup();
    out.push('<');
    out.push_str(name);
    let mut inner = declared.clone();
    for prefix in used.into_iter().filter(|prefix| *prefix != "xml") {
        let wanted = Some(prefix).filter(|prefix| !prefix.is_empty());
        let uri = element.lookup_namespace_uri(wanted).unwrap_or_default();
        if declared.get(prefix).copied().unwrap_or_default() != uri {
            let colon = if prefix.is_empty() { "" } else { ":" };
            out.push_str(&format!(" xmlns{colon}{prefix}=\""));
            escape(uri, true, out);
            out.push('"');
            inner.insert(prefix, uri);
        }
    }
    attributes.sort_by_key(|(namespace, local, _, _)| (*namespace, *local));
    for (_, _, qualified, attribute) in attributes {
        out.push_str(&format!(" {qualified}=\""));
        escape(attribute.value(), true, out);
        out.push('"');
    }
    out.push('>');
    for child in element.children().filter(|child| Some(*child) != without) {
        match child.node_type() {
            NodeType::Element => write(child, without, &inner, out),
            NodeType::Text => escape(child.text().unwrap_or_default(), false, out),
            NodeType::PI => out.push_str(source(child, child.range())),
            NodeType::Root | NodeType::Comment => {}
        }
    }
    out.push_str(&format!("</{name}>"));
}

fn source<'a>(node: Node<'a, '_>, range: std::ops::Range<usize>) -> &'a str {
    node.document().input_text().get(range).unwrap_or_default()
}

/// The name with its prefix: the tree has the namespace only, so it is read off the text.
fn qualified_name<'a>(element: Node<'a, '_>) -> &'a str {
    let tag = source(element, element.range());
    let tag = tag.strip_prefix('<').unwrap_or(tag);
    let end = tag.find(|c: char| c.is_whitespace() || c == '>' || c == '/');
    tag.get(..end.unwrap_or(tag.len())).unwrap_or(tag)
}

fn prefix(name: &str) -> &str {
    name.split_once(':').map_or("", |(prefix, _)| prefix)
}

/// Writes text as it stands in an element, or in an attribute.
pub fn escape(text: &str, attribute: bool, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' if !attribute => out.push_str("&gt;"),
            '"' if attribute => out.push_str("&quot;"),
            '\t' if attribute => out.push_str("&#x9;"),
            '\n' if attribute => out.push_str("&#xA;"),
            '\r' => out.push_str("&#xD;"),
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> String {
        let document = parse(text).unwrap();
        canonical(document.root_element(), None)
    }

    #[test]
    fn attributes_are_sorted_and_only_prefixes_in_use_are_declared() {
        let text = r#"<a:r xmlns:a="urn:a" xmlns:b="urn:b" xmlns:c="urn:c" z='1' c:y="2" b:x="3" m="&lt;&#10;"><a:s/><b:t
            b:u = "v"/></a:r>"#;
        assert_eq!(
            of(text),
            "<a:r xmlns:a=\"urn:a\" xmlns:b=\"urn:b\" xmlns:c=\"urn:c\" m=\"&lt;&#xA;\" z=\"1\" b:x=\"3\" c:y=\"2\"><a:s></a:s>\
             <b:t b:u=\"v\"></b:t></a:r>"
        );
    }

    /// The example of section 2.3 of the Recommendation: a part keeps its form in another context.
    #[test]
    fn a_part_does_not_depend_on_what_is_around_it() {
        let part = "<n1:elem2 xmlns:n1=\"http://example.net\" xml:lang=\"en\"><n3:stuff xmlns:n3=\"ftp://example.org\"></n3:stuff></n1:elem2>";
        for around in [
            format!(
                "<n0:pdu xmlns:n0='http://a.example' xml:lang='fr' xml:space='retain'>{part}</n0:pdu>"
            ),
            format!(
                "<n2:pdu xmlns:n1='http://example.com' xmlns:n2='http://foo.example'>{part}</n2:pdu>"
            ),
        ] {
            let document = parse(&around).unwrap();
            let inner = child(document.root_element(), "elem2").unwrap();
            assert_eq!(canonical(inner, None), part);
        }
    }

    #[test]
    fn a_default_namespace_is_declared_and_undone() {
        assert_eq!(
            of("<a xmlns='urn:a'><b xmlns=''><!-- gone -->x &amp; <![CDATA[<y>]]></b></a>"),
            "<a xmlns=\"urn:a\"><b xmlns=\"\">x &amp; &lt;y&gt;</b></a>"
        );
    }

    #[test]
    fn documents_out_of_bounds_are_refused() {
        let deep = format!("{}{}", "<a>".repeat(100_000), "</a>".repeat(100_000));
        assert!(parse(&deep).is_none());
        assert!(parse("<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>").is_none());
        assert!(parse("<a>").is_none());
    }
}
