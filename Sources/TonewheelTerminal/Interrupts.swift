internal import Dispatch
internal import Foundation

/// Turns Ctrl-C, `kill` and a closed terminal into a call, so that the program can end gracefully. Kept as long as it is to hold.
package final class Interrupts {
    private let sources: [any DispatchSourceSignal]

    /// From its return on no signal is missed.
    ///
    /// - Parameter handler: called on a thread of its own, once for each signal.
    package init(_ handler: @escaping @Sendable () -> Void) {
        // Whoever read what the program says may go (`| head`): the sound stays.
        signal(SIGPIPE, SIG_IGN)
        let registration = DispatchGroup()
        sources = [SIGINT, SIGTERM, SIGHUP].compactMap { number in
            // What is ignored already stays so: `nohup` does that.
            guard !Self.isIgnored(number) else { return nil }
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                // A second one ends the program at once, should the graceful end hang.
                signal(number, SIG_DFL)
                handler()
            }
            registration.enter()
            source.setRegistrationHandler { registration.leave() }
            source.resume()
            return source
        }
        registration.wait()
    }

    private static func isIgnored(_ number: Int32) -> Bool {
        var action = sigaction()
        sigaction(number, nil, &action)
        return action.__sigaction_handler.sa_handler.map { unsafeBitCast($0, to: Int.self) } == 1  // SIG_IGN
    }

    deinit {
        for source in sources { source.cancel() }
    }
}
