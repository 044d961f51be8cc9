import Foundation
import Tonewheel
import TonewheelOSC

/// A whole definition of a client, played by scsynth and by Tonewheel.
struct DefinitionCase: Sendable, CustomStringConvertible {
    let name: String

    /// The bytes of its file.
    let bytes: @Sendable () throws -> [UInt8]

    /// Controls that it begins with.
    var controls: [OSCArgument] = []

    /// Controls that change in the middle.
    var changes: [OSCArgument] = []

    /// How far below the signal the difference lies at least, in decibels, and why it may be more than −80.
    var limit = -80.0
    var reason = ""

    /// Frames at the beginning that are not compared, and why.
    var skippedFrames = 0

    var description: String { name }

    /// One of Sonic Pi's.
    init(
        sonicPi name: String, _ controls: [OSCArgument] = [], changes: [OSCArgument] = [], limit: Double = -80,
        because reason: String = "", skippedFrames: Int = 0
    ) {
        self.name = "sonic-pi-\(name)"
        self.controls = controls
        self.changes = changes
        self.limit = limit
        self.reason = reason
        self.skippedFrames = skippedFrames
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appending(path: "../TonewheelGraphTests/Definitions/sonic-pi-\(name).scsyndef").standardizedFileURL
        bytes = { [UInt8](try Data(contentsOf: file)) }
    }

    init(
        _ name: String, _ controls: [OSCArgument] = [], changes: [OSCArgument] = [], limit: Double = -80,
        because reason: String = "", skippedFrames: Int = 0,
        _ build: @escaping @Sendable (SynthDef.Builder) -> Void
    ) {
        self.name = name
        self.controls = controls
        self.changes = changes
        self.limit = limit
        self.reason = reason
        self.skippedFrames = skippedFrames
        bytes = { try SynthDef(name) { build($0) }.bytes }
    }
}
