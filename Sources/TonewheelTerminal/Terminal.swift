internal import Foundation

/// Standard output as a person or a program sees it.
package enum Terminal {
    /// Whether a person is looking.
    package static var isInteractive: Bool { isatty(STDOUT_FILENO) == 1 }

    /// Writes a line at once: redirected output would keep it back until the end.
    package static func print(_ line: String) {
        Swift.print(line)
        fflush(nil)
    }

    /// Replaces the line that the cursor is on; what does not fit on it is cut off, since a second line would stay.
    package static func replaceLine(_ line: String) {
        var size = winsize()
        let isKnown = ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
        Swift.print("\r\u{1B}[K\(line.prefix(isKnown ? Int(size.ws_col) - 1 : 79))", terminator: "")
        fflush(nil)
    }

    /// A bar of `width` characters, of which `share` (0 … 1) is filled.
    package static func bar(_ share: Double, width: Int) -> String {
        let filled = Int((min(max(share, 0), 1) * Double(width)).rounded())
        return String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
    }

    /// The command as the user called it, to be shown in what to type next.
    package static var commandName: String { CommandLine.arguments.first ?? "tonewheel" }
}

extension Double {
    /// With so many digits after the point.
    package func formatted(_ digits: Int) -> String {
        String(format: "%.\(digits)f", self)
    }

    /// With six significant digits and no zeros behind them: 440, 0.1.
    package var shortest: String {
        String(format: "%g", self)
    }
}
