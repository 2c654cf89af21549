import ArgumentParser
import Foundation

/// `cnn-tutor manual`: the manual page, made of what `--help` knows.
struct Manual: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print the manual page, for man: cnn-tutor manual | man -l -")

  func run() throws { try StandardStreams.print(try Self.page) }

  /// The page in roff.
  ///
  /// Source: groff_man(7).
  static var page: String {
    get throws {
      let tool = try JSONDecoder().decode(Tool.self, from: Data(CNNTutor._dumpHelp().utf8))
      let command = tool.command
      var lines = [
        ".TH CNN\\-TUTOR 1 \"\" \"cnn\\-tutor \(Version.number)\" \"User Commands\"", ".SH NAME",
        "cnn\\-tutor \\- \(roff(command.abstract ?? ""))", ".SH SYNOPSIS", ".B cnn\\-tutor",
        "[\\fIcommand\\fR] [\\fIoptions\\fR]", ".SH DESCRIPTION", roff(command.discussion ?? ""),
        ".SH COMMANDS",
      ]
      for sub in command.subcommands ?? [] where sub.commandName != "help" {
        lines += [".SS cnn\\-tutor \(roff(sub.commandName))", roff(sub.abstract ?? "")]
        if let more = sub.discussion { lines += [".PP", roff(more)] }
        for argument in sub.arguments ?? [] where argument.shouldDisplay {
          lines += [".TP", heading(of: argument), roff(argument.abstract ?? "")]
        }
      }
      lines += [
        ".SH FILES", ".TP", ".I $XDG_STATE_HOME/cnn\\-tutor",
        "Your place, answers and changes; ~/.local/state/cnn\\-tutor where the variable is not set.",
        ".SH EXIT STATUS", "0, 1 when what was asked failed, 64 for a usage error.",
      ]
      return lines.joined(separator: "\n")
    }
  }

  private static func heading(of argument: Tool.Argument) -> String {
    let value = "\\fI\(roff(argument.valueName ?? "value"))\\fR"
    guard let names = argument.names, !names.isEmpty else { return value }
    let spelled = names.map { "\\fB\(roff(($0.kind == "long" ? "--" : "-") + $0.name))\\fR" }
    return spelled.joined(separator: ", ") + (argument.kind == "option" ? " \(value)" : "")
  }

  /// Text in which nothing is a command of roff.
  private static func roff(_ text: String) -> String {
    text.replacingOccurrences(of: "\\", with: "\\e").replacingOccurrences(of: "-", with: "\\-")
      .split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.isEmpty ? ".PP" : $0.hasPrefix(".") || $0.hasPrefix("'") ? "\\&" + $0 : String($0) }
      .joined(separator: "\n")
  }

  /// What the package for arguments tells of itself, as far as the page needs it.
  private struct Tool: Decodable {
    var command: Command

    struct Command: Decodable {
      var commandName: String
      var abstract: String?
      var discussion: String?
      var subcommands: [Command]?
      var arguments: [Argument]?
    }

    struct Argument: Decodable {
      var kind: String
      var shouldDisplay: Bool
      var names: [Name]?
      var valueName: String?
      var abstract: String?
    }

    struct Name: Decodable { var kind, name: String }
  }
}
