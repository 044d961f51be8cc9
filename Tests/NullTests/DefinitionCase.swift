import Foundation
import Tonewheel
import TonewheelOSC

/// A SynthDef of a client, played by scsynth and by Tonewheel.
struct DefinitionCase: Sendable, CustomStringConvertible {
    let name: String

    /// Returns the bytes of the SynthDef file.
    let bytes: @Sendable () throws -> [UInt8]

    /// The initial controls.
    var controls: [OSCArgument] = []

    /// The controls that change in the middle of the rendering.
    var changes: [OSCArgument] = []

    /// The largest permitted difference relative to the signal, in decibels, and the reason if it is above −80.
    var limit = -80.0
    var reason = ""

    var description: String { title }

    /// The name with the controls.
    var title: String {
        func list(_ values: [OSCArgument]) -> String { values.map(\.description).joined(separator: " ") }
        let begin = controls.isEmpty ? name : "\(name) with \(list(controls))"
        return changes.isEmpty ? begin : "\(begin), then \(list(changes))"
    }

    /// Creates a case of a SynthDef of Sonic Pi.
    init(
        sonicPi name: String, _ controls: [OSCArgument] = [], changes: [OSCArgument] = [], limit: Double = -80,
        because reason: String = ""
    ) {
        self.name = "sonic-pi-\(name)"
        self.controls = controls
        self.changes = changes
        self.limit = limit
        self.reason = reason
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appending(path: "../TonewheelGraphTests/Definitions/sonic-pi-\(name).scsyndef").standardizedFileURL
        bytes = { [UInt8](try Data(contentsOf: file)) }
    }

    init(
        _ name: String, _ controls: [OSCArgument] = [], changes: [OSCArgument] = [], limit: Double = -80,
        because reason: String = "",
        _ build: @escaping @Sendable (SynthDef.Builder) -> Void
    ) {
        self.name = name
        self.controls = controls
        self.changes = changes
        self.limit = limit
        self.reason = reason
        bytes = { try SynthDef(name) { build($0) }.bytes }
    }
}
