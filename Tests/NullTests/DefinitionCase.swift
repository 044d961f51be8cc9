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

    var description: String { title }

    /// Its name with what it is given.
    var title: String {
        func list(_ values: [OSCArgument]) -> String { values.map(\.description).joined(separator: " ") }
        let begin = controls.isEmpty ? name : "\(name) with \(list(controls))"
        return changes.isEmpty ? begin : "\(begin), then \(list(changes))"
    }

    /// One of Sonic Pi's.
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
