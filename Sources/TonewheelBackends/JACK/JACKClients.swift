#if JACK
internal import CJACK
internal import Synchronization
internal import TonewheelRealtime

/// The JACK clients of this process. They are opened and closed one at a time, and none is opened while a client of a
/// lost server is still open. `[control]`
///
/// The library deadlocks when two threads call it at the same time (seen with 1.9.21: `jack_client_open` and
/// `jack_client_close` waiting for each other). After a server has shut down, the next `jack_client_open` closes all
/// remaining clients itself, and a later `jack_client_close` of one of them crashes.
package enum JACKClients {
    private struct Table {
        /// Addresses of open clients.
        var open: Set<UInt> = []

        /// Clients that were open when a server shut down.
        var orphans: Set<UInt> = []

        /// Orphans that were not closed in time. The library has closed them.
        var abandoned: Set<UInt> = []
    }

    /// Locked during calls of the library.
    private static let lock = Mutex(())

    /// Locked only briefly, also by the library's threads.
    private static let table = Mutex(Table())

    /// The longest time that `open` waits for the clients of a lost server to be closed, in nanoseconds.
    private static let orphanTimeout: Int64 = 2_000_000_000

    /// Opens a client by calling `body`; returns nil if `body` does.
    package static func open(_ body: () -> OpaquePointer?) -> OpaquePointer? {
        let deadline = MonotonicClock.now() + orphanTimeout
        while true {
            let isTooLate = MonotonicClock.now() >= deadline
            let (isDone, client) = lock.withLock { _ -> (Bool, UInt) in
                let mustWait = table.withLock { table in
                    if isTooLate {
                        table.abandoned.formUnion(table.orphans)
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
            let isAbandoned = table.withLock { $0.abandoned.remove(address) != nil }
            if !isAbandoned { jack_client_close(OpaquePointer(bitPattern: address)) }
            table.withLock { table in
                table.open.remove(address)
                table.orphans.remove(address)
            }
        }
    }

    /// Records that a server has shut down. `[any]`
    package static func serverHasShutDown() {
        table.withLock { $0.orphans.formUnion($0.open) }
    }
}
#endif
