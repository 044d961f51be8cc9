internal import Foundation

/// Standard output.
package enum Terminal {
    /// Whether standard output is a terminal.
    package static var isInteractive: Bool { isatty(STDOUT_FILENO) == 1 }

    /// Writes a line and flushes it, since redirected output is buffered otherwise.
    package static func print(_ line: String) {
        Swift.print(line)
        fflush(nil)
    }

    /// Replaces the line that the cursor is on. Longer text is truncated to the width of the terminal, since a second
    /// line would remain.
    package static func replaceLine(_ line: String) {
        var size = winsize()
        let isKnown = ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
        Swift.print("\r\u{1B}[K\(line.prefix(isKnown ? Int(size.ws_col) - 1 : 79))", terminator: "")
        fflush(nil)
    }

    /// Returns a bar of `width` characters, of which `share` (0 … 1) is filled.
    package static func bar(_ share: Double, width: Int) -> String {
        let filled = Int((min(max(share, 0), 1) * Double(width)).rounded())
        return String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
    }

    /// The program's name as the user called it, for commands that are shown to the user.
    package static var commandName: String { CommandLine.arguments.first ?? "tonewheel" }
}

extension Double {
    /// Returns the number with `digits` digits after the decimal point.
    package func formatted(_ digits: Int) -> String {
        String(format: "%.\(digits)f", self)
    }

    /// The number with six significant digits and no trailing zeros: 440, 0.1.
    package var shortest: String {
        String(format: "%g", self)
    }
}
