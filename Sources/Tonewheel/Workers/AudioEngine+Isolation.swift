extension AudioEngine {
    /// Where the sound is rendered.
    public enum Isolation: Hashable, Sendable {
        /// In the process of the engine: the lowest latency.
        case none

        /// In a process of its own, which may crash or hang without an end to the sound; Linux only. Each period that it runs
        /// ahead adds its length to the latency.
        case worker(Workers = Workers())
    }

    /// The processes that render.
    public struct Workers: Hashable, Sendable {
        /// What is run as a worker: a program that calls `AudioEngine.runWorkerIfAsked`, as `tonewheel` does; nil for this
        /// very program.
        public var program: String?

        /// What it is run with.
        public var arguments = ["worker"]

        /// How many periods a worker is ahead of the device, 1 … 16.
        public var leadPeriods = 1

        /// Workers that stand by for the one that renders, 0 … 8.
        public var spares = 2

        /// One period ahead, and two spares.
        public init() {}

        func validate() throws(EngineError) {
            guard (1...16).contains(leadPeriods) else { throw .outOfRange("leadPeriods is outside 1 … 16") }
            guard (0...8).contains(spares) else { throw .outOfRange("spares is outside 0 … 8") }
        }
    }
}
