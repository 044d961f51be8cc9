internal import TonewheelWorkers

#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

extension AudioEngine {
    /// Renders until the engine ends the worker, and exits the process, if an engine has started this process as a
    /// worker; otherwise does nothing. `[control]`
    ///
    /// A program whose engine uses workers of the same executable must call this first.
    public static func runWorkerIfRequested() {
        guard WorkerEndpoint.isWorkerProcess else { return }
        do throws(EngineError) {
            try runWorker()
        } catch {
            let sentence = Array("\(error)\n".utf8)
            _ = write(STDERR_FILENO, sentence, sentence.count)
            exit(1)
        }
    }

    /// Renders for the engine that has started this process as a worker, until the engine ends the worker. `[control]`,
    /// on the main thread of a process
    ///
    /// - Throws: `EngineError.backend` if no engine has started this process.
    public static func runWorker() throws(EngineError) -> Never {
        do throws(WorkerError) {
            let endpoint = try WorkerEndpoint()
            let renderer = try WorkerRenderer(endpoint)
            try renderer.start()
            endpoint.reportReady()
            try renderer.work()
            // Skips deinitializers and exit handlers: the kernel frees everything, and faster.
            _exit(0)
        } catch {
            throw .backend("This process is not a worker of an engine: \(error)")
        }
    }
}
