#!/usr/bin/env python3
"""Draws docs/session.svg from docs/session.ansi, the screen that `tests/repl/recorded.rs` recorded.

    python3 tools/draw_session.py

Standard library only. The recording holds rows of text with colours (SGR) and steps to the right (CUF), nothing else.
"""

import html
import re
from pathlib import Path

DOCS = Path(__file__).resolve().parent.parent / "docs"
CELL, LINE, MARGIN = 8.4, 19, 16
COLOURS = {31: "#f7768e", 32: "#9ece6a", 33: "#e0af68", 34: "#7aa2f7", 35: "#bb9af7", 36: "#7dcfff"}
PLAIN, BACKGROUND = "#c0caf5", "#1a1b26"
PIECE = re.compile(r"\x1b\[([0-9;]*)([mC])|([^\x1b]+)")


def styled(state: dict, codes: str) -> dict:
    """The look after a change of style."""
    state = dict(state)
    for code in (int(code or 0) for code in codes.split(";")):
        if code == 0:
            state = {}
        elif code == 1:
            state["bold"] = True
        elif code == 2:
            state["dim"] = True
        elif code == 22:
            state.pop("bold", None)
            state.pop("dim", None)
        elif code == 39:
            state.pop("colour", None)
        elif code in COLOURS:
            state["colour"] = COLOURS[code]
    return state


def row_of(text: str, number: int) -> str:
    """One row as SVG text elements, each run of one look at its column."""
    column, state, drawn = 0, {}, []
    y = MARGIN + LINE * (number + 1) - 5
    for codes, final, run in PIECE.findall(text):
        if run:
            look = f'fill="{state.get("colour", PLAIN)}"'
            look += ' font-weight="bold"' if state.get("bold") else ""
            look += ' opacity="0.6"' if state.get("dim") else ""
            if run.strip():
                width = len(run) * CELL
                drawn.append(
                    f'<text x="{MARGIN + column * CELL:.1f}" y="{y}" textLength="{width:.1f}" {look}>{html.escape(run)}</text>'
                )
            column += len(run)
        elif final == "m":
            state = styled(state, codes)
        else:
            column += int(codes or 1)
    return "".join(drawn)


def main() -> None:
    rows = (DOCS / "session.ansi").read_text(encoding="utf-8").split("\n")
    bare = [PIECE.sub(lambda piece: piece.group(3) or "", row) for row in rows]
    while bare and not bare[-1].strip():
        bare.pop()
    rows = rows[: len(bare)]
    width = max(map(len, bare)) * CELL + 2 * MARGIN
    height = len(rows) * LINE + 2 * MARGIN
    body = "\n".join(row_of(row, number) for number, row in enumerate(rows))
    (DOCS / "session.svg").write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height}" width="{width:.0f}" height="{height}">\n'
        f'<rect width="100%" height="100%" rx="8" fill="{BACKGROUND}"/>\n'
        f'<g font-family="ui-monospace, Menlo, Consolas, monospace" font-size="14" xml:space="preserve">\n{body}\n</g>\n</svg>\n',
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
