"""Course folders with spoiled pages: read in little time and memory, or refused with a sentence."""
import glob
import os
import re

from cell_grammar import ROOT
from faults import need, raw
from fuzzing import replace_with_another_kind, spoiled

# The seconds that each page of a course may take, and the megabytes that its cells may come to hold.
SECONDS, MEGABYTES = 5.0, 1024
PIECES = [
    "\n```cell\nwhile true { }\n```\n", "\n```cell x\nlet x = conv2d(ones(1, 64, 500, 500), ones(64, 64, 3, 3))\nshow(x)\n```\n",
    "\n```cell\nfor i in 0..<100000 { print(i) }\n```\n", "\n```cell\nshow(digits.images, normal(500, 500, seed: 1))\n```\n",
    "\n```cell\nvar c = [1]\nfor i in 0..<60 { c = c + c }\n```\n", "\n```\n", "\n~~~~\n", "\n---\n", "---\nid: x\n---\n",
    "\n```predict\nid: a\nkind: number\nask: x\nanswer: '1/0'\nright: ['1']\nwrong: ['\x1b[2J']\n```\n",
    "\n```predict\nid: a\nid: a\nkind: choice\n? [a, b]\n: {c: d}\n```\n", "\n```predict\n&a [*a, *a]\n```\n",
    "\n```predict\nanswer: !!binary aGFsbG8=\n<<: {kind: number}\nx: 1e999\ny: 0x7fffffffffffffffffff\nz: 2001-99-99\n```\n",
    "\n```predict\n%YAML 9.9\n---\na: 1\n---\nb: 2\n...\n```\n", "\n```predict\na: |\n\t\tb\n  c: >-\n```\n",
    "\n```exercise\nid: e\nask: x\nstart: 'func f() {'\ntests: [1]\n```\n", "\n```question\nid: q\nask: 1\n```\n",
    "\n```source Sources/CNNEngine/Tensor/Tensor.swift struct Tensor\n```\n", "\n```source ../../etc/passwd func x\n```\n",
    "\n```math\n\\frac{\\frac{\\frac{a}{b}}{c}}{\\sum_{i=0}^{n^{n^{n}}} x_{i_{j_{k}}}}\n```\n", "\n$\\left(\\begin{matrix} 1 & 2 \\\\ 3$\n",
    "[x](term)", "[x](term:)", "[a](term:b) [a](term:c)", "[x](page:1.1)", "[x](1.99)", "[x](javascript:alert)", "![p](x.png)",
    "&#x1b;[31m", "&#0;", "&#x202e;", "&amp;&nosuch;", "\u202e\u2066", "\x1b]0;owned\x07", "\x9b2J", "\0", "\ufeff", "\u200b" * 50,
    "e\u0301\u0302" * 200, "👩‍👩‍👧‍👦", "\u0300" * 500, "漢字" * 300, "<b>", "<!--", "<![CDATA[", "<script>", "\\" * 99, "`" * 99,
    "*" * 200, "_" * 99, "[" * 300, "](" * 300, "|" * 300, "|a|b|\n|-|-|\n|1|\n", "> " * 40, "- " * 40, "1. " * 30, "#" * 9,
    "\t" * 20, "  " * 300, "\r", "\r\n", "\u2028", "\x0c", "\n" * 500, "x" * 5_000, "a b " * 3_000, "| a " * 500, "~" * 300,
]
NAMES = ["02-p.md", "03-\x1b[31m.md", "04-\u202e.md", "99-x.md", "1-x.md", "05-p.MD", "06-p.md.md", "-.md", "00-p.md", " .md", "07 p.md"]


