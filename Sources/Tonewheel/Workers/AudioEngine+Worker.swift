internal import TonewheelWorkers

#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

extension AudioEngine {
    /// Renders, and then ends the process, if an engine has started it as a worker; else does nothing. `[control]`
    ///
    /// The first thing that a program does whose engine is isolated, with workers of its own program.
    public static func runWorkerIfAsked() {
        guard WorkerPost.isWanted else { return }
        do throws(EngineError) {
            try runWorker()
        } catch {
            let sentence = Array("\(error)\n".utf8)
            _ = write(STDERR_FILENO, sentence, sentence.count)
            exit(1)
        }
    }

    /// Renders for the engine that has started this process as a worker, until that one has it end. `[control]`, the main
    /// thread of a process
    ///
    /// - Throws: `EngineError.backend` if no engine has started this process.
    public static func runWorker() throws(EngineError) -> Never {
        do throws(WorkerError) {
            let post = try WorkerPost()
            let renderer = try WorkerRenderer(post)
            try renderer.start()
            post.isReady()
            try renderer.work()
            // Nothing is left to be tidied up that the end of the process does not, and much that would take its time.
            _exit(0)
        } catch {
            throw .backend("this is no worker of an engine: \(error)")
        }
    }
}
