"""What a cell stands on, read from the sources: values that were computed, and the text that defines the rest.

A name that a cell reads is one of three. It is imported: the page imports it, too. It is a function or a class of an earlier
cell: the page has its text, and what that text reads in turn. Or it is a value: it is taken from the kernel.
"""

import ast
import builtins
import symtable
from dataclasses import dataclass, field
from itertools import chain

__all__ = ["Needs", "needs"]


@dataclass
class Needs:
    """What must be there before a cell runs."""

    imports: list[str] = field(default_factory=list)
    values: list[str] = field(default_factory=list)
    definitions: list[str] = field(default_factory=list)


def needs(cell: str, earlier: list[str]) -> Needs:
    """Return what a cell reads of the cells before it, each kind in the order in which the lesson has it.

    Parameters
    ----------
    cell : str
        Its text.
    earlier : list of str
        The texts of the cells before it.
    """
    bound: dict[
        str, tuple[ast.stmt, str]
    ] = {}  # name → the last statement that binds it, and that one's text
    for text in earlier:
        for statement in ast.parse(text).body:
            source = _source(statement, text)
            for name in sorted(_binds(statement)):
                bound.pop(name, None)  # so that it stands where it is bound last
                bound[name] = statement, source
    found, todo = {}, _reads(cell)
    while todo:
        name = todo.pop()
        if name in bound and name not in found:
            statement, source = found[name] = bound[name]
            if _defines(statement):
                todo |= _reads(source)
    kinds = Needs()
    for name in sorted(found, key=list(bound).index):
        statement, source = found[name]
        if isinstance(statement, ast.Import | ast.ImportFrom):
            kinds.imports.append(_one_import(statement, name))
        elif _defines(statement):
            kinds.definitions.append(source)
        else:
            kinds.values.append(name)
    # As in the lesson: one function may be the default of another.
    kinds.definitions.sort(key=[source for _, source in bound.values()].index)
    return kinds


def _source(statement: ast.stmt, text: str) -> str:
    """The text of a statement, with its decorators."""
    decorators = getattr(statement, "decorator_list", [])
    first = min([statement.lineno, *(d.lineno for d in decorators)])
    lines = text.encode().split(b"\n")[first - 1 : statement.end_lineno]
    end = statement.end_col_offset
    return b"\n".join([*lines[:-1], lines[-1][:end]]).decode()[0 if decorators else statement.col_offset :]


def _defines(statement: ast.stmt) -> bool:
    """Whether the text of a statement stands for what it binds: a function, a class, a lambda under a name."""
    return isinstance(statement, ast.FunctionDef | ast.ClassDef) or (
        isinstance(statement, ast.Assign)
        and isinstance(statement.value, ast.Lambda)
        and isinstance(statement.targets[0], ast.Name)
    )


def _one_import(statement: ast.Import | ast.ImportFrom, name: str) -> str:
    """The import of this one name."""
    alias = next(a for a in statement.names if name == (a.asname or a.name).partition(".")[0])
    return ast.unparse(
        ast.Import([alias])
        if isinstance(statement, ast.Import)
        else ast.ImportFrom(statement.module, [alias], statement.level)
    )


def _binds(statement: ast.stmt) -> set[str]:
    """The names that a statement of the top level binds."""
    table = symtable.symtable(ast.unparse(statement), "<cell>", "exec")
    return {s.get_name() for s in table.get_symbols() if s.is_assigned() or s.is_imported()}


def _reads(text: str) -> set[str]:
    """The names that a text reads before it has bound them; inside a function, those that are not its own."""
    read, bound = set(), set(dir(builtins))
    for statement in ast.parse(text).body:
        table = symtable.symtable(ast.unparse(statement), "<cell>", "exec")
        names = {s.get_name() for s in table.get_symbols() if s.is_referenced()}
        names |= {s.get_name() for inner in _inner(table) for s in inner.get_symbols() if s.is_global()}
        if isinstance(statement, ast.For | ast.While | ast.With | ast.If | ast.Try):
            names -= _binds(statement)  # what a block binds, and reads again, is its own
        elif isinstance(statement, ast.FunctionDef | ast.ClassDef):
            names.discard(statement.name)
        names -= {n.target.id for n in ast.walk(statement) if isinstance(n, ast.NamedExpr)}
        names |= {
            n.target.id for n in ast.walk(statement) if _adds_to_a_name(n)
        }  # `count += 1` reads what was there
        read |= names - bound
        bound |= _binds(statement)
    return read


def _adds_to_a_name(node: ast.AST) -> bool:
    return isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name)


def _inner(table: symtable.SymbolTable) -> list[symtable.SymbolTable]:
    """The scopes within one, at any depth."""
    below = table.get_children()
    return [*below, *chain.from_iterable(map(_inner, below))]
