import Testing
import TonewheelServer

@Suite struct ServerErrorTests {
    @Test func descriptionsNameErrorAndRemedy() {
        let busy = ServerError.portBusy(host: "127.0.0.1", port: 57110).description
        #expect(busy.contains("57110") && busy.contains("127.0.0.1") && busy.contains("--port"))
        let offHost = ServerError.offHostBind(host: "0.0.0.0").description
        #expect(offHost.contains("0.0.0.0") && offHost.contains("--allow"))
        #expect(ServerError.invalidRange("10/8").description.contains("'10/8'"))
        #expect(ServerError.network("no route").description == "no route")
    }
}
