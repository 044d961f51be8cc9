// swift-tools-version: 6.2

// A package of its own, since a fuzzer needs `unsafeFlags`, and a package with those cannot be a dependency.
// `../scripts/fuzz` builds and runs it.

import PackageDescription

let package = Package(
    name: "tonewheel-fuzz",
    platforms: [.macOS(.v26)],
    dependencies: [
        // Nothing that is fuzzed needs a device.
        .package(name: "tonewheel", path: "..", traits: [])
    ],
    targets: [
        .executableTarget(
            name: "FuzzOSC",
            dependencies: [.product(name: "TonewheelOSC", package: "tonewheel")],
            // There is no `main`: libFuzzer brings its own.
            swiftSettings: [.unsafeFlags(["-parse-as-library"])]
        ),
        .executableTarget(
            name: "FuzzDefinitions",
            dependencies: [.product(name: "Tonewheel", package: "tonewheel")],
            swiftSettings: [.unsafeFlags(["-parse-as-library"])]
        ),
    ]
)
