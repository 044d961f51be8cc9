import Foundation
import ProgramSupport
import Testing

@Suite struct StatusCommandTests {
    private static let keys = [
        "state", "version", "pid", "backend", "device", "sampleRate", "channels", "inputs", "period", "block",
        "prefillPeriods", "latency", "frame", "frequency", "amplitude", "gate", "monitor", "limiter", "gainReduction",
        "limitedFrames", "inputLevel", "level", "load", "loadLimit", "synthsRefused",
        "loadPeak", "underruns", "xrunsByDevice", "xrunsByLateWakeUp",
        "xrunsByLateRender", "xrunsByEmptyRing", "deviceLosses", "nonFiniteInputs", "inputFramesLost",
        "callbackTimeP50", "callbackTimeP99", "callbackTimeP999", "callbackTimeMax", "wakeUpLatenessP50",
        "wakeUpLatenessP99", "wakeUpLatenessP999", "wakeUpLatenessMax", "commandQueueP50", "commandQueueP99",
        "commandQueueP999", "commandQueueMax",
        "framesPadded", "bufferedFrames", "scheduledChanges", "lateChanges", "refusedChanges", "missedTurns",
        "nonFiniteSamples", "mutedNodes", "latestMute",
        "scheduling", "isolation", "memoryLock", "packets", "packetsDroppedBySocket", "packetsNotAllowed",
        "malformedPackets",
        "messages", "failedMessages", "failedMessagesWithoutReply", "messagesRefusedByBundleQueue",
        "messagesRefusedByDeviceQueue", "repliesDropped", "connectionsRefused",
    ]

    @Test func printsTextAndJSON() async throws {
        let program = try Program()
        let run = try program.launch(["run", "--port", "0", "--backend", "null"])
        let port = try #require(try await run.port())

        let plain = try await program.run("status", "--port", "\(port)")
        #expect(plain.status == 0)
        for key in Self.keys { #expect(plain.output.contains("\(key) "), "\(key)") }

        let json = try await program.run("status", "--json", "--port", "\(port)")
        #expect(json.status == 0)
        let report = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
        #expect(Set(report.keys) == Set(Self.keys))
        #expect(report["state"] as? String == "running")
        #expect(report["backend"] as? String == "null")
        #expect(report["pid"] as? Int == Int(run.id))
        #expect(report["frequency"] as? Double == 440)
        #expect(json.output.contains("\"amplitude\" : 0.1,"))  // only significant digits
        #expect(report["gate"] as? Bool == true)
        #expect(report["loadLimit"] as? Double == 0.9)
        #expect(report["synthsRefused"] as? Int == 0)

        run.signal(SIGINT)
        #expect(try await run.result().status == 0)
    }

    @Test func missingEngineIsReported() async throws {
        let port = UDPPort()
        let program = try Program()
        let plain = try await program.run("status", "--port", "\(port.number)")
        #expect(plain.status == 4)
        #expect(plain.output.isEmpty)
        #expect(plain.errors.contains("No engine answers on 127.0.0.1:\(port.number)"))
        let json = try await program.run("status", "--json", "--port", "\(port.number)")
        #expect(json.status == 4)
        #expect(
            try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: String] == ["state": "absent"])
    }
}
