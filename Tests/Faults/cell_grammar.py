"""Programs of the cell language by a grammar, and programs of the book with words exchanged."""
import glob
import os
import re

from vocabulary import DECLARATIONS, PROPERTIES, RECEIVERS, ROOT

INTS = ["0", "1", "2", "3", "5", "8", "-1", "64", "1000", "5000", "100000", "16777216", "1099511627776", "Int.max",
        "Int.min", "Int.max / 2"]
REALS = ["0.0", "0.5", "-1.0", "1e30", "Float.nan", "-Float.infinity", "Double.infinity", "1e-40", "3", "-0.0", "1e300"]
STRINGS = ['""', '"a"', '"b"', '"\\n"', '"\\n\\n\\t\\""', '"\x1b[31m"', '"\u202egnp.exe"', '"é👩‍👩‍👧‍👦\u0301"', '"\\u{202E}"',
           '"\u200b\ufeff"', '"\x07\x9b2J"', '"\\(1 + 1)"', '"\\(large)"', '"cat"', '"x" + "y"', 'String(repeating: "long ", count: 5000)']
TENSORS = ["ones(3, 3)", "ones(1, 2, 3, 3)", "ones(2, 3)", "ones(3)", "zeros(0, 3, 3, 3)", "zeros(1099511627776, 0, 1, 1)",
           "zeros(0, 1099511627776)", "zeros(1, 0, 4, 4)", "ones(1, 1, 40, 40)", "normal(1, 3, 64, 64, seed: 1)", "digit(3)",
           'picture("cat")', "digits.images", "full(2, 2, value: Float.nan)", "uniform(300, 300, seed: 2)",
           "normal(8, 3, 32, 32, seed: 4)", "ones(16, 3, 3, 3)"]
LAYERS = ["layer", "plan", "huge", "network", "ReLU()", "Flatten()", "Sequential()", "Softmax()", "GlobalAveragePool()",
          "Residual(plan)", "Branches(plan, plan)", "AdaptiveAveragePool2D(16777216)", "LayerNorm(4)", "lenet5()",
          "Dropout(rate: 0.5)", "Sequential(Array(repeating: huge, count: 40000))", "Sequential(plan, plan)", "vgg(16)",
          "Conv2D(inputChannels: 1, outputChannels: 1, kernelSize: 1, stride: 100000, padding: 100000)", "resnet(18)",
          "Sequential(Flatten(), Dense(inputs: 64, outputs: 10))", "Conv2D(inputChannels: 3, outputChannels: 64, kernelSize: 3)"]
CLOSURES = ["{ $0 }", "{ $0 + $1 }", "{ _ in 1 }", "{ [$0] }", "{ $0 * 2 }", "{ x in x }", "{ (a, b) in a }", "{ $0 < $1 }",
            "{ true }", "{ x, w, dy, s, p in (x, w, dy) }", "{ $0 > 0 }", '{ "\\($0)" }', "{ _ in large }", "{ i in many }"]
CHOICES = [".zero", ".reflect", ".replicate", ".circular", ".training", ".inference", ".he", ".glorot", ".small", ".sgd",
           ".adam", ".adamW", ".nesterov", ".rmsProp", ".constant", ".step", ".cosine", ".oneCycle", ".given", ".shuffled",
           ".separate", ".shared", ".automatic", ".numbers", ".heatmap", ".picture", ".none", ".linear"]
OPERATORS = ["+", "-", "*", "/", "%", "==", "!=", "<", ">", "<=", ">=", "&&", "||", "..<", "...", "<<", ">>", "&", "|", "^", "??"]
OPENINGS = [("(", ")"), ("[", "]"), ("-", ""), ("!", ""), ("{ _ in ", "}"), ("if true { ", "}"), ("relu(", ")"),
            ("for i in 0..<2 { ", "}"), ("Sequential(", ")"), ("[1].map { i in ", "}"), ("Array(repeating: ", ", count: 2)"),
            ("\"\\(", ")\""), ("true ? 1 : ", ""), ("1 + ", ""), ("x[", "]"), ("Residual(", ")"), ("func f() { ", "}")]
WORDS = ["let", "var", "=", "(", ")", "[", "]", "{", "}", ",", ":", ".", "if", "else", "for", "in", "while", "func", "return",
         "->", "?", "!", "break", "continue", ";", "\n", "$0", "_", "inout", "&", "guard", "switch", "case", "struct", "\\(",
         "//", "/*", '"', '"""', "#", "nil", "é", "0x", "1e", "\u202e", "\x1b", "\0", "...", "+=", "self"]


