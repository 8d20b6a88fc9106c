"""YAML read by PyYAML as a tree of places; aliases are leaves, so that no file can grow while it is read."""

import re
from typing import Any

from mtkit.documents.structured import Member, Node, commas
from mtkit.errors import InputError

__all__ = ["PROPERTIES", "tree"]

_STRING = "tag:yaml.org,2002:str"
_SYMBOL = re.compile(r":\w+")
PROPERTIES = re.compile(r"(?:[&!][^\s,\]}]*\s+)*")  # anchor and tag before a key or value


def tree(text: str, name: str) -> Node:
    """The tree of a YAML text, a list of trees for several documents. Raises InputError for what is no YAML.

    >>> tree("a: b", "n").members[0].value.said
    'b'
    >>> tree("a: [", "n.yml")
    Traceback (most recent call last):
    mtkit.errors.InputError: n.yml:1: no YAML (did not find expected node content)
    """
    import yaml

    try:
        roots = list(yaml.compose_all(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))
        nodes = [_Builder(text, name).node(root, root.start_mark.index) for root in roots]
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise InputError(f"no YAML ({error.problem})", path=name, line=min(line, text.count("\n") + 1)) from error
    except yaml.YAMLError as error:
        raise InputError("no YAML (control characters)", path=name) from error
    except RecursionError:
        raise InputError("nested too deep", path=name) from None
    if len(nodes) == 1:
        return nodes[0]
    return Node("list", 0, len(text), members=[Member(node, start=node.start, end=node.end) for node in nodes])


class _Builder:
    def __init__(self, text: str, name: str) -> None:
        self.text, self.name = text, name

    def node(self, found: Any, least: int, *, flow: bool = False) -> Node:
        """A node; one that begins before `least` is an alias of an earlier one."""
        start, end = found.start_mark.index, found.end_mark.index
        if start < least:
            return Node("other", least, least)
        if isinstance(found.value, str):
            is_text = found.tag == _STRING and found.value.strip() and not _SYMBOL.fullmatch(found.value)
            style = found.style or ("flow" if flow else "")
            return Node("text" if is_text else "other", start, end, found.value, style)
        flow = flow or bool(found.flow_style)
        node = Node("map" if found.tag.endswith(":map") else "list", start, end)
        at = start
        for item in found.value:
            member = self._member(item, at, flow=flow) if isinstance(item, tuple) else self._item(item, at, flow=flow)
            node.members.append(member)
            at = member.value.end
        self._check(node, found)
        if found.flow_style:
            own = PROPERTIES.match(self.text, start, end)
            commas(self.text, node, (own.end() if own else start) + 1)
        else:
            self._lines(node, least)
            node.start = min((member.start for member in node.members), default=start)
            node.end = max((member.end for member in node.members), default=end)
        return node

    def _item(self, found: Any, at: int, *, flow: bool) -> Member:
        value = self.node(found, at, flow=flow)
        return Member(value, start=value.start, end=value.end)

    def _member(self, pair: tuple[Any, Any], at: int, *, flow: bool) -> Member:
        key, value = pair
        if not isinstance(key.value, str) or key.start_mark.index < at:
            return self._item(value, max(at, key.end_mark.index), flow=flow)
        start, end = key.start_mark.index, key.end_mark.index
        inner = self.node(value, end, flow=flow)
        if self.text[start] in "&!":  # such a key is not changed
            return Member(inner, start=start, end=inner.end)
        quote = key.style in ("'", '"')
        return Member(inner, key.value, start + quote, end - quote, start, inner.end)

    def _check(self, node: Node, found: Any) -> None:
        keys = [member.key for member in node.members if member.key and member.key != "<<"]
        if len(set(keys)) < len(keys):
            twice = next(key for key in keys if keys.count(key) > 1)
            last = [member for member in node.members if member.key == twice][-1]
            line = self.text.count("\n", 0, last.start) + 1
            raise InputError(f'key "{twice}" stands twice', path=self.name, line=line, hint="keep one of them")

    def _lines(self, node: Node, before: int) -> None:
        """In a block map, a text goes with its whole lines; what stands `before` has its place."""
        limits = [*(member.start for member in node.members[1:]), len(self.text)]
        for member, limit in zip(node.members, limits, strict=True):
            line, end = self.text.rfind("\n", 0, member.start) + 1, self._line_end(member.value.end)
            if member.key and member.value.kind == "text":
                if line >= before and end <= limit and not self.text[line : member.start].strip():
                    member.start, member.end = line, end
                    member.separator = "" if self.text.endswith("\n", 0, end) else "\n"
                else:  # after the dash of a list
                    member.separator = "\n" + " " * (member.start - line)
            before = member.end

    def _line_end(self, at: int) -> int:
        if self.text[at - 1 : at] == "\n":
            return at
        end = self.text.find("\n", at)
        return len(self.text) if end < 0 else end + 1
