import Foundation
import NullSupport
import Tonewheel
import TonewheelDSP
import TonewheelGraph
import TonewheelUGens

/// The rows of single cases and of excluded units in `docs/nulls.md`.
enum NullTable {
    /// Whether the tests write the document.
    static let isWritten = ProcessInfo.processInfo.environment["TONEWHEEL_WRITE_DOCS"] == "1"

    /// The units without a case, and the reasons.
    static var excluded: [String: String] { NullExclusions.units }

    /// Returns the units of all cases.
    static func present() throws -> Set<String> {
        var names: Set<String> = []
        for testCase in NullCase.all {
            names.formUnion(try units(try testCase.definition("x", output: 0).bytes))
        }
        for testCase in DefinitionCase.all { names.formUnion(try units(try testCase.bytes())) }
        return names
    }

    private static func units(_ bytes: [UInt8]) throws -> [String] {
        try SynthDefFile(decoding: bytes).definitions.flatMap { $0.units.map(\.name) }
    }

    /// Returns the rows. The last column is the measured difference.
    ///
    /// - Parameter null: Returns the measured difference of a case, as text.
    static func rows(_ null: (String) -> String) -> [String] {
        func row(_ name: String, _ limit: Double, _ reason: String) -> String {
            "| \(name) | \(limit == -80 ? "" : "\(Int(limit)): \(reason)") | \(null(name)) |"
        }
        return NullCase.all.map { row($0.name, $0.limit, $0.reason) }
            + DefinitionCase.all.map { row($0.title, $0.limit, $0.reason) }
    }

    static var excludedRows: [String] {
        excluded.sorted { $0.key < $1.key }.map { "| \($0.key) | \($0.value) |" }
    }
}
