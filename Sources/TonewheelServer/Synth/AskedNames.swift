internal import TonewheelGraph

/// The names of controls that clients ask for, by what the graph knows of them: a bounded number.
struct AskedNames {
    private var names: [UInt64: String] = [:]

    mutating func remember(_ name: String) {
        // Whoever asks for so many different names is no player.
        if names.count > 10_000 { names.removeAll() }
        names[ControlKey.hash(name.utf8)] = name
    }

    subscript(hash: UInt64) -> String? { names[hash] }
}
