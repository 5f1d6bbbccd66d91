"""What of a text stands on a slide, and what the teacher says to it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

__all__ = ["Block", "Choice", "blocks", "chosen"]

# A paragraph or an item that is no longer than this may stand on a slide as it is.
WORDS = 40

BLOCK = re.compile(
    r"""
    ^(?: (?P<code>```[\s\S]*?^```)
      | (?P<formula>\$\$[\s\S]*?\$\$)
      | (?P<folded><details>[\s\S]*?</details>)
      | (?P<heading>\#+[ ].*)
      | (?P<table>\|.*(?:\n\|.*)*)
      | (?P<item>(?:-|\d+\.)[ ].*(?:\n[ ]+\S.*)*)
      | (?P<text>\S.*(?:\n\S.*)*)
    )$
    """,
    re.MULTILINE | re.VERBOSE,
)
MARK = re.compile(r"^(?:-|\d+\.) ")
# After a full stop and what closes with it, but neither in code nor in "et al. (2018)".
BETWEEN_SENTENCES = re.compile(r"(?<=[.?!])(?<!\bal\.)[*)”\"]*\s+(?=[^a-z0-9\s])")
CODE = re.compile(r"`[^`]*`")


@dataclass(frozen=True)
class Block:
    """A part of a text, what is seen of it, and whether a slide begins with it."""

    kind: str
    text: str
    seen: str = ""
    begins: bool = False  # a slide

    @property
    def said(self) -> bool:
        """Tell whether the teacher has more of it than the class sees."""
        return self.seen != self.text

    @property
    def mark(self) -> str:
        """Return what an item of a list begins with."""
        found = MARK.match(self.text)
        return found.group() if found else ""

    def sentences(self) -> list[str]:
        """Return its sentences; a heading, formula, table or code is one."""
        if self.kind not in ("text", "item"):
            return [self.text]
        text = self.text[len(self.mark) :]
        masked = CODE.sub(lambda code: "`" + "x" * (len(code.group()) - 1), text)
        ends = [end.end() for end in BETWEEN_SENTENCES.finditer(masked)]
        pairs = zip([0, *ends], [*ends, len(text)], strict=True)
        return [text[start:end].strip() for start, end in pairs]


def blocks(text: str) -> list[Block]:
    """Return the headings, paragraphs, items, tables, formulas and codes of a text.

    >>> [block.kind for block in blocks("## Tuning\\n\\nTwo rules:\\n\\n- one\\n- two")]
    ['heading', 'text', 'item', 'item']
    """
    found = BLOCK.finditer(text)
    return [Block(str(each.lastgroup), each.group()) for each in found]


@dataclass(frozen=True)
class Choice:
    """What an author chose for a cell, as beginnings of sentences.

    ``show`` and ``hide`` name sentences for which the rule is otherwise, and ``split``
    blocks that begin another slide.
    """

    show: tuple[str, ...] = ()
    hide: tuple[str, ...] = ()
    split: tuple[str, ...] = ()

    @classmethod
    def of(cls, metadata: Mapping[str, list[str]]) -> "Choice":
        """Read it from what a cell has under ``slideshow``."""
        names = ("show", "hide", "split")
        return cls(*(tuple(metadata.get(name, ())) for name in names))


BY_RULE = Choice()


def chosen(text: str, choice: Choice = BY_RULE) -> list[Block]:
    """Return the blocks of a text with what a slide shows of them.

    That is: headings, lists, formulas, tables, code, short paragraphs with something in
    bold, of long ones the sentences with it, and a sentence that leads to what follows.
    A heading begins a slide; one that is hidden takes its section along.

    Raises ValueError for a beginning that no sentence has.

    >>> [block.seen for block in chosen("It fell. **Why?**\\n\\nIt was late.")]
    ['It fell. **Why?**', '']
    >>> [block.seen for block in chosen("It fell. **Why?**", Choice(hide=("It",)))]
    ['**Why?**']
    """
    found = blocks(text)
    sentences = [sentence for block in found for sentence in block.sentences()]
    for start in (*choice.show, *choice.hide, *choice.split):
        if not any(sentence.startswith(start) for sentence in sentences):
            raise ValueError(f"no sentence begins with {start!r}")
    made = []
    around = zip([None, *found[:-1]], found, [*found[1:], None], strict=True)
    for before, block, after in around:
        text = seen(block, leads_to(block, after), choice)
        heading = block.kind == "heading" and not (before and before.kind == "heading")
        begins = heading or block.sentences()[0].startswith(choice.split)
        made.append(replace(block, seen=text, begins=begins))
    return list(without_hidden_sections(made))


def leads_to(block: Block, after: Block | None) -> bool:
    """Tell whether the last sentence of a block makes no sense without what follows."""
    if block.kind != "text":
        return False
    kinds = ("item", "table", "formula", "code")
    return block.text.endswith(":") or bool(after and after.kind in kinds)


def seen(block: Block, leading: bool, choice: Choice) -> str:
    """Return what a slide shows of a block."""
    sentences = block.sentences()
    bold = block.kind in ("text", "item") and "**" in block.text
    short = len(block.text.split()) <= WORDS
    whole = short if bold else block.kind not in ("text", "folded")
    kept = [
        sentence
        for sentence in sentences
        if not sentence.startswith(choice.hide)
        and (
            whole
            or sentence.startswith(choice.show)
            or (leading and sentence is sentences[-1])
            or (bold and "**" in sentence)
        )
    ]
    if kept == sentences:
        return block.text
    return block.mark + " ".join(kept) if kept else ""


def without_hidden_sections(found: list[Block]) -> Iterator[Block]:
    """Leave out what stands below a heading that is hidden."""
    hidden = False
    for block in found:
        if block.kind == "heading":
            hidden = not block.seen
        if not hidden:
            yield block
