package import ArgumentParser
internal import Dispatch

extension AsyncParsableCommand where Self: SendableMetatype {
    /// Parses the command line and runs the command, for a program's `main` function.
    ///
    /// It runs neither on the main queue nor at the main thread's priority: each has threads of its own, whose stacks
    /// would be locked too.
    package static func runCommandLine() {
        let end = DispatchSemaphore(value: 0)
        Task.detached(priority: .medium) {
            await main()
            end.signal()
        }
        end.wait()
    }
}
