internal import Foundation
internal import Tonewheel

/// The processor time of 200 voices like SuperCollider's `default`, in an engine that renders in its own process, in a
/// worker, or in a primary and a standby: of all its processes together.
enum IsolationCost {
    /// Returns the nanoseconds of processor time for each second of sound, one value per second.
    static func measure(_ mode: RenderMode, seconds: Int) throws(BenchError) -> [Int64] {
        var configuration = AudioEngine.Configuration()
        configuration.output = .null
        configuration.gate = false
        configuration.loadLimit = nil
        try mode.set(&configuration)
        do {
            let engine = try AudioEngine(configuration)
            try engine.start()
            defer { _ = try? engine.stop() }
            try engine.synths.add(try voice())
            for index in 0..<200 { try engine.synths.play("voice", ["freq": ControlValue(100 + 3 * index)]) }
            // Time for the standby to join.
            Pause(1_500_000...1_500_000).sleep()
            var times: [Int64] = []
            for _ in 0..<seconds {
                let (frame, time) = (engine.status.frame, processorTime())
                Pause(1_000_000...1_000_000).sleep()
                let frames = engine.status.frame - frame
                guard frames > 0 else { throw BenchError("The engine does not play.") }
                times.append((processorTime() - time) * Int64(configuration.sampleRate) / Int64(frames))
            }
            return times
        } catch let error as BenchError {
            throw error
        } catch {
            throw BenchError("\(error)")
        }
    }

    /// SuperCollider's `default`: three saws through a filter, with an envelope.
    private static func voice() throws -> SynthDef {
        try SynthDef("voice") { def in
            let freq = def.control("freq", 440)
            let saws = (0..<3).map { number in
                UGen.unit("VarSaw", .audio, [freq + 0.4 * UGen(Double(number)), 0, 0.3 + 0.1 * UGen(Double(number))])[0]
            }
            let filtered = LPF.ar((saws[0] + saws[1] + saws[2]) * 0.3, Line.kr(4000, 3000, 1))
            let envelope = Linen.kr(
                def.control("gate", 1), attack: 0.01, level: 0.7, release: 0.3, doneAction: .freeSelf)
            Out.ar(0, Pan2.ar(filtered * envelope * 0.01, 0))
        }
    }

    /// The processor time of this process and its children, in nanoseconds.
    private static func processorTime() -> Int64 {
        ([ProcessInfo.processInfo.processIdentifier]
            + ProcessMemory.children(of: ProcessInfo.processInfo.processIdentifier))
            .reduce(0) { $0 + processorTime(of: $1) }
    }

    private static func processorTime(of process: Int32) -> Int64 {
        let threads = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/task")) ?? []
        return threads.reduce(0) { sum, thread in
            let text = try? String(contentsOfFile: "/proc/\(process)/task/\(thread)/schedstat", encoding: .utf8)
            return sum + (text?.split(separator: " ").first.flatMap { Int64($0) } ?? 0)
        }
    }
}
