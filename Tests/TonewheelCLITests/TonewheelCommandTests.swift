import ProgramSupport
import Testing

@Suite struct TonewheelCommandTests {
    private let program: Program

    init() throws {
        program = try Program()
    }

    @Test(arguments: [
        [], ["run"], ["start"], ["stop"], ["status"], ["set"], ["send"], ["render"], ["devices"], ["doctor"],
        ["chaos"], ["chaos", "kill"], ["chaos", "stop"], ["chaos", "delay"], ["chaos", "corrupt"], ["chaos", "crash"],
        ["chaos", "flood"],
    ])
    func help(command: [String]) async throws {
        let result = try await program.launch(command + ["--help"]).result()
        #expect(result.status == 0)
        #expect(result.output.contains("EXAMPLES:"))
        #expect(result.output.contains("USAGE: tonewheel"))
        #expect(result.errors.isEmpty)
    }

    @Test func version() async throws {
        let result = try await program.run("--version")
        #expect(result.status == 0)
        #expect(result.output.wholeMatch(of: /[0-9]+\.[0-9]+\.[0-9]+\n/) != nil)
    }

    @Test(arguments: [
        ["sing"], ["bench"], ["run", "--loud"], ["set", "freq"], ["set", "freq", "high"], ["set", "pitch", "1"],
        ["send"],
    ])
    func wrongUsage(arguments: [String]) async throws {
        let result = try await program.launch(arguments).result()
        #expect(result.status == 64)
        #expect(result.errors.contains("Usage:"))
    }
}
