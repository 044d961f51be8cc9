import Foundation
import TonewheelGraph
import TonewheelSynths

/// The entry point of libFuzzer, called with each input: the bytes of a score, which is rendered if it can be decoded.
/// It must return for any input: a trap, an error of AddressSanitizer or a violated invariant ends the process.
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
    // All events are moved into the first blocks, so that all of them are played.
    let events = score.events.map { event in
        var event = event
        event.time = event.time.truncatingRemainder(dividingBy: Double(longestFrames) / sampleRate)
        return event
    }
    var options = SynthServerOptions(version: "1.2.3")
    // The score cannot access files, and only little memory.
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
        let result = try renderer.render { check(!$0.isEmpty, "an empty line is printed") }
        check(result.frameCount <= longestFrames + 256, "the rendering is too long")
        check(result.peaks.allSatisfy(\.isFinite), "a peak is not finite")
    } catch {
        fatalError("the score cannot be rendered: \(error)")
    }
    return 0
}

private let sampleRate = 48_000.0
private let longestFrames = 1024
private let output = FileManager.default.temporaryDirectory.appending(path: "fuzz-scores-\(getpid()).wav").path

private func check(_ condition: Bool, _ message: StaticString) {
    guard condition else { fatalError("\(message)") }
}
