"""YAML and TSV read into plain values that remember their line, with every problem collected."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import yaml

from trucewatch.records import Problem

MOST_SLIPS = 20
"""Errors of YAML itself that are mended while one file is checked."""
_EMPTY_LIST = re.compile(r":\s*\[\]\s*(?:#.*)?$")
_COLON_INSIDE = re.compile(r"(?P<key>\s*(?:- )?\w+:)\s+(?P<value>[^\s\"'\[{#|>][^#]*:\s[^#]*?)\s*$")
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(slots=True)
class Problems:
    """Everything wrong so far in one file."""

    file: str
    found: list[Problem] = field(default_factory=list)

    def add(self, line: int | None, says: str) -> None:
        self.found.append(Problem(file=self.file, line=line, says=says))


@dataclass(frozen=True, slots=True)
class Item:
    """One mapping of a file: checked values by field, and the line of each."""

    values: Mapping[str, Any]
    line: int
    lines: Mapping[str, int]

    def __getitem__(self, name: str) -> Any:
        return self.values[name]

    def get(self, name: str, default: Any = None) -> Any:
        return self.values.get(name, default)

    def line_of(self, name: str) -> int:
        return self.lines.get(name, self.line)


Reader = Callable[[yaml.Node, Problems, str], Any]


@dataclass(frozen=True, slots=True)
class FieldRule:
    """How one field is read and whether it must be there."""

    read: Reader
    required: bool = False


def compose_file(path: Path, problems: Problems) -> yaml.Node | None:
    """The root node of a YAML file, or None with the reason in `problems`."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        problems.add(None, f"is not UTF-8 text (byte {error.start})")
        return None
    except OSError as error:
        problems.add(None, f"cannot be read: {error.strerror}")
        return None
    node = _composed(text, problems)
    if node is None and not problems.found:
        problems.add(1, "is empty")
    return node


def _composed(text: str, problems: Problems) -> yaml.Node | None:
    """The root node; what a slip of the pen spoils is told and mended, so that the rest of the file is checked too."""
    lines = text.split("\n")
    for _ in range(MOST_SLIPS):
        try:
            node: yaml.Node | None = yaml.compose("\n".join(lines), Loader=_Loader)
        except (yaml.YAMLError, RecursionError) as error:
            mark = getattr(error, "problem_mark", None)
            says = getattr(error, "problem", None) or "is nested too deeply"
            slip = _slip(lines, mark.line) if mark else None
            if slip is None:
                problems.add(mark.line + 1 if mark else None, f"is not valid YAML: {says}")
                return None
            number, mended, advice = slip
            problems.add(number + 1, f"is not valid YAML: {advice}")
            lines[number] = mended
        else:
            return node
    return None


def _slip(lines: list[str], at: int) -> tuple[int, str, str] | None:
    """The line to mend near an error, the line as it should be, and what to tell; None for an error of another kind."""
    for number in range(min(at, len(lines) - 1), -1, -1):
        line = lines[number]
        if "\t" in line[: len(line) - len(line.lstrip())]:
            return number, line.replace("\t", "    "), "lines are indented with blanks, not with tabs"
        if number < at and _EMPTY_LIST.search(line):
            return number, _EMPTY_LIST.sub(":", line), "delete the `[]` where entries follow"
        colon = _COLON_INSIDE.match(line)
        if colon and number >= at - 1:
            quoted = "'" + colon["value"].replace("'", "''") + "'"
            return (
                number,
                f"{colon['key']} {quoted}",
                "a text with a colon in it needs quotation marks around it",
            )
        if line.strip() and not line.lstrip().startswith("#") and number < at:
            break
    return None


