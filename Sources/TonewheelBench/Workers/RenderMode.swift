internal import Tonewheel

/// Where an engine renders.
enum RenderMode: CaseIterable {
    case callback, ahead, worker

    /// As a person reads it.
    var title: String {
        switch self {
        case .callback: "in the callback"
        case .ahead: "a thread one period ahead"
        case .worker: "a worker one period ahead"
        }
    }

    func set(_ configuration: inout AudioEngine.Configuration) {
        switch self {
        case .callback: break
        case .ahead: configuration.prefillPeriods = 1
        case .worker: configuration.isolation = .worker()
        }
    }

    /// The same for `tonewheel run`.
    var options: [String] {
        switch self {
        case .callback: []
        case .ahead: ["--prefill-periods", "1"]
        case .worker: ["--isolation", "worker"]
        }
    }
}
