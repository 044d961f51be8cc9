internal import TonewheelWorkers

/// A delegate of workers that need to be told nothing, and have nothing to say.
protocol SilentDelegate: WorkerPoolDelegate {}

extension SilentDelegate {
    func welcome(_ memory: WorkerMemory) {}
    func load(_ memory: WorkerMemory) {}
    func hasLoaded(_ memory: WorkerMemory) -> Bool { true }
    func begin(_ memory: WorkerMemory, firstBlock: Int64) {}
    func receive(_ message: WorkerMessage, from memory: WorkerMemory) -> String? { nil }
    func lost(_ memory: WorkerMemory) {}
    func turn() {}
    var patience: Int32 { 100 }
    func canBlame(node: Int64, hasCrashed: Bool) -> Bool { false }
    func quarantine(node: Int64, cause: String) {}
}
