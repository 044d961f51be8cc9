internal import Tonewheel
internal import TonewheelDSP

/// An input of a unit, and the values with which the grid varies it.
package struct GridInput: Sendable {
    /// The kind of source that an input accepts.
    enum Role: Sendable {
        /// A signal at the unit's rate.
        case signal
        /// A signal at audio rate, for any rate of the unit.
        case audioSignal
        /// A trigger at any rate.
        case trigger
        /// A trigger at control rate or at audio rate, for any rate of the unit.
        case controlTrigger
        case audioTrigger
        /// A trigger at the unit's rate.
        case ownTrigger
        /// A number, at any rate.
        case number
        /// A number at the unit's rate.
        case ownNumber
        /// A number or a signal at control rate.
        case control
        /// An input that is not varied.
        case fixed
    }

    /// The name in the unit's spec.
    package let name: String
    let role: Role

    /// The value while another input is varied, and the range of moving sources.
    let typical: Float
    let low: Float
    let high: Float

    /// Further values: 0, below 0 and beyond the limits.
    let extremes: [Float]

    init(
        _ name: String, _ role: Role, _ typical: Float = 0, _ low: Float = 0, _ high: Float = 0,
        _ extremes: [Float] = []
    ) {
        self.name = name
        self.role = role
        self.typical = typical
        self.low = low
        self.high = high
        self.extremes = extremes
    }

    /// Returns the source while another input is varied.
    func base(_ rate: Rate, _ index: Int) -> GridSource {
        switch role {
        case .signal where rate == .audio, .audioSignal:
            GridSource("") { _ in
                index % 2 == 0
                    ? GridSource.unit("SinOsc", .audio, [301, 1]) : GridSource.unit("LFSaw", .audio, [111, 0.3])
            }
        case .signal: GridSource("") { _ in GridSource.unit("LFTri", .control, [31, index % 2 == 0 ? 0.3 : 1.7]) }
        case .trigger where rate == .audio, .ownTrigger where rate == .audio, .audioTrigger:
            GridSource.triggers(.audio)[1]
        case .trigger, .ownTrigger, .controlTrigger: GridSource.triggers(.control)[1]
        case .ownNumber where rate == .audio:
            GridSource("") { [low, high] _ in
                GridSource.unit("LFTri", .audio, [31, 0.3]) * UGen((high - low) / 2) + UGen((low + high) / 2)
            }
        case .number, .ownNumber, .control, .fixed: GridSource.number(typical)
        }
    }

    /// Returns all sources of the input.
    func sources(_ rate: Rate) -> [GridSource] {
        switch role {
        case .fixed: []
        case .signal: rate == .audio ? GridSource.movingAudio(-0.6, 0.9) : GridSource.moving(-0.6, 0.9)
        case .audioSignal: GridSource.movingAudio(-0.6, 0.9)
        case .ownTrigger: GridSource.triggers(rate)
        case .controlTrigger: GridSource.triggers(.control)
        case .audioTrigger: GridSource.triggers(.audio)
        case .trigger: GridSource.triggers(.control) + (rate == .audio ? GridSource.triggers(.audio) : [])
        case .ownNumber where rate == .audio:
            GridSource.movingAudio(low, high)
                + extremes.map { value in
                    GridSource(GridSource.number(value).name) { _ in
                        GridSource.unit("DC", .audio, [UGen(value)])
                    }
                }
        case .number, .ownNumber, .control:
            extremes.map(GridSource.number) + GridSource.moving(low, high)
                + (rate == .audio && role == .number ? GridSource.movingAudio(low, high) : [])
                + [GridSource.step(typical, high)] + extremes.prefix(1).map { GridSource.step(typical, $0) }
        }
    }
}
