internal import Dispatch
internal import Foundation

/// A handler for Ctrl-C, `kill` and a closed terminal, so that the program can end gracefully. It is active during the
/// lifetime of the value.
package final class Interrupts {
    private let sources: [any DispatchSourceSignal]

    /// Installs the handler. No signal is missed after the return.
    ///
    /// - Parameter handler: Called on a separate thread, once for each signal.
    package init(_ handler: @escaping @Sendable () -> Void) {
        // The reader of the output may end (`| head`); the sound continues.
        signal(SIGPIPE, SIG_IGN)
        let registration = DispatchGroup()
        sources = [SIGINT, SIGTERM, SIGHUP].compactMap { number in
            // A signal that is ignored already stays ignored, as under `nohup`.
            guard !Self.isIgnored(number) else { return nil }
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                // A second signal ends the program immediately, in case the graceful end hangs.
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
