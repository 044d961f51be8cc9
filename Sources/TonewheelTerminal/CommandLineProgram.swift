package import ArgumentParser
internal import Dispatch

extension AsyncParsableCommand where Self: SendableMetatype {
    /// Parses the command line and runs what it says, for a program's `main` function.
    ///
    /// Not on the main queue, and not at the priority of the main thread: either has threads of its own, with stacks to lock.
    package static func runCommandLine() {
        let end = DispatchSemaphore(value: 0)
        Task.detached(priority: .medium) {
            await main()
            end.signal()
        }
        end.wait()
    }
}
