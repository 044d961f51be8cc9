extension AudioEngine {
    /// The process that renders the sound.
    public enum Isolation: Hashable, Sendable {
        /// The engine's own process, which has the lowest latency.
        case none

        /// A worker process. One that crashes or hangs is replaced by a spare. Linux only. Each period of
        /// `Workers.leadPeriods` adds its length to the latency.
        case worker(Workers = Workers())
    }

    /// The configuration of worker processes.
    public struct Workers: Hashable, Sendable {
        /// The executable of the workers, which must call `AudioEngine.runWorkerIfRequested()` as `tonewheel` does; nil
        /// for the engine's own executable.
        public var program: String?

        /// The command-line arguments of a worker.
        public var arguments = ["worker"]

        /// The number of periods that a worker renders ahead of the device, 1 … 16.
        public var leadPeriods = 1

        /// The number of spares that stand by for the active worker, 0 … 8.
        public var spares = 2

        /// Creates the default configuration: one period ahead, and two spares.
        public init() {}

        func validate() throws(EngineError) {
            guard (1...16).contains(leadPeriods) else {
                throw .outOfRange("The lead of \(leadPeriods) periods is outside 1 … 16.")
            }
            guard (0...8).contains(spares) else {
                throw .outOfRange("The number of spares \(spares) is outside 0 … 8.")
            }
        }
    }
}
