import Dispatch
import Foundation

/// Turns Ctrl-C, `kill` and a closed terminal into a call, so that the program can end gracefully. Kept as long as it is to hold.
final class Interrupts {
    private let sources: [any DispatchSourceSignal]

    /// From its return on no signal is missed.
    ///
    /// - Parameter handler: called on a thread of its own, once for each signal.
    init(_ handler: @escaping @Sendable () -> Void) {
        let registration = DispatchGroup()
        sources = [SIGINT, SIGTERM, SIGHUP].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler(handler: handler)
            registration.enter()
            source.setRegistrationHandler { registration.leave() }
            source.resume()
            return source
        }
        registration.wait()
    }

    deinit {
        for source in sources { source.cancel() }
    }
}
