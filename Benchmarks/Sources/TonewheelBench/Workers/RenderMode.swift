internal import Tonewheel

/// The thread or process in which an engine renders.
enum RenderMode: CaseIterable {
    case callback, ahead, worker, redundant

    /// The name in tables.
    var title: String {
        switch self {
        case .callback: "in the callback"
        case .ahead: "a thread one period ahead"
        case .worker: "a worker one period ahead"
        case .redundant: "a primary and a standby"
        }
    }

    func set(_ configuration: inout AudioEngine.Configuration) throws(BenchError) {
        switch self {
        case .callback: break
        case .ahead: configuration.prefillPeriods = 1
        case .worker:
            var workers = AudioEngine.Workers()
            workers.program = try BuiltProgram.path(of: "tonewheel")
            configuration.isolation = .worker(workers)
        case .redundant:
            var workers = AudioEngine.Workers()
            workers.program = try BuiltProgram.path(of: "tonewheel")
            configuration.isolation = .redundant(workers)
        }
    }

    /// The options of `tonewheel run` for this mode.
    var options: [String] {
        switch self {
        case .callback: []
        case .ahead: ["--prefill-periods", "1"]
        case .worker: ["--isolation", "worker"]
        case .redundant: ["--isolation", "redundant"]
        }
    }
}
