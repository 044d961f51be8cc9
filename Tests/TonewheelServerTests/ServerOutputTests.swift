import Foundation
import Testing
import TonewheelServer

@Suite struct ServerOutputTests {
    @Test func fullPipeDoesNotBlockTheCaller() async throws {
        let pipe = Pipe()
        let line = String(repeating: "x", count: 9_999) + "\n"
        var taken = 0
        while ServerOutput.write(line, to: pipe.fileHandleForWriting.fileDescriptor) {
            taken += 1
            try #require(taken < 1_000)
        }
        // Some text goes into the pipe before the queue fills up.
        #expect(taken >= ServerOutput.capacity / line.utf8.count)
        var left = taken * line.utf8.count
        while left > 0 {
            left -= try #require(try pipe.fileHandleForReading.read(upToCount: min(left, 65_536))).count
        }
        ServerOutput.flush()
        #expect(ServerOutput.write("", to: pipe.fileHandleForWriting.fileDescriptor))
    }
}
