"""Programs of the cell language that must end with a value or a sentence, in little time and memory."""
from faults import fault, need

TRAPS = [
    "(Int.min..<0).count", "(Int.min..<0).map { i in i }", "(Int.min..<0).min()", "(Int.min...Int.max).max()",
    "zeros(1000000000000, 1000000000000, 0)", "uniform(1000000000000, 1000000000000, 0, seed: 1)",
    "normal(1000000000000, 1000000000000, 0, seed: 1)", "zeros(0).reshaped(1099511627776, 1099511627776, 0)",
    "Tensor(shape: Array(0..<1000), scalars: [])", "summary(Softmax(), input: [1099511627776, 1099511627776, 0])",
    "print(zeros(1000000000000, 0))", "softmax(zeros(1000000000000, 0))", "zeros(1000000000000, 0).clamped(0, 1)",
    "sqrt(zeros(1000000000000, 0))", "stack([zeros(1000000000000, 0), zeros(1000000000000, 0)])",
    "Sequential(Array(repeating: Dense(inputs: 16777216, outputs: 16777216), count: 40000)).parameterCount",
    "Residual(Sequential()).summary(input: [Int.max])",
    "let n = Sequential(Flatten(), Dense(inputs: 64, outputs: 10))\ntrain(n, on: digits, epochs: Int.max)",
    "Int.max + 1", "Int.min / -1", "abs(Int.min)", "1 << 64", "Int(1.0 / 0)", "[1][5]", "[Int]()[0]", "1 % 0",
    'print("\\é")', 'picture("\\n\\n")', 'picture("/etc/passwd")',
]

MEMORY = [
    "conv2d(ones(1, 1, 2000, 2000), ones(1, 1, 22, 22))",
    "convTranspose2d(ones(1, 1, 400, 400), ones(1, 1, 100, 100))",
    "let n = Sequential(Flatten(), Dense(inputs: 64, outputs: 1000000))\ntrain(n, on: digits, epochs: 1)",
    "let n = Sequential(Conv2D(inputChannels: 1, outputChannels: 1, kernelSize: 3, padding: 100000))\n"
    "train(n, on: digits, epochs: 1)",
    "Array(repeating: 0, count: Int.max)", 'String(repeating: "x", count: Int.max)',
    "(0..<200).map { _ in (0..<1000000).reversed() }",
    "var a = [Tensor]()\nfor _ in 0..<200 { a.append(zeros(10_000_000)) }",
    "let x = zeros(10_000_000)\nvar a = Array(repeating: x, count: 200)\nfor i in 0..<200 { a[i][0] = 1.0 }",
    "let t = String(repeating: \"a\", count: 40_000)\nlet a = (0..<50_000).map { i in t + String(i) }",
    "for _ in 0..<200 { show(zeros(10_000_000)) }", "zeros(16_000, 16_000).flipped()",
    "let x = zeros(15_000, 15_000)\nlet y = x.flipped()",
]

NESTINGS = [("(", ")"), ("[", "]"), ("-", ""), ("!", ""), ("{ _ in ", "}"), ("if true { ", "}"), ("relu(", ")"),
            ("for i in 0..<1 { ", "}")]


@fault("numbers, ranges and shapes at the ends of what an Int holds", "a value or a sentence, never a trap")
def traps_in_text(attack):
    for program in TRAPS:
        attack.eval(program).is_well()


@fault("programs that ask for gigabytes", "a value or a sentence, under 1 GB")
def memory(attack):
    for program in MEMORY:
        attack.eval(program).is_well()


@fault("a hundred megabytes made and dropped fifty times", "the loop runs, in little memory")
def dropped(attack):
    result = attack.eval("for _ in 0..<50 { let x = zeros(25_000_000) }\nprint(1)").is_well()
    need(result.status == 0 and result.megabytes < 300, f"not given back: {result}")


@fault("every construct nested 24,000 deep", "a sentence, no stack overflow")
def nesting(attack):
    for open, close in NESTINGS:
        attack.eval("-", input=("let x = " + open * 24_000 + "1" + close * 24_000).encode()).is_well()
