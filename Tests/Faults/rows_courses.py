"""Course folders of any shape: read in little time and memory, or refused at file:line:column."""
import os
import re

from faults import fault, need

SECONDS, MEGABYTES = 5.0, 500
DEEP = "at most 32 deep"
BOMB = "a0: &a0 [x, x]\n" + "".join(f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]\n" for i in range(1, 40))
TABLE = "|a" * 20_000 + "|\n" + "|---" * 20_000 + "|\n" + "|\n" * 20_000

# A page's text after its title, and what must be complained of; `None` where it may be read.
PAGES = {
    "quotes": (">" * 10_000 + " x\n", DEEP),
    "items": ("- " * 90_000 + "x\n", DEEP),
    "numbers": ("1. " * 60_000 + "x\n", DEEP),
    "indented": ("".join("  " * i + "- a\n" for i in range(300)) + "\n" * 90_000, DEEP),
    "emphasis": ("*_" * 60_000 + "a" + "_*" * 30_000 + "\n", None),
    "brackets": ("[" * 190_000 + "\n", None),
    "links": ("[" * 60_000 + "a" + "](b)" * 30_000 + "\n", None),
    "ticks": ("".join("`" * i + " " for i in range(1, 600)) + "\n", None),
    "formulas": ("$a$ " * 45_000 + "\n", None),
    "brackets of formulas": ("$" + "{" * 90_000 + "$\n", None),
    "table": (TABLE, "at most 10000 entries"),
    "cells": ("```cell\n1\n```\n" * 10_000, "at most 100 cells"),
    "100 MB": ("word " * 20_000_000, "at most 200000 bytes"),
    "2 MB": ("word\n" * 400_000, "at most 200000 bytes"),
    "one line": ("x" * 190_000, None),
    "lines": ("word\n" * 38_000, None),
    "aliases": ("```predict\n" + BOMB + "? *a39\n: c\n```\n", "no YAML aliases"),
    "brackets of YAML": ("```predict\nid: " + "[" * 90_000 + "\n```\n", "is no YAML"),
    "keys of YAML": ("```predict\n" + "".join(f"k{i}: 1\n" for i in range(20_000)) + "```\n", "has no field"),
    "outside": ("```source ../../../../dev/zero func x\n```\n```source /dev/zero func x\n```\n", "There is no file"),
    "bytes": ("\0\x1b[31m\x9b\x07\n", None),
}


def holds(result):
    result.is_well()
    need(result.seconds < SECONDS and result.megabytes < MEGABYTES, f"costs too much: {result}")
    return result


@fault("pages that are deep, large or endless", "refused at file:line:column, within 5 s and 500 MB")
def pages(attack):
    for name, (text, complaint) in PAGES.items():
        attack.file(f"{name}/01-a/chapter.md", "# A\n")
        attack.file(f"{name}/01-a/01-p.md", "# T\n\n" + text)
        folder = attack.path(name)
        for command in (["contents"], ["page", "1.1"], ["--no-save"]):
            holds(attack.run(*command, "--chapters", folder))
        lint = holds(attack.run("lint", "--chapters", folder))
        need(lint.status == 1, f"{name} is not complained of: {lint}")
        place = rf"01-a/01-p\.md:\d+:\d+: .*{re.escape(complaint or '')}"
        need(re.search(place, lint.out.decode()), f"{name} is not told at its place: {lint.out[:400]!r}")


@fault("files among chapters, folders among pages, pipes, devices, links to nowhere", "each is told, and none is waited for")
def shapes(attack):
    folder = attack.path("course")
    attack.file("course/01-a/chapter.md", "# A\n")
    attack.file("course/01-a/01-p.md", "# T\n\ntext\n")
    attack.file("course/02-file", "x")
    os.mkfifo(folder + "/01-a/02-pipe.md")
    os.mkfifo(folder + "/sources.yaml")
    os.mkdir(folder + "/01-a/03-folder.md")
    os.symlink("/dev/zero", folder + "/01-a/04-device.md")
    os.symlink("nowhere", folder + "/01-a/05-gone.md")
    os.symlink("03-loop", folder + "/03-loop")
    attack.file("course/01-a/99999999999999999999-x.md", "# T\n")
    lint = holds(attack.run("lint", "--chapters", folder)).out.decode()
    for place, words in [("02-file", "A chapter is a folder"), ("sources.yaml", "a pipe, not a file"),
                         ("03-loop", "A chapter is a folder"),
                         ("01-a/02-pipe.md", "a pipe, not a file"), ("01-a/03-folder.md", "a folder, not a file"),
                         ("01-a/04-device.md", "a device, not a file"), ("01-a/05-gone.md", "No such file"),
                         ("01-a/99999999999999999999-x.md", "is no page")]:
        need(f"{place}:1:1: " in lint and words in lint, f"{place} is not told: {lint}")
    contents = holds(attack.run("contents", "--chapters", folder))
    need(contents.status == 1 and b"1.1  T" in contents.out and b"02-file:1:1: " in contents.err, f"{contents}")
    need(holds(attack.run("page", "1.1", "--chapters", folder)).status == 0, "a page that is there is not shown")
    refused = holds(attack.run("page", "1.2", "--chapters", folder))
    need(refused.status == 1 and b"01-a/02-pipe.md:1:1: " in refused.err, f"{refused}")
    for path in ("/dev/null", "/nope", folder + "/01-a/02-pipe.md"):
        for command in ("lint", "contents", "page 1.1", "quiz"):
            holds(attack.run(*command.split(), "--chapters", path)).says("no folder that can be read")


@fault("5,000 pages, and 500 of the largest", "read up to the limits, and the rest told")
def many(attack):
    for i in range(1, 5_001):
        attack.file(f"many/01-a/{i:04}-p.md", "# T\n\ntext\n")
    result = holds(attack.run("contents", "--chapters", attack.path("many")))
    need(result.status == 1 and b"at most 2000 pages" in result.err, f"{result}")
    for i in range(1, 300):
        attack.file(f"large/01-a/{i:04}-p.md", "# T\n\n" + "word\n" * 39_000)
    result = holds(attack.run("contents", "--chapters", attack.path("large")))
    need(result.status == 1 and b"32000000 bytes" in result.err, f"{result}")
