"""YAML → tables, as JSON is read: a list of records, one record, or a mapping that holds a list of them."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from msqqa.errors import SourceError
from msqqa.table.delimited import decode_text
from msqqa.table.json_places import PlacedObject
from msqqa.table.records import is_placed, lines_within, sheets_of

if TYPE_CHECKING:
    from yaml.nodes import Node

    from msqqa.table.sheet import Sheet


def read(name: str, data: bytes) -> list[Sheet]:
    """Read records.

    Raises
    ------
    SourceError
        If the bytes are no YAML, hold no records, or more than can be held.
    """
    import yaml

    text = decode_text(name, data)
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        # As nodes, which know their lines. Aliases would let a small file stand for a vast one.
        for event in yaml.parse(text, Loader=loader) if "*" in text else ():
            if isinstance(event, yaml.AliasEvent):
                line = event.start_mark.line + 1
                raise SourceError(
                    f"{name}, line {line}: an alias, which is not followed", "write out what it stands for"
                )
        roots = [node for node in yaml.compose_all(text, Loader=loader) if node is not None]
        records = [found for root in roots for found in _records(root, loader(""), text)]
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 1}: " if mark is not None else ""
        told = getattr(error, "problem", None) or "not well formed"
        raise SourceError(f"{name}: no YAML ({where}{told})", "correct that line") from error
    except RecursionError as error:
        raise SourceError(f"{name}: nested too deeply", "flatten it to a list of records") from error
    return sheets_of(name, records, lines_within(text))


def _records(root: Node, loader: Any, text: str) -> list[tuple[Any, tuple[int, int]]]:
    """Return the records of a document, those of a list each with its lines."""
    import yaml

    def value_of(node: Node) -> Any:
        value = _convert_value(loader.construct_document(node))
        return _place(value, node, loader, text) if is_placed(text) else value

    nodes = root.value if isinstance(root, yaml.SequenceNode) else [root]
    return [(value_of(node), _lines(node)) for node in nodes]


def _place(value: Any, node: Node, loader: Any, text: str) -> Any:
    """Return a value whose mappings know where in the text each of their own values stands."""
    import yaml

    if isinstance(value, list) and isinstance(node, yaml.SequenceNode) and len(value) == len(node.value):
        return [_place(inner, own, loader, text) for inner, own in zip(value, node.value, strict=True)]
    if not isinstance(value, dict) or not isinstance(node, yaml.MappingNode):
        return value
    nodes = {str(loader.construct_document(key)): own for key, own in node.value}
    if nodes.keys() != value.keys():
        return value
    pairs = [(key, _place(inner, nodes[key], loader, text)) for key, inner in value.items()]
    return PlacedObject(pairs, [_range_of(nodes[key], text) for key in value])


def _range_of(node: Node, text: str) -> tuple[int, int]:
    """Return the characters of a value: a list or a mapping ends with what it holds last, a text with its last word."""
    import yaml

    start, last = node.start_mark.index, node
    while isinstance(last, yaml.CollectionNode) and last.value and not last.flow_style:
        last = last.value[-1][1] if isinstance(last, yaml.MappingNode) else last.value[-1]
    return start, start + len(text[start : last.end_mark.index].rstrip())


def _lines(node: Node) -> tuple[int, int]:
    last = node.end_mark.line + (1 if node.end_mark.column else 0)
    return node.start_mark.line + 1, max(node.start_mark.line + 1, last)


def _convert_value(value: Any) -> Any:
    """Return a value as JSON has it."""
    if isinstance(value, dict):
        return {str(key): _convert_value(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set):
        return [_convert_value(inner) for inner in value]
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value if isinstance(value, str | int | float | bool) or value is None else str(value)
