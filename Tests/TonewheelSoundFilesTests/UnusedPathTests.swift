import Foundation
import TestSupport
import Testing
import TonewheelSoundFiles

@Suite struct UnusedPathTests {
    @Test(arguments: [
        ("take.wav", "take-2.wav"), ("take", "take-2"), ("a.b.wav", "a.b-2.wav"), (".wav", "-2.wav"),
    ])
    func existingFileIsNotReplaced(name: String, second: String) throws {
        let folder = try TemporaryFolder()
        #expect(unusedPath(folder.path(name)) == folder.path(name))
        try Data().write(to: folder.url.appending(path: name))
        #expect(unusedPath(folder.path(name)) == folder.path(second))
        try Data().write(to: folder.url.appending(path: second))
        #expect(unusedPath(folder.path(name)) == folder.path(second.replacing("-2", with: "-3")))
    }
}
