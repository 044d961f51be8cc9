import Foundation
import TonewheelGraph
import TonewheelSynths

/// What libFuzzer calls with each input: the bytes of a score, which is rendered as far as it can be read. It must return
/// whatever the input is: a trap, an error of AddressSanitizer or a broken law ends the process.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzScores(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = [UInt8](UnsafeRawBufferPointer(start: start, count: count))
    let score: Score
    do {
        score = try Score(decoding: bytes)
    } catch {
        // The description must not trap either.
        check(!error.description.isEmpty, "an error has no description")
        return 0
    }
    // Whatever its times are, all of it is played, within a few blocks.
    let events = score.events.map { event in
        var event = event
        event.time = event.time.truncatingRemainder(dividingBy: Double(longestFrames) / sampleRate)
        return event
    }
    var options = SynthServerOptions(version: "1.2.3")
    // Files are out of reach; and memory, but for a little.
    options.root = "/nowhere"
    options.bufferMemory = 1 << 20
    var settings = ScoreRenderer.Settings(output: output, options: options)
    settings.shape.sampleRate = sampleRate
    settings.shape.inputBusCount = 1
    settings.shape.audioBusCount = 16
    settings.shape.controlBusCount = 32
    settings.shape.bufferCount = 4
    settings.shape.nodeCapacity = 32
    settings.shape.definitionCapacity = 8
    settings.shape.packetCapacity = 64
    settings.shape.replyCapacity = 64
    settings.tail = 0.005
    do {
        let renderer = ScoreRenderer(Score(events: events), settings)
        let result = try renderer.render { check(!$0.isEmpty, "nothing is printed") }
        check(result.frameCount <= longestFrames + 256, "it is longer than it should be")
        check(result.peaks.allSatisfy(\.isFinite), "a peak is no number")
    } catch {
        fatalError("it cannot be rendered: \(error)")
    }
    return 0
}

private let sampleRate = 48_000.0
private let longestFrames = 1024
private let output = FileManager.default.temporaryDirectory.appending(path: "fuzz-scores-\(getpid()).wav").path

private func check(_ condition: Bool, _ message: StaticString) {
    guard condition else { fatalError("\(message)") }
}
