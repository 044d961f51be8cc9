internal import Synchronization

/// The lines that commands have printed. `[control]`, any thread
final class PrintedLines: Sendable {
    private let kept: Mutex<[String]> = Mutex([])

    var lines: [String] { kept.withLock { $0 } }

    func add(_ text: String) {
        kept.withLock { $0.append(text.last == "\n" ? String(text.dropLast()) : text) }
    }
}
