internal import Synchronization

/// The state of a graph's role: the forwarder of a shadow, and the blueprints that a worker must have. `[control]`,
/// any thread
final class ShadowLink: Sendable {
    let role: GraphRole

    /// Held while a packet is passed to the forwarder, so that packets are forwarded in their order.
    let forwarding = Mutex(())

    /// Events of the worker from blocks that the shadow has not completed.
    let pendingEvents: Mutex<[NodeEvent]> = Mutex([])

    /// Events for clients that do not come from the shadow's own blocks.
    let events: Mutex<[ShadowEvent]> = Mutex([])

    func takeEvents() -> [ShadowEvent] {
        events.withLock { events in
            defer { events = [] }
            return events
        }
    }

    private struct State {
        weak var forwarder: (any PacketForwarder)?
        var blueprints: [UInt64: WeakBlueprint] = [:]
    }

    private struct WeakBlueprint {
        weak var value: Blueprint?
    }

    private let state = Mutex(State())

    init(_ role: GraphRole) {
        self.role = role
    }

    var isShadow: Bool { role == .shadow }

    var forwarder: (any PacketForwarder)? { state.withLock { $0.forwarder } }

    /// The blueprints that are in the library or have synths, the oldest first.
    var blueprints: [Blueprint] {
        state.withLock { state in
            state.blueprints.sorted { $0.key < $1.key }.compactMap { $0.value.value }
        }
    }

    func blueprint(_ number: UInt64) -> Blueprint? { state.withLock { $0.blueprints[number]?.value } }

    func set(_ forwarder: (any PacketForwarder)?) {
        state.withLock { $0.forwarder = forwarder }
        guard let forwarder else { return }
        for blueprint in blueprints { forwarder.addDefinition(blueprint) }
    }

    func notify(defined blueprint: Blueprint) {
        guard isShadow else { return }
        let number = blueprint.number
        let forwarder = state.withLock { state in
            state.blueprints[number] = WeakBlueprint(value: blueprint)
            return state.forwarder
        }
        forwarder?.addDefinition(blueprint)
    }

    func notify(released number: UInt64) {
        guard isShadow else { return }
        let forwarder = state.withLock { state in
            state.blueprints[number] = nil
            return state.forwarder
        }
        forwarder?.removeDefinition(number)
    }
}
