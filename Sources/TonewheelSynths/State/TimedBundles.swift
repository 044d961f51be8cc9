internal import Synchronization
internal import TonewheelGraph
internal import TonewheelOSC

/// A bundle that has been prepared and waits for its time, and what its synths were built from.
struct TimedBundle {
    let messages: [OSCMessage]

    /// Which of the messages have failed, and why.
    var failed: [Int: String]

    let client: UInt32
    let isSilent: Bool
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
            guard message.address == .path(NewSynth.name) || message.address == .command(NewSynth.number),
                case .string(let name)? = message.arguments.first
            else { return nil }
            return name
        }
    }
}

/// The bundles that wait in the graph, by the tickets that their packets carry. `[control]`, any thread
final class TimedBundles: Sendable {
    private struct Waiting {
        var bundles: [UInt64: TimedBundle] = [:]
        var ticket: UInt64 = 0

        /// With so many bundles it is time to look for those whose time has come.
        var limit = 64
    }

    /// Frames for which a bundle is kept when its time has come: the reasons of its failures have not been asked for yet.
    private static let framesKept: Int64 = 1 << 16

    private let waiting = Mutex(Waiting())

    /// Keeps a bundle, and gives it a ticket.
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

    /// What is due at a frame or later, the earliest first.
    func waiting(after now: Int64) -> [(UInt64, TimedBundle)] {
        waiting.withLock { waiting in
            waiting.bundles.filter { $0.value.frame >= now }.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        }
    }

    /// Why a message of a bundle has failed; nil if that is not known any more.
    func reason(_ ticket: UInt64, message: Int32) -> String? {
        waiting.withLock { $0.bundles[ticket]?.failed[Int(message)] }
    }

    /// Notes what the synths of a bundle have been built from this time.
    func update(_ ticket: UInt64, _ definitions: [String: Blueprint?], failed: [Int: String]) {
        waiting.withLock { waiting in
            waiting.bundles[ticket]?.definitions = definitions
            waiting.bundles[ticket]?.failed = failed
        }
    }

    /// Forgets all that clients have sent; for the program itself, what it has sent as well.
    func removeAll(for client: UInt32) {
        waiting.withLock { waiting in
            waiting.bundles = waiting.bundles.filter { _, bundle in
                !LocalClient.contains(client) && LocalClient.contains(bundle.client)
            }
        }
    }
}
