import Foundation
import ProgramSupport
import TestSupport
import Testing

@Suite struct DoctorCommandTests {
    private static let checks = [
        "scheduling", "memory-lock", "realtime-time", "throttling", "cpu-frequency", "kernel", "machine", "swap",
        "sound-cards", "jack", "pipewire", "smallest-period",
    ]

    private let program: Program

    init() throws {
        program = try Program()
    }

    @Test func printsJSON() async throws {
        let result = try await program.run("doctor", "--seconds", "0.2", "--json")
        #expect(result.errors.isEmpty)
        let json = try JSON(result.output)
        let checks = try json["checks"].array
        #expect(try checks.map { try $0["name"].string } == Self.checks)
        for check in checks {
            #expect(try ["ok", "unknown", "warning", "problem"].contains(check["verdict"].string))
            #expect(try !check["result"].string.isEmpty)
            #expect(try !check["impact"].string.isEmpty)
            for step in try check["steps"].array { #expect(try !step["text"].string.isEmpty) }
        }
        let isReady = try json["isReady"].bool
        #expect(try isReady == !checks.contains { try $0["verdict"].string == "problem" })
        #expect(result.status == (isReady ? 0 : 1))
        // The number of periods that pass depends on the machine.
        #expect(try (3...4).contains(json["trials"].array.count))
        #expect(try json["trials"].array.first?["period"].number == 256)
    }

    @Test func printsText() async throws {
        let result = try await program.run("doctor", "--seconds", "0.01")
        #expect(result.errors.isEmpty)
        #expect(result.output.contains(/(ok|problem) +Real-time scheduling\n/))
        #expect(result.output.contains(/(ok|warning|problem) +Smallest period\n/))
        #expect(result.output.contains(/\n\nThis machine is (not )?ready for real-time audio.*\.\n$/))
        #expect(!result.output.contains("\u{1B}"))
    }

    @Test func skipsTheMeasurement() async throws {
        let result = try await program.run("doctor", "--seconds", "0", "--json")
        let json = try JSON(result.output)
        #expect(try json["smallestPeriod"].isNull)
        #expect(try json["trials"].array.isEmpty)
        #expect(try json["checks"].array.last?["verdict"].string == "unknown")
    }

    @Test(arguments: ["-1", "nan", "inf", "90000"]) func refusesInvalidSeconds(seconds: String) async throws {
        #expect(try await program.run("doctor", "--seconds", seconds).status == 64)
    }
}
