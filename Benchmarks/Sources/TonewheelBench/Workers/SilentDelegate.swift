internal import TonewheelWorkers

/// A delegate of workers without state and without messages.
protocol SilentDelegate: WorkerPoolDelegate {}

extension SilentDelegate {
    func workerBecameReady(_ memory: WorkerMemory) {}
    func load(_ memory: WorkerMemory) {}
    func hasLoaded(_ memory: WorkerMemory) -> Bool { true }
    func begin(_ memory: WorkerMemory, firstBlock: Int64) {}
    func receive(_ message: WorkerMessage, from memory: WorkerMemory) -> String? { nil }
    func workerLost(_ memory: WorkerMemory) {}
    func poll() {}
    var pollTimeout: Int32 { 100 }
    func isResponsible(node: Int64, hasCrashed: Bool) -> Bool { false }
    func quarantine(node: Int64, cause: String) {}
}
