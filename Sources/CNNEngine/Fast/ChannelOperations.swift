/// Channels of several values side by side.
final class FastConcatenation: RowwiseOperation {
  let name: String
  private let ports: [Ports]

  /// Takes the ports of all values; their outputs are one.
  init(name: String, _ ports: [Ports]) {
    self.name = name
    self.ports = ports
  }

  var rows: Int { ports[0].output.rows }

  func forward(_ images: Range<Int>, rows: Range<Int>, context: StepContext) {
    for n in images {
      for h in rows {
        var first = 0
        for port in ports {
          var x = port.input.row(h, of: n)
          var y = port.output.row(h, of: n) + first
          for _ in 0..<port.input.columns {
            y.update(from: x, count: port.input.channels)
            x += port.input.step
            y += port.output.step
          }
          first += port.input.channels
        }
        clearTails(n, h)
      }
    }
  }

  private func clearTails(_ n: Int, _ h: Int) {
    let maps = ports[0].output
    guard maps.step > maps.channels else { return }
    for w in 0..<maps.columns { maps.clearTail(maps.row(h, of: n) + w * maps.step) }
  }

  func backward(_ images: Range<Int>, slot: Int, isFirst: Bool, context: StepContext) {
    for n in images {
      var first = 0
      for port in ports {
        defer { first += port.input.channels }
        guard let dx = port.inputGradient, let dy = port.outputGradient else { continue }
        for h in 0..<dx.rows {
          var to = dx.row(h, of: n)
          var from = dy.row(h, of: n) + first
          for _ in 0..<dx.columns {
            if port.accumulates {
              for c in 0..<dx.channels { to[c] += from[c] }
            } else {
              to.update(from: from, count: dx.channels)
              dx.clearTail(to)
            }
            to += dx.step
            from += dy.step
          }
        }
      }
    }
  }
}

/// Some channels of a value, in an order of their own.
final class FastChannels: RowwiseOperation {
  let name: String
  private let ports: Ports
  private let order: Offsets
  private let count: Int

  init(name: String, _ order: [Int], _ ports: Ports, arena: Arena) {
    self.name = name
    self.ports = ports
    self.order = arena.table(order)
    count = order.count
  }

  var rows: Int { ports.output.rows }

  func forward(_ images: Range<Int>, rows: Range<Int>, context: StepContext) {
    for n in images {
      for h in rows {
        var (x, y) = (ports.input.row(h, of: n), ports.output.row(h, of: n))
        for _ in 0..<ports.output.columns {
          for c in 0..<count { y[c] = x[order[c]] }
          ports.output.clearTail(y)
          x += ports.input.step
          y += ports.output.step
        }
      }
    }
  }

  /// A channel that was taken twice gets both gradients, one that was left out none.
  func backward(_ images: Range<Int>, slot: Int, isFirst: Bool, context: StepContext) {
    guard let dx = ports.inputGradient, let dy = ports.outputGradient else { return }
    if !ports.accumulates { dx.clear(images) }
    for n in images {
      for h in 0..<dx.rows {
        var (to, from) = (dx.row(h, of: n), dy.row(h, of: n))
        for _ in 0..<dx.columns {
          for c in 0..<count { to[order[c]] += from[c] }
          to += dx.step
          from += dy.step
        }
      }
    }
  }
}
