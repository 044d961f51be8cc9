internal import Synchronization

/// What ties a graph to its role: the forwarder of a shadow, and the blueprints that a worker has to know. `[control]`, any thread
final class ShadowLink: Sendable {
    let role: GraphRole

    /// Held while a packet is handed to the forwarder, so that packets are forwarded in their order.
    let forwarding = Mutex(())

    /// Happenings of blocks that the shadow has not come to.
    let early: Mutex<[NodeEvent]> = Mutex([])

    /// What clients are to hear besides what blocks bring.
    let news: Mutex<[ShadowNews]> = Mutex([])

    func takeNews() -> [ShadowNews] {
        news.withLock { news in
            defer { news = [] }
            return news
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

    /// The blueprints that synths are or may be built from, the oldest first.
    var blueprints: [Blueprint] {
        state.withLock { state in
            state.blueprints.sorted { $0.key < $1.key }.compactMap { $0.value.value }
        }
    }

    func blueprint(_ number: UInt64) -> Blueprint? { state.withLock { $0.blueprints[number]?.value } }

    func set(_ forwarder: (any PacketForwarder)?) {
        state.withLock { $0.forwarder = forwarder }
        guard let forwarder else { return }
        for blueprint in blueprints { forwarder.defined(blueprint) }
    }

    func tell(defined blueprint: Blueprint) {
        guard isShadow else { return }
        let number = blueprint.number
        let forwarder = state.withLock { state in
            state.blueprints[number] = WeakBlueprint(value: blueprint)
            return state.forwarder
        }
        forwarder?.defined(blueprint)
    }

    func tell(forgotten number: UInt64) {
        guard isShadow else { return }
        let forwarder = state.withLock { state in
            state.blueprints[number] = nil
            return state.forwarder
        }
        forwarder?.forgotten(number)
    }
}

extension GraphControl {
    private static let lastBlueprintNumber = Atomic<UInt64>(0)

    /// The next number of a blueprint, from 1 on.
    static func newBlueprintNumber() -> UInt64 {
        lastBlueprintNumber.wrappingAdd(1, ordering: .relaxed).newValue
    }
}
