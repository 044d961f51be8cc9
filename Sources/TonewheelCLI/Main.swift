import ArgumentParser
import Dispatch
import Foundation

/// Where the program begins.
@main
enum Main {
    static func main() {
        // An engine waits for its workers: they need nothing of what a command line needs, and no threads for it.
        if CommandLine.arguments.dropFirst() == ["worker"] { exit(WorkerCommand.render().rawValue) }
        // No main queue and no priority of the main thread: each would have threads of its own, with stacks to lock.
        let end = DispatchSemaphore(value: 0)
        // Detached, since the main thread, whose actor it would have otherwise, waits for it.
        Task.detached(priority: .medium) {
            await TonewheelCommand.main()
            end.signal()
        }
        end.wait()
    }
}
