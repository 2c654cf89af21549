import CellLanguage
import Testing

/// What a mistake is told.
///
/// The exact place and sentence. Error text is behaviour.
@Suite struct ErrorTests {
  @Test(arguments: [
    (
      "conv2d(ones(3, 3), ones(2, 2), strid: 2)",
      "1:32: conv2d has no argument `strid`; did you mean `stride`?"
    ),
    ("let d = 1\nx + d", "2:1: `x` is not known here"),
    ("conv2(ones(3, 3), ones(2, 2))", "1:1: `conv2` is not known here; did you mean `conv2d`?"),
    ("let a = 1\na = 2", "2:1: `a` is a constant; declare it with `var` to change it"),
    ("struct P { var x = 1 }", "1:1: cells have no `struct`; use a tuple or a function"),
    (
      "switch 3 { case 1: print(1) }", "1:1: cells have no `switch`; use `if`, `else if` and `else`"
    ),
    ("repeat { } while false", "1:1: cells have no `repeat`; use `while true` and `break`"),
    (
      "for i in 1... { }", "1:10: a range without one of its ends stands in brackets only: xs[1...]"
    ),
    ("b = 2", "1:1: `b` is not known here; `let b = …` declares it"),
    (
      "let a = 1\nlet b = a + 0.5",
      "2:9: `+` does not join an Int and a Double; write Double(…) around one of them"
    ),
    (
      "ones(2) * 3\nlet s = 3\nones(2) * s",
      "3:1: `*` does not join a Tensor and an Int; write Float(…) around the number"
    ),
    (
      "let k = [[1.0, 2.0]]\nconv2d(ones(3, 3), k)",
      "2:20: conv2d's w: expected a Tensor, found [[Double]]; declare it as one: `let k: Tensor = [[…]]`"
    ),
    (
      "conv2d(ones(3, 5, 5), ones(4, 1, 3, 3))",
      "1:1: conv2d: the kernel is made for 1 input channel, but the input has 3"
    ),
    (
      "conv2d(ones(3, 3), ones(5, 5))",
      "1:1: conv2d: a kernel that reaches over 5 does not fit in a padded input of 3"
    ),
    ("conv2d(ones(3, 3), ones(2, 2), stride: 0)", "1:1: conv2d: stride must be at least 1, not 0"),
    (
      "conv2d(ones(3, 5, 5), ones(3, 3))",
      "1:1: conv2d: a kernel of shape [3, 3] is for one channel, but the input has 3; give a kernel [K, 3, R, S]"
    ),
    (
      "conv2d(ones(1, 4, 5, 5), ones(6, 2, 3, 3), groups: 3)",
      "1:1: conv2d: 3 groups do not divide 4 input channels"
    ),
    (
      "ones(2, 3) + ones(2, 2)",
      "1:1: the shapes [2, 3] and [2, 2] do not fit: an axis must be equal in both, or 1"
    ),
    (
      "matmul(ones(2, 3), ones(2, 3))",
      "1:1: matmul: a [2, 3] cannot be multiplied by a [2, 3]: the first one's columns must be as many as the second one's rows"
    ),
    ("ones(2, 3).reshaped(4)", "1:12: reshaped: 6 entries cannot take the shape [4]"),
    ("ones(2, 3)[2, 0]", "1:1: index 2 is outside axis 0 of the shape [2, 3], which ends at 1"),
    (
      "ones(2, 3)[0]",
      "1:1: a tensor of the shape [2, 3] has 2 axes, so an entry needs as many indices, not 1 index; `.part(…)` takes fewer"
    ),
    ("[1, 2, 3][3]", "1:1: index 3 is outside an array of 3; indices count from 0"),
    ("1 / 0", "1:1: division by zero"),
    ("9223372036854775807 + 1", "1:1: 9223372036854775807 + 1 is too large for an Int"),
    ("99999999999999999999", "1:1: 99999999999999999999 is too large for an Int"),
    (
      "while true { }",
      "1:7: this runs too long: more than 1,000,000 steps; is there a loop that does not end?"
    ),
    (
      "zeros(100000, 100000)",
      "1:1: this needs 40,000 MB of memory; a cell may hold 1,000 MB at a time; make its tensors or arrays smaller, or fewer of them"
    ),
    ("zeros(-1)", "1:1: zeros: an axis cannot have -1 entries"),
    (
      "func f(_ n: Int) -> Int { f(n + 1) }\nf(0)",
      "1:27: this goes too deep: a function that calls itself must come to an end sooner"
    ),
    (
      "let q: Tensor = [[1, 2], [3]]",
      "1:26: row 1 has 1 number, the rows before have 2: every row of a matrix is as long"
    ),
    ("[1, 2", "1:6: expected `,` or `]`, but the cell ends here"),
    ("(1 + 2", "1:7: expected `,` or `)`, but the cell ends here"),
    ("if 1 { }", "1:4: expected a Bool, found an Int"),
    ("for i in 5 { }", "1:10: `for` goes over a range such as 0..<3 or an array, not over an Int"),
    ("let x", "1:6: expected `=` and a value: every variable begins with one"),
    ("let x: Tenser = 1", "1:8: `Tenser` is no type here; did you mean `Tensor`?"),
    ("ones(2, 2).men()", "1:12: a Tensor has no member `men`; did you mean `mean`?"),
    ("ones(2, 2).sum", "1:12: `sum` is a method: call it with brackets, `.sum(…)`"),
    ("ones(2, 2).shape()", "1:12: `shape` is a property: write it without brackets"),
    (
      "pad(ones(2, 2), 1, mode: .mirror)",
      "1:26: PaddingMode has no `.mirror`; there are .zero, .reflect, .replicate, .circular"
    ),
    (
      "pad(ones(2, 2), 3, mode: .reflect)",
      "1:1: pad: reflecting 3 entries needs an axis of more than 3, but it has 2"
    ),
    (
      "maxPool2d(ones(4, 4), size: 2, padding: 2)",
      "1:1: maxPool2d: a padding of 2 is more than half of the window's size, 2: a window could see padding alone"
    ),
    (
      "trace(ones(2, 2))",
      "1:7: trace takes a call of conv2d, convolve, maxPool2d or averagePool2d, or a variable that one was assigned to"
    ),
    ("show()", "1:1: show needs at least one tensor"),
    ("\"abc", "1:1: this text has no closing quotation mark"),
    ("1 < 2 < 3", "1:7: comparisons cannot be chained; join two of them with `&&`"),
    ("a -1", "1:3: write blanks on both sides of `-`, or on neither"),
    ("func g(x: Int) -> Int { x }\ng(1)", "2:3: g wants a name here: `x`"),
    ("func g(x: Int) -> Int { x }\ng(y: 1)", "2:3: g has no argument `y`; it takes `x`"),
    ("Double(ones(2))", "1:1: Double needs a number"),
    ("gaussian(size: 3, sigma: 0.0)", "1:1: sigma must be greater than 0, not 0.0"),
    ("vgg(12)", "1:1: vgg has 11, 13, 16, 19 layers, not 12"),
    ("Dense(inputs: 0, outputs: 3)", "1:1: Dense: inputs must be at least 1, not 0"),
    (
      "summary(Sequential(Conv2D(inputChannels: 1, outputChannels: 6, kernelSize: 5), Dense(inputs: 10, outputs: 2)), input: [1, 1, 28, 28])",
      "1:1: summary: the input of Dense 10→2 must be [N, 10]: Flatten() makes it so, but its shape is [1, 6, 24, 24]"
    ),
    (
      "receptiveField(kernels: [3], strides: [1, 1])",
      "1:1: receptiveField needs as many strides as kernels: here are 1 kernels and 2 strides"
    ),
    (
      "let a = ones(2)\na[0, 1]",
      "2:1: a tensor of the shape [2] has 1 axis, so an entry needs as many indices, not 2 indices"
    ),
    (
      "let n = Int(\"3\")\nn + 1",
      "2:1: `+` does not join an Int? and an Int; `?? …` gives a value in the optional's place"
    ),
    (
      "let n: Int = Int(\"3\")",
      "1:14: expected an Int, found an Int?; `??` and a value in its place unwraps it"
    ),
    ("let n = 3 ?? 4", "1:9: `??` is for an optional; this is an Int already"),
    ("if let n = 3 { }", "1:12: `if let` asks whether an optional holds a value; this is an Int"),
    ("Int(\"x\")!", "1:1: `!` finds nothing here: the optional is nil"),
    ("func f(_ x: inout Int) { x += 1 }\nvar a = 1\nf(a)", "3:3: f changes `x`: write `&a`"),
    ("print(&3)", "1:7: expected a value, found `&`"),
    ("let f = { (x: Float) -> Float in x }\nf(\"a\")", "2:3: expected a Float, found a String"),
    ("[1, 2].map { 3 }", "1:8: this closure is given 1 value, but uses 0; begin it with `_ in`"),
    ("for (a, b) in [1, 2] { }", "1:15: 2 names need a tuple of 2 values, not Int"),
    ("stride(from: 0, to: 1, by: 0)", "1:1: a stride's step cannot be 0.0"),
    (
      "guard false else { }",
      "1:1: what stands after `guard … else` must leave: return, break, continue"
    ),
    ("return 1", "1:1: `return` stands outside of a function"),
    ("break", "1:1: `break` and `continue` stand inside of a loop"),
    ("@", "1:1: expected a value, found `@`"),
    (
      "SGD(momentum: -1)", "1:1: SGD: momentum must be a number from 0, not -1.0"
    ),
    ("SGD(weightDecay: -0.5)", "1:1: SGD: weight decay must be a number from 0, not -0.5"),
    ("Adam(beta1: 1)", "1:1: Adam: beta1 must be from 0 to below 1, not 1.0"),
    ("Adam(beta2: 1.5)", "1:1: Adam: beta2 must be from 0 to below 1, not 1.5"),
    ("AdamW(epsilon: -1)", "1:1: AdamW: epsilon must be a number from 0, not -1.0"),
    ("RMSProp(decay: 1)", "1:1: RMSProp: decay must be from 0 to below 1, not 1.0"),
    (
      "var w = ones(2)\nvar sgd = SGD()\nsgd.step(&w, gradients: w, rate: -0.1)",
      "3:5: step: the rate must be a number from 0, not -0.1"
    ),
    (
      "Schedule.constant(-1)", "1:10: Schedule.constant: the rate must be a number from 0, not -1.0"
    ),
    (
      "Schedule.oneCycle(peak: 0.1, warmUp: 1.5)",
      "1:10: Schedule.oneCycle: warmUp must be from 0 to 1, not 1.5"
    ),
    (
      "binaryCrossEntropy([0.5], [1.5])",
      "1:1: binaryCrossEntropy: a target must be from 0 to 1, not 1.5"
    ),
    (
      "binaryCrossEntropyGradient([0.5], log([-1]))",
      "1:1: binaryCrossEntropyGradient: a target must be from 0 to 1, not nan"
    ),
    ("diceLoss([0.5], [-1])", "1:1: diceLoss: a target must be from 0 to 1, not -1.0"),
    ("dice([2], [1])", "1:1: dice: an entry of a mask must be from 0 to 1, not 2.0"),
    (
      "accuracy(ramp(1, 2), full(1, value: 2))", "1:1: accuracy: a label must be at most 1, not 2"
    ),
    ("topKAccuracy([[1, 2]], [-1], k: 1)", "1:1: topKAccuracy: a label must be at least 0, not -1"),
    (
      "confusionMatrix([[1, 2]], [0.5], classes: 2)",
      "1:1: confusionMatrix: a label must be a whole number, not 0.5"
    ),
    (
      "accuracy(log(1 - ramp(2, 2)), ramp(2))",
      "1:1: accuracy: row 1 of the scores holds nan: it is no answer, neither right nor wrong"
    ),
    (
      "perClassAccuracy([[1, -1], [0, 1]])",
      "1:1: perClassAccuracy: a count must be a number from 0, not -1.0"
    ),
    (
      "crossEntropy([[1, 2]], [2])", "1:1: crossEntropy: a label must be at most 1, not 2"
    ),
    (
      "crossEntropy([[1, 2]], [1], ignoring: 1)",
      "1:1: crossEntropy: the number of labels that count must be at least 1, not 0"
    ),
    (
      "crossEntropy([[1, 2]], [1], weights: [1, 2, 3])",
      "1:1: crossEntropy: the classes' weights must have the shape [2], not [3]"
    ),
    (
      "crossEntropy(zeros(1, 2, 3, 3), zeros(1, 3))",
      "1:1: crossEntropy: labels must have the shape [1, 3, 3], not [1, 3]"
    ),
    (
      "crossEntropy([[1, 2]], [1], smoothing: 1)",
      "1:1: crossEntropy: label smoothing must be from 0 to below 1, not 1.0"
    ),
    (
      "batchNorm(ones(1, 2, 1, 1), scale: ones(2), shift: ones(2))",
      "1:1: batchNorm: each channel of [1, 2, 1, 1] holds a single value: its distance from its own mean is 0, whatever it is; at least 2 are needed"
    ),
    (
      "BatchNorm2D(channels: 1).forward(ones(1, 1, 1, 1), parameters: [ones(1), ones(1)], statistics: [ones(1), ones(1)])",
      "1:26: forward: each channel of [1, 1, 1, 1] holds a single value: its distance from its own mean is 0, whatever it is; at least 2 are needed"
    ),
    (
      "gradientCheck(BatchNorm2D(channels: 1), input: ones(1, 1, 1, 1))",
      "1:1: gradientCheck: each channel of [1, 1, 1, 1] holds a single value: its distance from its own mean is 0, whatever it is; at least 2 are needed"
    ),
    (
      "groupNorm(ones(1, 2, 1, 1), groups: 2)",
      "1:1: groupNorm: each of 2 groups of [1, 2, 1, 1] holds a single value: its distance from its own mean is 0, whatever it is; at least 2 are needed"
    ),
    (
      "layerNorm(ones(2), epsilon: -1)", "1:1: layerNorm: epsilon must be a number from 0, not -1.0"
    ),
    (
      "maxPool2d(ones(4, 4), size: 2, kernelSize: 3)",
      "1:1: `size` and `kernelSize` are one argument: give one of them"
    ),
    (
      "maxPool2d(ones(2, 2), size: 2, stride: 1, padding: 1, dilation: 3)",
      "1:1: maxPool2d: with padding and a dilation of 3 a window could see padding alone: the input has only 2 along the axis"
    ),
    (
      "pad(ones(2, 2), 1, top: 1)",
      "1:1: pad takes an amount for all sides, or `top`, `bottom`, `left`, `right`"
    ),
    (
      "pad(ones(2, 2), left: 3, mode: .circular)",
      "1:1: pad: wrapping 3 entries around needs an axis of at least 3, but it has 2"
    ),
    ("padSame(ones(2, 2), kernelSize: 0)", "1:1: padSame: size must be at least 1, not 0"),
    ("leakyRelu(1.0, slope: ones(2))", "1:1: leakyRelu's `slope` is a number"),
    ("print(1", "1:8: expected `,` or `)`, but the cell ends here"),
    ("digits.images", "1:1: the digits beside the chapters are missing or cannot be read"),
    ("digit(1)", "1:1: the digits beside the chapters are missing or cannot be read"),
  ])
  func `a mistake is told with its place and its cure`(program: String, sentence: String) {
    var interpreter = Interpreter(surroundings: .none)
    #expect(interpreter.run(program).error.map { "\($0)" } == sentence)
  }

  @Test func `what a cell declared before its mistake stays`() {
    var interpreter = Interpreter(surroundings: .none)
    #expect(interpreter.run("let a = 4\nlet b = nothing").error != nil)
    #expect(interpreter.run("a").value?.number == 4)
  }

  @Test func `each run has the whole budget`() {
    var budget = Budget()
    budget.steps = 100
    var interpreter = Interpreter(surroundings: .none, budget: budget)
    for _ in 0..<3 {
      #expect(interpreter.run("for i in 0..<10 { let a = i }").error == nil)
      #expect(interpreter.run("for i in 0..<1000 { let a = i }").error != nil)
    }
  }
}
