internal import Tonewheel
internal import TonewheelGraph

/// A kind of voice that `tonewheel-bench render` measures.
enum VoiceKind: CaseIterable {
    /// A sine whose frequency is a control.
    case sine

    /// A sine whose frequency changes with every block.
    case vibrato

    /// A sine whose frequency changes with every frame.
    case modulated

    /// The default SynthDef of SuperCollider's language: three saws through a falling filter, with an envelope and
    /// panning.
    case standard

    var title: String {
        switch self {
        case .sine: "sines"
        case .vibrato: "sines, frequency at control rate"
        case .modulated: "sines, frequency at audio rate"
        case .standard: "voices like 'default'"
        }
    }

    /// The number of voices in a measurement.
    var voiceCount: Int { self == .standard ? 200 : 100 }

    /// The maximum ratio of our time to scsynth's; nil without a target.
    var target: Double? {
        switch self {
        case .sine: 0.5
        case .standard: 1
        case .vibrato, .modulated: nil
        }
    }

    /// Returns the SynthDef, which has a control `freq`.
    func definition() throws(BenchError) -> SynthDef {
        do {
            return try SynthDef("voice") { def in
                let freq = def.control("freq", 440)
                switch self {
                case .sine:
                    Out.ar(0, SinOsc.ar(freq))
                case .vibrato:
                    Out.ar(0, SinOsc.ar(freq + 3 * SinOsc.kr(5)))
                case .modulated:
                    Out.ar(0, SinOsc.ar(freq + 100 * SinOsc.ar(freq)))
                case .standard:
                    let saws = [freq, freq + Rand.ir(-0.4, 0), freq + Rand.ir(0, 0.4)].map {
                        0.3 * VarSaw.ar($0, phase: 0, width: 0.3)
                    }
                    let cutoff = XLine.kr(Rand.ir(4000, 5000), Rand.ir(2500, 3200), 1)
                    let envelope = Linen.kr(def.control("gate", 1), attack: 0.01, level: 0.7, release: 0.3)
                    let sound = LPF.ar(saws[0] + saws[1] + saws[2], cutoff) * envelope
                    OffsetOut.ar(0, Pan2.ar(sound, def.control("pan", 0), level: def.control("amp", 0.1)))
                }
            }
        } catch {
            throw BenchError("Cannot define \(title): \(error)")
        }
    }

    /// Returns the frequency of a voice, in hertz. Each voice has its own.
    static func frequency(_ voice: Int) -> Float {
        100 + 3.7 * Float(voice)
    }
}
