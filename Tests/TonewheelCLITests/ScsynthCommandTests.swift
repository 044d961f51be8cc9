import ProgramSupport
import Testing

/// Tests of the program `tonewheel-scsynth`.
@Suite struct ScsynthCommandTests {
    private func run(_ arguments: String...) async throws -> Program.Result {
        let program = try Program()
        return try await RunningProgram(try Program.builtExecutable("tonewheel-scsynth"), arguments, in: program.folder)
            .result()
    }

    @Test(arguments: ["-h", "--help"]) func help(flag: String) async throws {
        let result = try await run(flag)
        #expect(result.status == 0)
        #expect(result.output.contains("-u <port>") && result.output.contains("-m <kB>"))
        #expect(result.errors == "")
    }

    @Test(arguments: ["-v", "--version"]) func version(flag: String) async throws {
        let result = try await run(flag)
        #expect(result.status == 0)
        #expect(result.output.hasPrefix("scsynth 3.13.0 ("))
        #expect(result.output.split(separator: "\n").count == 1)
    }

    @Test(arguments: ["--helpp", "--", "-", "-helpp"]) func refusesUnknownFlags(flag: String) async throws {
        let result = try await run(flag)
        #expect(result.status == 64)
        #expect(result.errors.contains("'\(flag)' is not a flag."))
    }

    @Test(arguments: ["-1", "101", "0.9", "high"]) func refusesLoadLimitsOutOfRange(limit: String) async throws {
        let result = try await run("-u", "0", "--load-limit", limit)
        #expect(result.status == 64)
        #expect(result.errors.contains("--load-limit must be an integer from 0 to 100, not '\(limit)'."))
    }
}
