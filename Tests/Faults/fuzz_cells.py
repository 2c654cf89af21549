"""Programs of the cell language: an answer or a sentence, in little time and memory."""
import re
import subprocess

from cell_grammar import Grammar, declared, mutated, programs_of_the_book
from faults import need, raw
from vocabulary import Vocabulary

# A gigabyte of values, and the program that holds them.
SECONDS, MEGABYTES = 5.0, 1100


class Cells:
    def __init__(self, program, workshop):
        self.vocabulary, self.book = Vocabulary(program), programs_of_the_book()
        help = subprocess.run([program, "eval", "--help"], capture_output=True, text=True).stdout
        # A little less than what a try may take: the program looks at the clock between two calls.
        self.options = ["--seconds", "4"] if "--seconds" in help else []

    def attack(self, attempt):
        grammar = Grammar(self.vocabulary, attempt.chance)
        if attempt.chance.random() < 0.4:
            self.run(attempt, mutated(grammar, self.book))
            return
        # A statement that is refused is left out, so that those behind it run too.
        statements = grammar.program()
        for _ in range(12):
            line = self.run(attempt, "\n".join(statements))
            if line is None:
                return
            for index, statement in enumerate(statements):
                line -= statement.count("\n") + 1
                if line <= 0:
                    del statements[index]
                    break
            else:
                return

    def run(self, attempt, body):
        """Runs a program: the line of the body that was refused, from 1; `None` where none was."""
        source = declared(body)
        bytes = source.encode(errors="surrogatepass")
        attempt.file("program.swift", bytes)
        result = attempt.bounded_run("eval", *self.options, "-", input=bytes, seconds=SECONDS, megabytes=MEGABYTES)
        # What a program prints goes out byte for byte; one that cannot make such characters prints none.
        if not raw(bytes) and not re.search(r"\\[ur0]|\\\(", source):
            need(not raw(result.out), f"control characters on standard output, {raw(result.out)}: {result}")
        if result.status == 1:
            need(b"Error: " in result.err, f"no error is told: {result}")
            found = re.search(rb"Error: (\d+):\d+: ", result.err)
            line = int(found[1]) - source.count("\n") + body.count("\n") if found else 0
            return line if line > 0 else None
        return None