def line_of(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def read_item(node: yaml.Node, rules: Mapping[str, FieldRule], problems: Problems, what: str) -> Item | None:
    """One mapping checked against its field rules; None when it is not a mapping."""
    if not isinstance(node, yaml.MappingNode):
        problems.add(line_of(node), f"{what} must be a mapping of fields, not {_shape(node)}")
        return None
    values: dict[str, Any] = {}
    lines: dict[str, int] = {}
    for key_node, value_node in node.value:
        key = key_node.value if isinstance(key_node, yaml.ScalarNode) else "?"
        rule = rules.get(key)
        if rule is None:
            problems.add(line_of(key_node), f"{what} has an unknown field `{key}` ({_hint(key, rules)})")
        elif key in values:
            problems.add(line_of(key_node), f"{what} has the field `{key}` twice")
        else:
            lines[key] = line_of(key_node)
            values[key] = rule.read(value_node, problems, f"`{key}` of {what}")
    for name, rule in rules.items():
        if rule.required and name not in values:
            problems.add(line_of(node), f"{what} lacks the field `{name}`")
    kept = {name: value for name, value in values.items() if value is not None}
    return Item(kept, line_of(node), lines)


def _hint(key: str, rules: Mapping[str, FieldRule]) -> str:
    if " " in key:
        return "a comma within { } begins a new field: put the words before it in quotation marks"
    return f"{did_you_mean(key, rules)}known: {', '.join(rules)}"


def did_you_mean(written: str, known: Iterable[str]) -> str:
    """`did you mean X? `, or nothing where nothing known is alike."""
    by_folded = {word.casefold(): word for word in known}
    alike = get_close_matches(written.casefold(), by_folded, n=1, cutoff=0.75)
    return f"did you mean {by_folded[alike[0]]}? " if alike else ""


def _shape(node: yaml.Node) -> str:
    shapes = {"scalar": "plain text", "sequence": "a list", "mapping": "a mapping"}
    return shapes.get(getattr(node, "id", ""), "this")


def text(node: yaml.Node, problems: Problems, what: str) -> str | None:
    if not isinstance(node, yaml.ScalarNode):
        problems.add(line_of(node), f"{what} must be text, not {_shape(node)}")
        return None
    if node.tag == "tag:yaml.org,2002:null":
        return None
    # An unquoted NO or Yes is a country code or a name to its writer, whatever YAML 1.1 thinks.
    value = str(node.value).strip()
    if not value:
        problems.add(line_of(node), f"{what} is empty")
        return None
    return value


def texts(node: yaml.Node, problems: Problems, what: str) -> tuple[str, ...]:
    if isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:null":
        return ()
    if not isinstance(node, yaml.SequenceNode):
        problems.add(line_of(node), f"{what} must be a list, not {_shape(node)}")
        return ()
    read = (text(child, problems, f"an entry in {what}") for child in node.value)
    return tuple(value for value in read if value is not None)


def flag(node: yaml.Node, problems: Problems, what: str) -> bool | None:
    value = str(node.value).lower() if isinstance(node, yaml.ScalarNode) else ""
    if value not in {"true", "false", "yes", "no"}:
        problems.add(line_of(node), f"{what} must be true or false")
        return None
    return value in {"true", "yes"}


def day(node: yaml.Node, problems: Problems, what: str) -> date | None:
    value = text(node, problems, what)
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        problems.add(line_of(node), f"{what} must be a date like 2020-11-10, not {value!r}")
        return None


def whole_number(node: yaml.Node, problems: Problems, what: str) -> int | None:
    value = text(node, problems, what)
    if value is None or (value.isascii() and value.isdigit() and 0 < int(value) <= 10_000):
        return None if value is None else int(value)
    problems.add(line_of(node), f"{what} must be a whole number from 1 to 10000, not {value!r}")
    return None


def one_of(*allowed: str) -> Reader:
    """A reader of text that must be one of the values allowed."""

    def read(node: yaml.Node, problems: Problems, what: str) -> str | None:
        value = text(node, problems, what)
        if value is not None and value not in allowed:
            problems.add(line_of(node), f"{what} must be one of {', '.join(allowed)}, not {value!r}")
            return None
        return value

    return read


def items(rules: Mapping[str, FieldRule], name: str) -> Reader:
    """A reader of a list of mappings, each checked against `rules`."""

    def read(node: yaml.Node, problems: Problems, what: str) -> tuple[Item, ...]:
        if isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:null":
            return ()
        if not isinstance(node, yaml.SequenceNode):
            problems.add(line_of(node), f"{what} must be a list, not {_shape(node)}")
            return ()
        children = (read_item(child, rules, problems, _label(child, name)) for child in node.value)
        return tuple(child for child in children if child is not None)

    return read


def _label(node: yaml.Node, name: str) -> str:
    """How a problem names an entry: by its id where it has one."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value in {"id", "number", "name", "term"} and isinstance(value, yaml.ScalarNode):
                return f"{name} {value.value!r}"
    return f"a {name}"


def read_table(path: Path, columns: tuple[str, ...], problems: Problems) -> list[Item]:
    """The rows of a tab-separated file with a header line; rows with a wrong number of cells are problems."""
    try:
        lines = path.read_bytes().decode("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        problems.add(None, f"cannot be read as UTF-8 text: {error}")
        return []
    rows: list[Item] = []
    header: list[str] | None = None
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if header is None:
            header = cells
            if problem := _header_problem(header, columns):
                problems.add(number, problem)
                return []
            continue
        if len(cells) > len(header):
            problems.add(number, f"has {len(cells)} cells where the header has {len(header)}")
            continue
        if len(cells) == 1 and re.search(r" {2,}|,", line.strip()):
            problems.add(
                number, "is one cell: the columns must be separated by tabs, not by blanks or commas"
            )
            continue
        cells += [""] * (len(header) - len(cells))
        rows.append(Item(dict(zip(header, cells, strict=True)), number, {}))
    return rows


def _header_problem(header: list[str], columns: tuple[str, ...]) -> str | None:
    missing, unknown = set(columns) - set(header), set(header) - set(columns)
    if not missing and not unknown:
        return None
    said = [f"lacks {', '.join(sorted(missing))}"] if missing else []
    said += [f"has unknown {', '.join(sorted(unknown))}"] if unknown else []
    return f"the header {' and '.join(said)} (columns, tab-separated: {', '.join(columns)})"