class Pages:
    def __init__(self, program, workshop):
        self.pages = []
        for path in sorted(glob.glob(os.path.join(ROOT, "Chapters/*/*.md"))):
            with open(path, "rb") as file:
                self.pages.append((os.path.basename(path), file.read()))

    def attack(self, attempt):
        chance = attempt.chance
        folder = attempt.path("course")
        count = 0
        for number in range(chance.choice([1, 1, 1, 2])):
            chapter = f"course/{number + 1:02}-a"
            attempt.file(f"{chapter}/chapter.md", self.spoil(chance, b"# A\n") if chance.random() < 0.1 else b"# A\n")
            for place in range(chance.choice([1, 1, 1, 2, 3])):
                count += 1
                name, data = chance.choice(self.pages)
                name = f"{place + 1:02}-{name.split('-', 1)[-1]}" if chance.random() < 0.9 else chance.choice(NAMES)
                path = attempt.file(f"{chapter}/{name}", self.spoil(chance, data))
                if chance.random() < 0.03:
                    replace_with_another_kind(chance, attempt, path)
        commands = [["lint"], ["page", "1.1"], ["page", "1"], ["contents"], ["page", "1.1", "--svg"],
                    ["page", "1.1", "--width", chance.choice(["20", "60", "400"])]]
        for command in [["lint"], ["page", "1.1"], chance.choice(commands[2:])]:
            result = attempt.bounded_run(*command, "--chapters", folder, seconds=SECONDS * count, megabytes=MEGABYTES)
            need(not raw(result.out), f"control characters on standard output, {raw(result.out)}: {result}")

    def spoil(self, chance, data):
        for _ in range(chance.choice([1, 1, 2, 3, 8])):
            data = chance.choice([spoiled, self.insert, self.insert, self.block, self.line, self.number])(chance, data)
        return data[:chance.choice([190_000, 190_000, 400_000])]

    def insert(self, chance, data):
        """Something hostile at a place where it counts, or anywhere."""
        places = [match.end() for match in re.finditer(rb"\n|: |\[|`|'", data)] or [0]
        place = chance.choice(places)
        return data[:place] + chance.choice(PIECES).encode() * chance.choice([1, 1, 1, 1, 3, 100]) + data[place:]

    def block(self, chance, data):
        """A fenced block said again, from another page, in a quote, or without its end."""
        pattern = rb"^```\w[^\n]*\n.*?^```\n"
        other = chance.choice([data, chance.choice(self.pages)[1]])
        blocks = re.findall(pattern, other, re.MULTILINE | re.DOTALL)
        if not blocks:
            return data
        block = chance.choice(blocks)
        change = chance.randrange(4)
        if change == 0:
            block = block * chance.choice([2, 20, 200])
        elif change == 1:
            prefix = chance.choice([b"> ", b"- ", b"    ", b"> - > ", b"\t"]) * chance.choice([1, 3, 20])
            block = b"".join(prefix + line + b"\n" for line in block.splitlines())
        elif change == 2:
            block = block[:chance.randrange(len(block))] + b"\n"
        place = data.rfind(b"\n\n", 0, chance.randrange(len(data) + 1)) + 2 if data else 0
        return data[:place] + block + data[place:]

    def line(self, chance, data):
        """A line dropped, said again, put in deeper or somewhere else."""
        lines = data.split(b"\n")
        i, j = chance.randrange(len(lines)), chance.randrange(len(lines))
        change = chance.randrange(4)
        if change == 0:
            del lines[i]
        elif change == 1:
            lines[i:i] = [lines[j]] * chance.choice([1, 2, 50, 500])
        elif change == 2:
            lines[i] = b" " * chance.choice([1, 2, 4, 8, 100]) + lines[i]
        else:
            lines[i], lines[j] = lines[j], lines[i]
        return b"\n".join(lines)

    def number(self, chance, data):
        """A number of a cell, an answer or a front matter turned far beyond its range."""
        numbers = list(re.finditer(rb"\d+", data))
        if not numbers:
            return data
        match = chance.choice(numbers)
        odd = chance.choice([b"0", b"-1", b"100000", b"9223372036854775807", b"99999999999999999999", b"1e300", b"0.5", b"5000"])
        return data[:match.start()] + odd + data[match.end():]
