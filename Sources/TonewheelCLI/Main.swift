import ArgumentParser
import Dispatch
import Foundation

/// Where the program begins.
@main
enum Main {
    static func main() {
        // An engine waits for its workers: they need nothing of what a command line needs, and no threads for it.
        if CommandLine.arguments.dropFirst() == ["worker"] { exit(WorkerCommand.render().rawValue) }
        // Not on the main queue, and not at the priority of the main thread: either has threads of its own, with stacks to lock.
        let end = DispatchSemaphore(value: 0)
        Task.detached(priority: .medium) {
            await TonewheelCommand.main()
            end.signal()
        }
        end.wait()
    }
}
