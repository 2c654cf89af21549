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


@fault("values of more than a gigabyte, or than --memory says", "refused with a sentence, before the memory is taken")
def refused(attack):
    attack.eval("zeros(300_000_000)").says("1,200 MB", "smaller")
    need(attack.eval("zeros(300_000_000)").megabytes < 200, "the memory was taken")
    attack.eval("zeros(30_000_000)", "--memory", "100").says("120 MB", "may hold 100 MB")
    need(attack.eval("zeros(300_000_000).count", "--memory", "2000").status == 0, "--memory 2000 is not enough for 1,200 MB")
    for memory in ("-1", "much", "1.5", "99999999999999999999"):
        need(attack.run("eval", f"--memory={memory}", "1").is_well().status == 64, f"--memory {memory} was taken")


@fault("loops that do not end", "a sentence when --seconds are over")
def endless(attack):
    for program in ("while true { }", "while true { let x = zeros(10_000_000) }", "while true { let x = ones(2000, 2000) * 2.0 }"):
        result = attack.eval(program, "--seconds", "0.5").says("longer than 0.5 seconds", "smaller")
        need(result.seconds < 1.5, f"ended late: {result}")
    # It runs again with each network that was trained, and the seconds are those of all its runs.
    networks = "".join(f"let n{i} = train(Sequential(Flatten(), Dense(inputs: 64, outputs: 10)), on: digits, epochs: 1, seed: {i})\n"
                       for i in range(4))
    result = attack.eval(networks + "while true { }", "--seconds", "1").says("longer than 1 seconds", "smaller")
    need(result.seconds < 4, f"ended late: {result}")
    for seconds in ("-1", "soon", "nan", "inf"):
        need(attack.run("eval", f"--seconds={seconds}", "1").is_well().status == 64, f"--seconds {seconds} was taken")


@fault("every construct nested 24,000 deep", "a sentence, no stack overflow")
def nesting(attack):
    for open, close in NESTINGS:
        attack.eval("-", input=("let x = " + open * 24_000 + "1" + close * 24_000).encode()).is_well()
