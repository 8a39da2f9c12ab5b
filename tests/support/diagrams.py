"""Diagrams as their readers read them, and no more liberally: whatever they are not sure to read is an error."""

import re
import xml.etree.ElementTree as ElementTree

# Of Mermaid's lexer what is safe in all its releases from 10 on, and what is not Markdown. Everything else is a number.
SHOWN = r"(?:[^\W0-9_]|#[0-9]+;)(?:[a-z0-9 .,:;()/'?+=$!-]|(?<=\w)_(?=\w)|[^\x00-\x7f]|#[0-9]+;)*"
TYPE = r"(?![pfu]k\b)[a-z_][a-z0-9_()\[\]]*"
NAME = r"(?![pfu]k\b)[a-z_][a-z0-9_]*"
MERMAID = {
    "note": rf"    %% (?P<note>{SHOWN})",
    "entity": rf'    "(?P<entity>{SHOWN})"(?P<opens> \{{)?',
    "column": rf'        {TYPE} (?P<column>{NAME})(?: (?:PK|FK|UK)(?:, (?:FK|UK)){{0,2}})?(?: "(?P<remark>{SHOWN})")?',
    "end": r"    \}",
    "relationship": rf'    "(?P<parent>{SHOWN})" (?P<feet>(?:\|\||\|o)--(?:o\||o\{{)) "(?P<child>{SHOWN})" : "(?P<by>{SHOWN})"',
}
# Looked for in the whole text before and while it is read.
FORBIDDEN = r"%%\{|:\S*#|direction\s+(?:tb|bt|rl|lr)"
LABEL_TAGS = {"table", "tr", "td", "b", "i", "br", "font"}
DOT_STRING = r'"(?:[^"\\\n]|\\["\\])*"'
DOT = (
    r"digraph erd \{", r"\tgraph \[[^\]]*\];", r"\tnode \[[^\]]*\];", r"\tedge \[[^\]]*\];",
    r"\tsubgraph cluster_\d+ \{", r'\t\tstyle="rounded";', r'\t\tcolor="#888888";',
    rf"\t\tlabel={DOT_STRING};", r"\t?\}",
    rf"\t\tt\d+ \[label=<(?P<label><table .*</table>)> tooltip={DOT_STRING}\];",
    r"\tt\d+(?::[lr]\d+:[ew])? -> t\d+(?::[lr]\d+:[ew])?"
    rf" \[arrowtail=(?:teetee|teeodot) arrowhead=(?:crowodot|teeodot) tooltip={DOT_STRING}\];",
)  # fmt: skip
SVG = "{http://www.w3.org/2000/svg}"
SVG_TAGS = {SVG + tag for tag in ("svg", "g", "title", "polygon", "polyline", "path", "ellipse", "text", "a")}
LINK = "{http://www.w3.org/1999/xlink}href"


def decoded(text):
    return re.sub(r"#([0-9]+);", lambda found: chr(int(found[1])), text)


def read_mermaid(text):
    """(entities with their columns, relationships); a line that is not of the grammar fails."""
    entities, relationships, open_entity = {}, [], None
    lines = text.splitlines()
    assert not re.search(FORBIDDEN, text, re.I)
    assert lines[0] == "erDiagram" and text.endswith("\n") and "\r" not in text
    for line in lines[1:]:
        kinds = [kind for kind, form in MERMAID.items() if re.fullmatch(form, line, re.I)]
        assert len(kinds) == 1, f"{kinds}: {line!r}"
        found = re.fullmatch(MERMAID[kinds[0]], line, re.I)
        assert (kinds[0] in ("column", "end")) == (open_entity is not None), line
        if kinds[0] == "entity":
            name = decoded(found["entity"])
            assert name not in entities, line
            entities[name] = []
            open_entity = name if found["opens"] else None
        elif kinds[0] == "column":
            entities[open_entity].append(found["column"])
        elif kinds[0] == "end":
            open_entity = None
        elif kinds[0] == "relationship":
            ends = decoded(found["parent"]), decoded(found["child"])
            assert set(ends) <= set(entities), line
            relationships.append((ends[0], found["feet"], ends[1], decoded(found["by"])))
    return entities, relationships


def read_dot(text):
    """The texts of every label, which is markup without anything but tables."""
    whole = re.sub(r"\n\t\t\t<tr>", "<tr>", text)
    labels = []
    for line in whole.splitlines():
        found = next((match for form in DOT if (match := re.fullmatch(form, line))), None)
        assert found, f"not of the grammar: {line!r}"
        if "label" in found.re.groupindex:
            label = ElementTree.fromstring(found["label"])
            assert {element.tag for element in label.iter()} <= LABEL_TAGS
            assert {element.get("href", "#") for element in label.iter()} == {"#"}
            labels.append("".join(label.itertext()).replace("\\\\", "\\"))
    return labels


def read_svg(text):
    """The texts of a drawing, which has nothing that runs or leads anywhere."""
    drawing = ElementTree.fromstring(text)
    assert {element.tag for element in drawing.iter()} <= SVG_TAGS
    for element in drawing.iter():
        assert element.get(LINK, "#") == "#"
        assert not [name for name in element.attrib if name.lower().startswith("on")]
    return ["".join(element.itertext()) for element in drawing.iter(SVG + "text")]
