// swift-tools-version: 6.2

// A package of its own, since a fuzzer needs `unsafeFlags`, and a package with those cannot be a dependency.
// `../scripts/fuzz-osc` builds and runs it.

import PackageDescription

let package = Package(
    name: "tonewheel-fuzz",
    platforms: [.macOS(.v26)],
    dependencies: [.package(name: "tonewheel", path: "..")],
    targets: [
        .executableTarget(
            name: "FuzzOSC",
            dependencies: [.product(name: "TonewheelOSC", package: "tonewheel")],
            // There is no `main`: libFuzzer brings its own.
            swiftSettings: [.unsafeFlags(["-parse-as-library"])]
        )
    ]
)
