internal import Synchronization
internal import TonewheelGraph
internal import TonewheelOSC

/// A prepared bundle that waits for its time, and the SynthDefs of its synths.
struct TimedBundle {
    let messages: [OSCMessage]

    /// The failed messages, by index, with the reasons.
    var failed: [Int: String]

    let client: UInt32
    let isSilent: Bool
    let frame: Int64

    /// The definitions by name; nil for a missing one.
    var definitions: [String: Blueprint?]

    /// Whether a definition has changed since the preparation.
    func isOutdated(by now: [String: Blueprint?]) -> Bool {
        definitions.contains { name, blueprint in (now[name] ?? nil) !== blueprint }
    }

    /// Returns the names of the definitions that messages use.
    static func definitionNames(_ messages: [OSCMessage]) -> [String] {
        messages.compactMap { message in
            guard message.address == .path(NewSynth.name) || message.address == .command(NewSynth.number),
                case .string(let name)? = message.arguments.first
            else { return nil }
            return name
        }
    }
}

/// The bundles that wait in the graph, by the tickets of their packets. `[any]`
final class TimedBundles: Sendable {
    private struct Waiting {
        var bundles: [UInt64: TimedBundle] = [:]
        var ticket: UInt64 = 0

        /// The number of bundles at which expired ones are removed.
        var limit = 64
    }

    /// The time in frames for which a bundle is kept after it was due, since the reasons of its failures are still
    /// needed.
    private static let framesKept: Int64 = 1 << 16

    private let waiting = Mutex(Waiting())

    /// Stores a bundle, and returns its ticket.
    func add(_ bundle: TimedBundle, now: Int64) -> UInt64 {
        waiting.withLock { waiting in
            if waiting.bundles.count >= waiting.limit {
                waiting.bundles = waiting.bundles.filter { $0.value.frame >= now &- Self.framesKept }
                waiting.limit = max(64, 2 * waiting.bundles.count)
            }
            waiting.ticket += 1
            waiting.bundles[waiting.ticket] = bundle
            return waiting.ticket
        }
    }

    /// Returns the bundles that are due at a frame or later, in the order of their tickets.
    func waiting(after now: Int64) -> [(UInt64, TimedBundle)] {
        waiting.withLock { waiting in
            waiting.bundles.filter { $0.value.frame >= now }.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        }
    }

    /// Returns the reason why a message of a bundle has failed; nil if the bundle has expired.
    func reason(_ ticket: UInt64, message: Int32) -> String? {
        waiting.withLock { $0.bundles[ticket]?.failed[Int(message)] }
    }

    /// Updates a bundle that has been prepared again.
    func update(_ ticket: UInt64, _ definitions: [String: Blueprint?], failed: [Int: String]) {
        waiting.withLock { waiting in
            waiting.bundles[ticket]?.definitions = definitions
            waiting.bundles[ticket]?.failed = failed
        }
    }

    /// Removes the bundles of all clients; if `client` is the program itself, its own bundles, too.
    func removeAll(for client: UInt32) {
        waiting.withLock { waiting in
            waiting.bundles = waiting.bundles.filter { _, bundle in
                !LocalClient.contains(client) && LocalClient.contains(bundle.client)
            }
        }
    }
}
