import Foundation
import NullSupport
import Tonewheel
import TonewheelDSP
import TonewheelGraph
import TonewheelUGens

/// `docs/nulls.md`: what was measured, where the limit is another, and what is not compared.
enum NullTable {
    /// Whether the tests write it.
    static let isWritten = ProcessInfo.processInfo.environment["TONEWHEEL_WRITE_DOCS"] == "1"

    /// Units that no case has, and why.
    static var absent: [String: String] { NullAbsence.units }

    /// The units of all cases.
    static func present() throws -> Set<String> {
        var names: Set<String> = []
        for testCase in NullCase.all {
            names.formUnion(try units(try testCase.definition("x", output: 0).bytes))
        }
        for testCase in DefinitionCase.all { names.formUnion(try units(try testCase.bytes())) }
        return names
    }

    private static func units(_ bytes: [UInt8]) throws -> [String] {
        try SynthDefinitionFile(decoding: bytes).definitions.flatMap { $0.units.map(\.name) }
    }

    /// The rows, each with its figure behind it.
    ///
    /// - Parameter null: what was measured, in decibels.
    static func rows(_ null: (String) -> String) -> [String] {
        func row(_ name: String, _ limit: Double, _ reason: String) -> String {
            "| \(name) | \(limit == -80 ? "" : "\(Int(limit)): \(reason)") | \(null(name)) |"
        }
        return NullCase.all.map { row($0.name, $0.limit, $0.reason) }
            + DefinitionCase.all.map { row($0.title, $0.limit, $0.reason) }
    }

    static var absentRows: [String] {
        absent.sorted { $0.key < $1.key }.map { "| \($0.key) | \($0.value) |" }
    }
}
