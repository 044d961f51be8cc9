internal import TonewheelGraph
internal import TonewheelOSC

/// A bundle that has been prepared and waits for its time, and what its synths were built from.
struct TimedBundle {
    let messages: [OSCMessage]

    /// Which of the messages have failed, and why.
    var failed: [Int: String]

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

    /// Frames for which a bundle is kept when its time has come: what has failed has not been asked for yet.
    private static let framesKept: Int64 = 1 << 16

    /// Keeps a bundle, and gives it a ticket.
    mutating func add(_ bundle: TimedBundle, now: Int64) -> UInt64 {
        if bundles.count >= limit {
            bundles = bundles.filter { $0.value.frame >= now &- Self.framesKept }
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

    /// Why a message of a bundle has failed; nil if that is not known any more.
    func reason(_ ticket: UInt64, message: Int32) -> String? {
        bundles[ticket]?.failed[Int(message)]
    }

    /// Notes what the synths of a bundle have been built from this time.
    mutating func update(_ ticket: UInt64, _ definitions: [String: Blueprint?], failed: [Int: String]) {
        bundles[ticket]?.definitions = definitions
        bundles[ticket]?.failed = failed
    }

    mutating func removeAll() {
        bundles.removeAll()
    }
}
