internal import Synchronization

/// The definitions of a worker, by their numbers in the front, for the decoding of packets. `[control]`, any thread
final class WorkerDefinitions: Sendable {
    private let blueprints: Mutex<[UInt64: Blueprint]> = Mutex([:])

    subscript(number: UInt64) -> Blueprint? { blueprints.withLock { $0[number] } }

    func set(_ blueprint: Blueprint) {
        blueprints.withLock { $0.updateValue(blueprint, forKey: blueprint.number) }?.release(isSilent: true)
    }

    func remove(number: UInt64) {
        blueprints.withLock { $0.removeValue(forKey: number) }?.release(isSilent: true)
    }
}
