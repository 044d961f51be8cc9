import Foundation
import TestSupport
import Testing
import TonewheelBackends
import TonewheelRealtime

@Suite struct JACKMetadataTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test func missingDatabaseIsValid() throws {
        try JACKMetadata.check(folder.path("missing"))
        try JACKMetadata.check(folder.url.path)
    }

    @Test func nonEmptyFilesAreValid() throws {
        try Data([1]).write(to: folder.url.appending(path: "__db.001"))
        try Data().write(to: folder.url.appending(path: "metadata.db"))
        try JACKMetadata.check(folder.url.path)
    }

    @Test func emptyFileIsDamage() throws {
        try Data([1]).write(to: folder.url.appending(path: "__db.001"))
        try Data().write(to: folder.url.appending(path: "__db.002"))
        let error = #expect(throws: BackendError.self) { try JACKMetadata.check(folder.url.path) }
        #expect(error?.description.hasSuffix("rm -r \(folder.url.path)") == true)
    }
}
