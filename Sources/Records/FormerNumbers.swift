/// Pages by the numbers that records had for them before pages had names: history, and never to be changed.
enum FormerNumbers {
  /// The name of the page that an entry of old stands on; a page that is not among them keeps what it is called.
  ///
  /// - Parameters:
  ///   - page: the number, "2.4", or a name already.
  ///   - item: the prompt or cell on it, which tells pages apart that had the same number at different times.
  /// - Returns: the name.
  static func name(of page: String, item: String?) -> String {
    if let item, let moved = moved[page], moved.items.contains(item) { return moved.name }
    return names[page] ?? page
  }

  /// Pages that had another number before, by that number, with the prompts and cells that they had.
  private static let moved: [String: (name: String, items: Set<String>)] = [
    "2.4": ("max-pooling", ["largest", "pool"]),
    "2.5": ("max-pooling", ["losers", "shares"]),
    "2.21": (
      "the-break-it-lab",
      [
        "zero-start", "patients", "lab", "patient-1", "patient-2", "patient-3", "patient-4",
        "patient-5", "patient-6", "patient-7",
      ]
    ),
    "2.22": (
      "layers-check",
      [
        "backward", "kernel-gradient", "pool-gradient", "columns", "dense", "p-minus-y",
        "gradient-check", "momentum", "warm-up", "running", "dropout", "he", "diagnosis",
      ]
    ),
  ]

  private static let names = [
    "1.1": "pictures-are-numbers",
    "1.2": "sliding-a-kernel",
    "1.3": "the-definition",
    "1.4": "a-gallery-of-kernels",
    "1.5": "padding-and-borders",
    "1.6": "stride-and-dilation",
    "1.7": "the-output-size",
    "1.8": "channels",
    "1.9": "the-1x1-kernel",
    "1.10": "why-it-works",
    "1.11": "shift-in-shift-out",
    "1.12": "one-matrix-product",
    "1.13": "faster",
    "1.14": "receptive-field",
    "1.15": "convolution-check",
    "2.1": "what-a-layer-promises",
    "2.2": "what-forward-keeps",
    "2.3": "conv2d-forward",
    "2.4": "backward-derived",
    "2.5": "backward-watched",
    "2.6": "im2col-and-its-memory",
    "2.7": "max-pooling",
    "2.8": "average-and-global-pooling",
    "2.9": "relu-and-its-relatives",
    "2.10": "dense-and-flatten",
    "2.11": "softmax-and-cross-entropy",
    "2.12": "the-gradient-check",
    "2.13": "down-the-valley",
    "2.14": "how-fast-and-when",
    "2.15": "two-modes-of-one-layer",
    "2.16": "noise-on-purpose",
    "2.17": "where-weights-begin",
    "2.18": "the-sanity-ladder",
    "2.19": "train-it-here",
    "2.20": "look-inside",
    "2.21": "what-closes-the-gap",
    "2.22": "the-break-it-lab",
    "2.23": "layers-check",
    "3.1": "lenet-5",
    "3.2": "alexnet",
    "3.3": "vgg-16",
    "3.4": "resnet",
    "4.1": "imagenet",
    "4.2": "medical-imaging",
    "4.3": "vehicles",
    "5.1": "exercise-relu",
    "5.2": "exercise-output-size",
    "5.3": "exercise-assemble-lenet-5",
    "5.4": "exercise-batch-normalisation",
    "6.1": "competition-task",
    "6.2": "what-guessing-scores",
    "6.3": "what-a-network-costs",
    "7.1": "interview-why-convolution",
    "7.2": "interview-padding",
    "7.3": "interview-one-by-one",
    "7.4": "interview-skip-connections",
    "7.5": "interview-receptive-field",
    "7.6": "interview-pooling",
    "7.7": "interview-parameters-counted",
  ]
}
