"""The words that fuzzed cells are made of: what the library's tables call, and how, as the program itself says."""
import glob
import os
import re
import subprocess

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
# Values whose methods are called: name, what declares it, the tables of its methods.
RECEIVERS = [
    ("empty", "zeros(1000000000000, 0)", "tensor"), ("none", "zeros(0)", "tensor"),
    ("number", "full(value: 2.5)", "tensor"), ("vector", "ramp(7)", "tensor"),
    ("matrix", "normal(5, 4, seed: 1)", "tensor"), ("picture", "normal(2, 3, 6, 5, seed: 2)", "tensor"),
    ("hollow", "zeros(3, 0, 5)", "tensor"), ("large", "normal(600, 500, seed: 3)", "tensor"),
    ("odd", "Tensor(shape: [2, 2], scalars: [Float.nan, Float.infinity, -1.0, 0.0])", "tensor"),
    ("ints", "[3, 1, 2]", "sequence"), ("words", '["a", "b"]', "sequence"), ("nothing", "[Int]()", "sequence"),
    ("many", "Array(0..<30000)", "sequence"), ("range", "Int.min..<0", "sequence"), ("few", "0..<5", "sequence"),
    ("text", '"abc"', "text"), ("whole", "Int.min", "whole"), ("real", "-0.5", "number"),
    ("layer", "Dense(inputs: 4, outputs: 3)", "layer"), ("huge", "Dense(inputs: 16777216, outputs: 16777216)", "layer"),
    ("plan", "Sequential(Conv2D(inputChannels: 1, outputChannels: 2, kernelSize: 3), ReLU())", "layer"),
    ("network", "Network(Sequential(Flatten(), Dense(inputs: 12, outputs: 3)), input: [1, 3, 4], seed: 1)", "network"),
    ("sgd", "SGD(momentum: 0.9)", "optimizer"), ("adam", "Adam()", "optimizer"),
    ("schedule", "Schedule.oneCycle(peak: 0.1, warmUp: 0.2)", "schedule"),
]
DECLARATIONS = {name: f"var {name} = {source}" for name, source, _ in RECEIVERS}
# The tables of methods in the sources, by what they are methods of.
TABLES = {"sequenceMethods": "sequence", "ordering": "sequence", "mutating": "sequence", "changing": "sequence",
          "choosing": "sequence"}
PROPERTIES = ["shape", "rank", "count", "scalars", "first", "last", "indices", "isEmpty", "lowerBound", "upperBound",
              "parameters", "statistics", "name", "parameterCount", "parameterShapes", "magnitude", "input", "kernel",
              "bias", "images", "labels", "kept", "output", "isNaN"]


class Parameter:
    def __init__(self, text):
        head, _, rest = text.partition(":")
        kind, _, fallback = rest.partition(" = ")
        self.label = None if head.startswith("_ ") else head.split(" ")[0].strip("`")
        self.is_variadic = kind.endswith("…")
        self.type = kind.strip().rstrip("…").strip()
        self.is_required = not fallback and not self.is_variadic


def split(text):
    """Parts between commas that stand in no brackets."""
    parts, depth, part = [], 0, ""
    for letter in text:
        depth += (letter in "([") - (letter in ")]")
        if letter == "," and depth == 0:
            parts.append(part.strip())
            part = ""
        else:
            part += letter
    return [*parts, part.strip()] if part.strip() else parts


class Vocabulary:
    """Names out of the library's sources; a signature is asked for once, when it is first needed."""

    def __init__(self, program):
        self.program = program
        self.functions, self.methods = [], {}
        self.signatures = {}
        for path in sorted(glob.glob(os.path.join(ROOT, "Sources/CellLanguage/Library/*.swift"))):
            with open(path) as file:
                pieces = re.split(r"static let (\w+): \[LibraryFunction\]", file.read())
            for table, body in zip(pieces[1::2], pieces[2::2]):
                self.add(table, self.names(body))
        self.functions += ["Schedule.constant", "Schedule.step", "Schedule.cosine", "Schedule.oneCycle"]

    @staticmethod
    def names(body):
        found = {}
        for head, name in re.findall(r'(\bname:\s*|\b\w+\(\s*)"([A-Za-z]\w*)"', body):
            if not re.match(r"(named|plain|many|shape|tensor|positive|array)\(", head):
                found[name] = True
        return list(found)

    def add(self, table, names):
        if table.endswith("Functions"):
            self.functions += [name for name in names if name not in self.functions]
        elif table.endswith("Methods") or table in TABLES:
            self.methods.setdefault(TABLES.get(table, table.removesuffix("Methods")), []).extend(names)

    def signature(self, name, receiver=None):
        """The parameters of a function or method, as the program's errors tell them."""
        key = (name, receiver and next(kind for other, _, kind in RECEIVERS if other == receiver))
        if key not in self.signatures:
            before = DECLARATIONS[receiver] + "\n" if receiver else ""
            call = f"{receiver}.{name}" if receiver else name
            self.signatures[key] = self.told(name, before + call + "()") or self.labels(before + call + "(zzz: 1)")
        return self.signatures[key]

    def told(self, name, source):
        start = self.said(source).rfind(f": {name}(")
        if start < 0:
            return None
        text = self.said(source)[start + len(name) + 3:]
        depth, end = 1, 0
        while depth and end < len(text):
            depth += (text[end] == "(") - (text[end] == ")")
            end += 1
        return [Parameter(part) for part in split(text[:end - 1])]

    def labels(self, source):
        _, _, list = self.said(source).partition("there are ")
        return [Parameter(f"{label}: any value = 0") for label in re.findall(r"`(\w+)`", list)]

    def said(self, source):
        return subprocess.run([self.program, "eval", source], capture_output=True, text=True, timeout=60).stderr.strip()