class Grammar:
    """Draws programs from one chance; names are declared where they are used."""

    def __init__(self, vocabulary, chance):
        self.vocabulary, self.chance = vocabulary, chance
        self.depth = 0
        self.names = [name for name, *_ in RECEIVERS] + ["a", "b", "i"]

    def pick(self, list):
        return self.chance.choice(list)

    def often(self, share):
        return self.chance.random() < share

    # MARK: Programs

    def program(self):
        """Statements, which may be left out one by one."""
        if self.often(0.04):
            return [self.nested()]
        if self.often(0.05):
            return [" ".join(self.pick(WORDS + self.names + INTS + TENSORS) for _ in range(self.chance.randint(1, 60)))]
        first = ["var a = 1", "var b = ones(3, 3)"] * self.often(0.5)
        return first + [self.statement() for _ in range(self.chance.randint(1, 14))]

    def nested(self):
        """One construct in itself, or several in turn."""
        pairs = [self.pick(OPENINGS) for _ in range(self.chance.randint(1, 3))]
        times = self.pick([3, 20, 60, 127, 200, 1000, 20_000])
        begin = "".join(pairs[k % len(pairs)][0] for k in range(times))
        end = "".join(pairs[k % len(pairs)][1] for k in reversed(range(times)))
        middle, end = self.pick(["1", "x", "ReLU()"]), end if self.often(0.8) else ""
        return f"let x = [1]\n{'let y = ' * self.often(0.5)}{begin}{middle}{end}"

    def block(self, count=2):
        return "{\n" + "\n".join(self.statement() for _ in range(self.chance.randint(1, count))) + "\n}"

    def statement(self):
        if self.depth > 3:
            return self.expression()
        self.depth += 1
        try:
            return self.pick([
                self.declaration, self.declaration, self.declaration, self.call, self.call, self.method, self.assignment,
                self.loop, self.condition, self.function, self.printed, self.figure, self.training, self.endless,
            ])()
        finally:
            self.depth -= 1

    def declaration(self):
        name = self.pick(["a", "b", "c", "x", "y"])
        self.names.append(name)
        kind = self.pick(["", "", "", ": Tensor", ": [Int]", ": Double"])
        return f"{self.pick(['let', 'var'])} {name}{kind} = {self.expression()}"

    def assignment(self):
        place = self.pick(["a", "b", "ints[0]", "matrix[1, 1]", "picture[0]", "many[i]", "ints[5]", "words[0]", "a[0][0]", "a.b"])
        return f"{place} {self.pick(['=', '+=', '-=', '*=', '/='])} {self.expression()}"

    def loop(self):
        if self.often(0.2):
            return f"while {self.pick(['true', 'a < 10', 'many.count > 0', self.expression()])} {self.block()}"
        count = self.pick(["3", "10", "200", "100000", "2", "Int.max"])
        return f"for i in {self.pick([f'0..<{count}', f'0..<{count}', self.expression(), 'many', 'range'])} {self.block()}"

    def condition(self):
        return f"if {self.expression()} {self.block()}" + (f" else {self.block()}" if self.often(0.4) else "")

    def function(self):
        body = self.pick(["return f(n + 1)", "return f(n) + f(n)", "if n < 2 { return n }\nreturn f(n - 1) + f(n - 2)",
                          f"return {self.expression()}"])
        result, start = self.pick(["Int", "Tensor", "[Int]"]), self.pick(INTS + ["30", "20"])
        return f"func f(_ n: Int) -> {result} {{\n{body}\n}}\nlet y = f({start})"

    def printed(self):
        return f"print({', '.join(self.expression() for _ in range(self.chance.randint(0, 3)))})"

    def figure(self):
        x = self.expression()
        return self.pick([
            f"show({x}, {self.tensor()})", f"trace({self.pick(['conv2d', 'maxPool2d', 'convolve'])}({self.tensor()}, {self.tensor()}))",
            f"plot({self.pick(STRINGS)}, [({self.pick(STRINGS)}, {self.pick(['[1.0, Double.nan]', 'many', 'vector', 'range', x])})])",
            f"bars({self.pick(STRINGS)}, [({self.pick(STRINGS)}, {self.pick(REALS)}), ({self.pick(STRINGS)}, {self.pick(REALS)})])",
            f"table([{self.pick(STRINGS)}], [[{self.pick(STRINGS)}, {self.pick(STRINGS)}]])",
            f"contour({self.pick(STRINGS)}, rows: {self.tensor()}, x: {self.pick(['vector', 'many', 'ints', x])}, y: ints)",
            f"summary({self.pick(LAYERS)}, input: {self.shape()})", x,
        ])

    def training(self):
        count = self.pick(["1", "1", "2", "8", "0", "-1", "1000000", "Int.max"])
        options = "".join(f", {name}: {self.pick(values)}" for name, values in [
            ("rate", REALS), ("batch", INTS), ("momentum", REALS), ("decay", REALS), ("limit", ["100", "20", "1", "-1"]),
            ("shift", INTS), ("seed", INTS), ("optimizer", CHOICES), ("schedule", CHOICES)] if self.often(0.25))
        if int(count if count.lstrip("-").isdigit() else 9) > 8:
            # The readers' own patience is no fault: such a run must be refused or short.
            options = ", limit: 1"
            count = self.pick(["Int.max", "-1", "0"])
        plan = self.pick(["Sequential(Flatten(), Dense(inputs: 64, outputs: 10))", self.pick(LAYERS)])
        data = self.pick(["digits", "digits", "normalized(digits)", self.expression()])
        return f"let t = train({plan}, on: {data}, epochs: {count}{options})"

    def endless(self):
        return self.pick([
            "var c = [Tensor]()\nfor i in 0..<2000 { c.append(zeros(1000, 1000)) }",
            "var s = \"a\"\nwhile true { s = s + s }", "var c = [[Int]]()\nwhile true { c.append(Array(0..<100000)) }",
            "for i in 0..<100000 { many[i % 30000] = i }", "for i in 0..<100000 { matrix[0, 0] = matrix.sum() }",
            "for i in 0..<1000000 { let z = large.transposed() }", "for i in 0..<3000 { show(large) }",
            "for i in 0..<100000 { print(many) }",
            "let z = many.map { i in many }", "var p = plan\nfor i in 0..<40 { p = Sequential(p, p) }",
            "let z = (0..<1000).map { i in large }.map { x in x * 2 }", "func g(_ n: Int) -> Int { return g(n + 1) }\ng(0)",
            "var c = [1]\nfor i in 0..<60 { c = c + c }",
            "var z: [[[Int]]] = []\nprint(Array(repeating: Array(repeating: many, count: 1000), count: 1000))",
            "let z = many.sorted { $0 > $1 }.reversed().map { String($0) }.joined(separator: \"\x1b\")",
        ])

    # MARK: Expressions

    def expression(self):
        if self.depth > 5:
            return self.pick(self.names + INTS + REALS + TENSORS)
        self.depth += 1
        try:
            return self.pick([
                lambda: self.pick(INTS), lambda: self.pick(REALS), lambda: self.pick(STRINGS), self.tensor, self.tensor,
                lambda: self.pick(self.names), lambda: self.pick(self.names), self.call, self.call, self.call, self.method,
                self.method, self.method, lambda: f"{self.expression()} {self.pick(OPERATORS)} {self.expression()}",
                lambda: f"[{', '.join(self.expression() for _ in range(self.chance.randint(0, 4)))}]",
                lambda: f"({self.expression()}, {self.expression()})", lambda: f"{self.pick(self.names)}.{self.pick(PROPERTIES)}",
                lambda: f"{self.pick(self.names)}[{self.pick(INTS)}]", lambda: f"-{self.expression()}",
                lambda: f"{self.expression()} ? {self.expression()} : {self.expression()}",
            ])()
        finally:
            self.depth -= 1

    def tensor(self):
        if self.often(0.25):
            lengths = ", ".join(self.pick(INTS) for _ in range(self.chance.randint(1, 4)))
            return f"{self.pick(['zeros', 'ones', 'ramp', 'uniform', 'normal'])}({lengths})"
        return self.pick(TENSORS + ["empty", "none", "number", "vector", "matrix", "picture", "hollow", "odd", "large"])

    def shape(self):
        if self.often(0.3):
            return self.pick(["[1, 3, 4]", "[2, 4]", "[1, 1, 8, 8]", "[3, 224, 224]", "[1, 3, 224, 224]", "Array(0..<1000)"])
        return "[" + ", ".join(self.pick(INTS) for _ in range(self.chance.randint(0, 5))) + "]"

    def call(self):
        return self.arguments(self.pick(self.vocabulary.functions))

    def method(self):
        name, _, kind = self.pick(RECEIVERS)
        methods = self.vocabulary.methods.get(kind)
        if not methods:
            return f"{name}.{self.pick(PROPERTIES)}"
        text = self.arguments(self.pick(methods), name)
        for _ in range(self.pick([0, 0, 0, 1, 2])):
            text += "." + self.arguments(self.pick(methods), name).split(".", 1)[1]
        return text

    def arguments(self, name, receiver=None):
        parts = []
        signature = self.vocabulary.signature(name, receiver)
        if not signature:
            # It takes as many as one likes, or none.
            likely = LAYERS if name[0].isupper() else INTS
            count = self.pick([0, 0, 1, 1, 2, 3, 4])
            parts = [self.pick(likely) if self.often(0.85) else self.expression() for _ in range(count)]
        for parameter in signature:
            if not parameter.is_required and self.often(0.35):
                continue
            for _ in range(self.chance.randint(0, 4) if parameter.is_variadic else 1):
                value = self.expression() if self.often(0.05) else self.value(parameter.type)
                parts.append((f"{parameter.label}: " if parameter.label else "") + value)
        return f"{receiver + '.' if receiver else ''}{name}({', '.join(parts)})"

    def value(self, kind):
        if self.depth > 6:
            return self.pick(INTS)
        self.depth += 1
        try:
            if kind.endswith("?"):
                return "nil" if self.often(0.3) else self.value(kind[:-1])
            if kind == "[Int]":
                return self.shape()
            if kind.startswith("["):
                return f"[{', '.join(self.value(kind[1:-1]) for _ in range(self.chance.randint(0, 3)))}]"
            if kind.startswith("("):
                return f"({self.expression()}, {self.expression()})"
            if kind in ("Int", "Double", "Float", "Bool", "String", "a layer", "a closure"):
                return self.pick({"Int": INTS, "Double": REALS, "Float": REALS, "Bool": ["true", "false"], "String": STRINGS,
                                  "a layer": LAYERS, "a closure": CLOSURES}[kind])
            if kind == "Int or (Int, Int)":
                return self.pick(INTS) if self.often(0.6) else f"({self.pick(INTS)}, {self.pick(INTS)})"
            if kind in ("Tensor", "Tensor or number"):
                return self.tensor() if self.often(0.8) else self.expression()
            if kind == "any value":
                return self.expression()
            if kind == "Range<Int>":
                return self.pick(["0..<2", "1..<1", "Int.min..<0", "-1..<3", "0..<1000000000000", "2..<Int.max"])
            return self.pick(CHOICES + self.names)
        finally:
            self.depth -= 1


