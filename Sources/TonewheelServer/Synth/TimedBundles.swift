internal import TonewheelGraph
internal import TonewheelOSC

/// A bundle that has been prepared and waits for its time, and what its synths were built from.
struct TimedBundle {
    let messages: [OSCMessage]

    /// Which of the messages have failed.
    var failed: Set<Int>

    let client: UInt32
    let frame: Int64

    /// The definitions by name; nil where there was none.
    var definitions: [String: Blueprint?]

    /// Whether a name stands for another definition now.
    func isOutdated(by now: [String: Blueprint?]) -> Bool {
        definitions.contains { name, blueprint in (now[name] ?? nil) !== blueprint }
    }

    /// The definitions that messages ask for.
    static func definitionNames(_ messages: [OSCMessage]) -> [String] {
        messages.compactMap { message in
            guard SynthCommand(message.address) == .s_new, case .string(let name)? = message.arguments.first else {
                return nil
            }
            return name
        }
    }
}

/// The bundles that wait in the graph, by the tickets that their packets carry. `[control]`
struct TimedBundles {
    private var bundles: [UInt64: TimedBundle] = [:]
    private var ticket: UInt64 = 0

    /// Whether there are so many that it is time to look for those whose time has come.
    private var limit = 64

    /// Keeps a bundle, and gives it a ticket.
    mutating func add(_ bundle: TimedBundle, now: Int64) -> UInt64 {
        if bundles.count >= limit {
            bundles = bundles.filter { $0.value.frame >= now }
            limit = max(64, 2 * bundles.count)
        }
        ticket += 1
        bundles[ticket] = bundle
        return ticket
    }

    /// What is due at a frame or later, the earliest first.
    func waiting(after now: Int64) -> [(UInt64, TimedBundle)] {
        bundles.filter { $0.value.frame >= now }.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// Notes what the synths of a bundle have been built from this time.
    mutating func update(_ ticket: UInt64, _ definitions: [String: Blueprint?], failed: Set<Int>) {
        bundles[ticket]?.definitions = definitions
        bundles[ticket]?.failed = failed
    }

    mutating func removeAll() {
        bundles.removeAll()
    }
}
