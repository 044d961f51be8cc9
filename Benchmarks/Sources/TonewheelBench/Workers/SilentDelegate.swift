internal import TonewheelWorkers

/// A delegate of workers without state and without messages.
protocol SilentDelegate: WorkerPoolDelegate {}

extension SilentDelegate {
    func workerBecameReady(_ memory: WorkerMemory) {}
    func load(_ memory: WorkerMemory) {}
    func hasLoaded(_ memory: WorkerMemory) -> Bool { true }
    func begin(_ memory: WorkerMemory, firstBlock: Int64) -> WorkerStart {
        WorkerStart(firstBlock: firstBlock, firstStamps: 0, stamps: 0)
    }
    func join(_ memory: WorkerMemory, primary: WorkerMemory) {}
    func hasJoined(_ memory: WorkerMemory) -> Bool { false }
    func beginStandby(_ memory: WorkerMemory) -> WorkerStart { WorkerStart(firstBlock: 0, firstStamps: 0, stamps: 0) }
    func failure(of memory: WorkerMemory) -> String? { nil }
    func promote(_ memory: WorkerMemory) {}
    func contain(_ crash: WorkerCrash, standby: WorkerMemory?) {}
    func receive(_ message: WorkerMessage, from memory: WorkerMemory) -> String? { nil }
    func workerLost(_ memory: WorkerMemory) {}
    func poll() {}
    var pollTimeout: Int32 { 100 }
    func isResponsible(node: Int64, hasCrashed: Bool) -> Bool { false }
    func quarantine(node: Int64, cause: String) {}
}