# MARK: - Programs of the book

def programs_of_the_book():
    """Every cell of the book, behind those before it on its page."""
    programs = []
    for path in sorted(glob.glob(os.path.join(ROOT, "Chapters/*/*.md"))):
        with open(path) as file:
            cells = re.findall(r"^```cell[^\n]*\n(.*?)^```", file.read(), re.MULTILINE | re.DOTALL)
        programs += ["".join(cells[:count]) for count in range(1, len(cells) + 1)]
    return programs


TOKEN = re.compile(r'"(?:\\.|[^"\\\n])*"|[A-Za-z_]\w*|\d[\d._e]*|\s+|\.\.[.<]|->|[-+*/<>=!&|]=?|.', re.DOTALL)


def mutated(grammar, programs):
    """A program of the book with a few words dropped, doubled, exchanged or replaced."""
    chance = grammar.chance
    words = TOKEN.findall(chance.choice(programs))
    places = lambda: [k for k, word in enumerate(words) if not word.isspace()]
    # Often numbers alone, so that the program still runs.
    kinds = [3] if chance.random() < 0.5 else range(8)
    for _ in range(chance.choice([1, 1, 2, 3, 6])):
        if not places():
            break
        i, j = chance.choice(places()), chance.choice(places())
        numbers = [k for k in places() if words[k][0].isdigit()]
        change = chance.choice(kinds)
        if change == 0:
            del words[i]
        elif change == 1:
            words.insert(i, words[j])
        elif change == 2:
            words[i], words[j] = words[j], words[i]
        elif change in (3, 4) and numbers:
            words[chance.choice(numbers)] = chance.choice(INTS + REALS)
        elif change == 5:
            words[i] = chance.choice([grammar.expression, grammar.tensor, lambda: chance.choice(WORDS)])()
        elif change == 6:
            words[i:i] = words[min(i, j):max(i, j)] * chance.choice([1, 1, 5])
        else:
            words[i:i] = TOKEN.findall(chance.choice(programs))[:chance.randint(1, 30)]
    return "".join(words)


def declared(body):
    """A program behind the declarations of the values that it names and does not declare."""
    used = [text for name, text in DECLARATIONS.items()
            if re.search(rf"\b{name}\b", body) and not re.search(rf"\b(let|var) {name}\b", body)]
    return "\n".join([*used, body])
