#if JACK
internal import CJACK
internal import Synchronization
internal import TonewheelRealtime

/// The clients of this process: opened and closed one at a time, and none opened while one of a lost server is still there.
/// `[control]`
///
/// The library locks itself out where two threads meet in it (seen with 1.9.21: `jack_client_open` and `jack_client_close` waiting
/// for each other). And when a server has gone, the next `jack_client_open` closes whatever clients are left, by itself: who
/// closes one afterwards, as everybody must, crashes.
package enum JACKClients {
    private struct Table {
        /// By their addresses.
        var open: Set<UInt> = []

        /// Those of them that were there when a server went.
        var orphans: Set<UInt> = []

        /// Those that nobody has closed in time: the library has.
        var givenUp: Set<UInt> = []
    }

    /// Held while the library works.
    private static let lock = Mutex(())

    /// Held for a moment, also by the library's threads.
    private static let table = Mutex(Table())

    /// How long a new client waits for those of a lost server to be closed, in nanoseconds.
    private static let patience: Int64 = 2_000_000_000

    /// Opens a client by `body`; nil if that gives none.
    package static func open(_ body: () -> OpaquePointer?) -> OpaquePointer? {
        let deadline = MonotonicClock.now() + patience
        while true {
            let isTooLate = MonotonicClock.now() >= deadline
            let (isDone, client) = lock.withLock { _ -> (Bool, UInt) in
                let mustWait = table.withLock { table in
                    if isTooLate {
                        table.givenUp.formUnion(table.orphans)
                        table.orphans.removeAll()
                    }
                    return !table.orphans.isEmpty
                }
                guard !mustWait else { return (false, 0) }
                let client = UInt(bitPattern: body())
                if client != 0 { table.withLock { _ = $0.open.insert(client) } }
                return (true, client)
            }
            if isDone { return OpaquePointer(bitPattern: client) }
            MonotonicClock.sleep(until: MonotonicClock.now() + 5_000_000)
        }
    }

    /// Closes a client.
    package static func close(_ client: OpaquePointer) {
        let address = UInt(bitPattern: client)
        lock.withLock { _ in
            let isGivenUp = table.withLock { $0.givenUp.remove(address) != nil }
            if !isGivenUp { jack_client_close(OpaquePointer(bitPattern: address)) }
            table.withLock { table in
                table.open.remove(address)
                table.orphans.remove(address)
            }
        }
    }

    /// Notes that a server has gone. `[any]`
    package static func serverHasGone() {
        table.withLock { $0.orphans.formUnion($0.open) }
    }
}
#endif
