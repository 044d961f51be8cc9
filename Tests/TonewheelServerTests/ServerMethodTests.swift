import Testing
import TonewheelServer

@Suite struct ServerMethodTests {
    @Test func addresses() {
        #expect(
            ServerMethod.allCases.map { "\($0.address)" } == [
                "/engine/start", "/engine/stop", "/engine/quit", "/engine/status", "/mod/sine/freq", "/mod/sine/amp",
                "/gate/sine", "/input/monitor", "/sync", "/chaos/fault",
            ])
    }

    @Test(arguments: ServerMethod.allCases) func saysWhatItTakes(method: ServerMethod) {
        #expect(method.usage.hasPrefix("takes "))
    }
}
