// swift-tools-version: 6.2

import PackageDescription

/// The settings of every target. They do not include `unsafeFlags`, with which the package could not be a dependency.
let strict: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

// The layers from top to bottom. A target may import only targets of the lines below its own, which
// `scripts/check-layering` checks.
//
//     TonewheelCLI     TonewheelScsynth    TonewheelBenchCLI
//     TonewheelBench
//     TonewheelServer  TonewheelTerminal
//     Tonewheel
//     TonewheelSynths  TonewheelBackends   TonewheelWorkers
//     TonewheelUGens   TonewheelGraph
//     TonewheelDSP     TonewheelOSC        TonewheelSoundFiles
//     TonewheelRealtime
//     CTonewheel       CPortAudio          CJACK                CSndFile   CRingReference
let package = Package(
    name: "tonewheel",
    platforms: [.macOS(.v26)],
    products: [
        .library(name: "Tonewheel", targets: ["Tonewheel"]),
        .library(name: "TonewheelOSC", targets: ["TonewheelOSC"]),
        .executable(name: "tonewheel", targets: ["TonewheelCLI"]),
        .executable(name: "tonewheel-scsynth", targets: ["TonewheelScsynth"]),
    ],
    traits: [
        .trait(name: "JACK", description: "Play through a JACK server, with libjack."),
        .trait(name: "PortAudio", description: "Play through a sound card, with PortAudio."),
        .trait(name: "SndFile", description: "Read and write sound files with libsndfile."),
        .default(enabledTraits: ["JACK", "PortAudio", "SndFile"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", from: "0.2.0"),
    ],
    targets: [
        // System calls that Swift cannot express, and the system libraries.
        .target(name: "CTonewheel"),
        .systemLibrary(name: "CJACK", pkgConfig: "jack", providers: [.apt(["libjack-jackd2-dev"])]),
        .systemLibrary(name: "CPortAudio", pkgConfig: "portaudio-2.0", providers: [.apt(["portaudio19-dev"])]),
        .systemLibrary(name: "CSndFile", pkgConfig: "sndfile", providers: [.apt(["libsndfile1-dev"])]),

        .target(name: "TonewheelRealtime", dependencies: ["CTonewheel"], swiftSettings: strict),

        .target(name: "TonewheelDSP", dependencies: ["TonewheelRealtime"], swiftSettings: strict),
        .target(name: "TonewheelOSC", swiftSettings: strict),
        .target(
            name: "TonewheelSoundFiles",
            dependencies: ["TonewheelRealtime", .target(name: "CSndFile", condition: .when(traits: ["SndFile"]))],
            swiftSettings: strict
        ),

        .target(name: "TonewheelUGens", dependencies: ["TonewheelDSP", "TonewheelRealtime"], swiftSettings: strict),
        .target(name: "TonewheelGraph", dependencies: ["TonewheelDSP", "TonewheelRealtime"], swiftSettings: strict),
        .target(
            name: "TonewheelBackends",
            dependencies: [
                "TonewheelRealtime", "TonewheelSoundFiles",
                .target(name: "CJACK", condition: .when(traits: ["JACK"])),
                .target(name: "CPortAudio", condition: .when(traits: ["PortAudio"])),
            ],
            swiftSettings: strict
        ),

        .target(name: "TonewheelWorkers", dependencies: ["CTonewheel", "TonewheelRealtime"], swiftSettings: strict),

        .target(
            name: "TonewheelSynths",
            dependencies: [
                "TonewheelDSP", "TonewheelGraph", "TonewheelOSC", "TonewheelRealtime", "TonewheelSoundFiles",
                "TonewheelUGens",
            ],
            swiftSettings: strict
        ),

        .target(
            name: "Tonewheel",
            dependencies: [
                "TonewheelBackends", "TonewheelDSP", "TonewheelGraph", "TonewheelOSC", "TonewheelRealtime",
                "TonewheelSoundFiles", "TonewheelSynths", "TonewheelUGens", "TonewheelWorkers",
                .product(name: "Histogram", package: "hdrhistogram-swift"),
            ],
            swiftSettings: strict
        ),
        .target(
            name: "TonewheelServer",
            dependencies: [
                "Tonewheel", "TonewheelGraph", "TonewheelOSC", "TonewheelRealtime", "TonewheelSynths", "TonewheelUGens",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: strict
        ),
        .target(
            name: "TonewheelTerminal",
            dependencies: [.product(name: "ArgumentParser", package: "swift-argument-parser")],
            swiftSettings: strict
        ),
        .executableTarget(
            name: "TonewheelCLI",
            dependencies: [
                "CTonewheel", "Tonewheel", "TonewheelGraph", "TonewheelOSC", "TonewheelRealtime", "TonewheelServer",
                "TonewheelSoundFiles", "TonewheelSynths", "TonewheelTerminal", "TonewheelWorkers",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict
        ),
        .executableTarget(
            name: "TonewheelScsynth",
            dependencies: [
                "Tonewheel", "TonewheelGraph", "TonewheelServer", "TonewheelSoundFiles", "TonewheelSynths",
            ],
            swiftSettings: strict
        ),

        .target(
            name: "TestSupport",
            dependencies: [
                "CTonewheel", "TonewheelBackends", "TonewheelDSP", "TonewheelRealtime",
                .target(name: "CJACK", condition: .when(traits: ["JACK"])),
            ],
            path: "Tests/TestSupport",
            swiftSettings: strict
        ),
        .target(
            name: "ProgramSupport", dependencies: ["TestSupport", "TonewheelOSC"], path: "Tests/ProgramSupport",
            swiftSettings: strict),
        .target(
            name: "NullSupport",
            dependencies: [
                "TestSupport", "Tonewheel", "TonewheelDSP", "TonewheelGraph", "TonewheelOSC", "TonewheelSoundFiles",
                "TonewheelSynths", "TonewheelUGens",
            ],
            path: "Tests/NullSupport",
            swiftSettings: strict
        ),
        .target(
            name: "WorkerSupport",
            dependencies: [
                "Tonewheel", "TonewheelDSP", "TonewheelGraph", "TonewheelRealtime", "TonewheelUGens",
                "TonewheelWorkers",
            ],
            path: "Tests/WorkerSupport",
            swiftSettings: strict
        ),
        .target(name: "CAllocationCounter", path: "Tests/CAllocationCounter"),
        // Optimised in debug builds too: without optimisation, the loops do not use the vector registers to compare.
        .target(
            name: "CVectorClones", dependencies: ["CTonewheel"], path: "Tests/CVectorClones",
            cSettings: [.unsafeFlags(["-O2"])]),
        .executableTarget(
            name: "AllocationCount",
            dependencies: [
                "CAllocationCounter", "TestSupport", "Tonewheel", "TonewheelGraph", "TonewheelOSC", "TonewheelRealtime",
                "TonewheelSynths", "TonewheelWorkers", "WorkerSupport",
            ],
            path: "Tests/AllocationCount",
            swiftSettings: strict
        ),
        .executableTarget(
            name: "DayLong",
            dependencies: ["TestSupport", "Tonewheel", "TonewheelDSP", "TonewheelRealtime"],
            path: "Tests/DayLong",
            swiftSettings: strict
        ),
        .executableTarget(
            name: "IsolationProof",
            dependencies: ["ProgramSupport", "TestSupport", "Tonewheel", "TonewheelOSC", "TonewheelSoundFiles"],
            path: "Tests/IsolationProof",
            swiftSettings: strict
        ),
        .executableTarget(
            name: "RedundancyProof",
            dependencies: ["ProgramSupport", "TestSupport", "Tonewheel", "TonewheelSoundFiles"],
            path: "Tests/RedundancyProof",
            swiftSettings: strict
        ),
        .executableTarget(
            name: "HostileMemory",
            dependencies: [
                "TestSupport", "Tonewheel", "TonewheelDSP", "TonewheelGraph", "TonewheelRealtime", "TonewheelUGens",
                "TonewheelWorkers",
            ],
            path: "Tests/HostileMemory",
            swiftSettings: strict
        ),
        .executableTarget(
            name: "NullGrid",
            dependencies: ["NullSupport", "TestSupport", "Tonewheel", "TonewheelOSC", "TonewheelSoundFiles"],
            path: "Tests/NullGrid",
            swiftSettings: strict
        ),
        .testTarget(
            name: "TonewheelRealtimeTests", dependencies: ["TestSupport", "TonewheelRealtime"], swiftSettings: strict),
        .testTarget(
            name: "TonewheelWorkersTests", dependencies: ["TestSupport", "TonewheelRealtime", "TonewheelWorkers"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "TonewheelDSPTests",
            dependencies: ["CVectorClones", "TestSupport", "TonewheelDSP", "TonewheelRealtime"],
            swiftSettings: strict
        ),
        .testTarget(name: "TonewheelOSCTests", dependencies: ["TestSupport", "TonewheelOSC"], swiftSettings: strict),
        .testTarget(
            name: "TonewheelUGensTests",
            dependencies: ["TestSupport", "TonewheelDSP", "TonewheelRealtime", "TonewheelUGens"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "TonewheelGraphTests",
            dependencies: ["TestSupport", "TonewheelDSP", "TonewheelGraph", "TonewheelRealtime"],
            exclude: ["Definitions"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "TonewheelSoundFilesTests",
            dependencies: ["TestSupport", "TonewheelRealtime", "TonewheelSoundFiles"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "TonewheelBackendsTests",
            dependencies: ["TestSupport", "TonewheelBackends", "TonewheelRealtime", "TonewheelSoundFiles"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "TonewheelTests",
            dependencies: [
                "TestSupport", "Tonewheel", "TonewheelBackends", "TonewheelDSP", "TonewheelGraph", "TonewheelRealtime",
                "TonewheelSoundFiles", "TonewheelUGens", "TonewheelWorkers", "WorkerSupport",
                .target(name: "CJACK", condition: .when(traits: ["JACK"])),
            ],
            exclude: ["Definition/Compiled"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "TonewheelSynthsTests",
            dependencies: [
                "TestSupport", "Tonewheel", "TonewheelDSP", "TonewheelGraph", "TonewheelOSC", "TonewheelRealtime",
                "TonewheelSoundFiles", "TonewheelSynths", "TonewheelUGens",
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "TonewheelServerTests",
            dependencies: [
                "ProgramSupport", "TestSupport", "Tonewheel", "TonewheelGraph", "TonewheelOSC", "TonewheelRealtime",
                "TonewheelServer", "TonewheelSoundFiles", "TonewheelSynths",
                .product(name: "NIOCore", package: "swift-nio"),
            ],
            exclude: ["Clients"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "TonewheelCLITests",
            dependencies: [
                "ProgramSupport", "TestSupport", "Tonewheel", "TonewheelCLI", "TonewheelOSC", "TonewheelRealtime",
                "TonewheelSoundFiles", "TonewheelUGens",
            ],
            swiftSettings: strict
        ),
        // Comparisons with scsynth, if it is installed.
        .testTarget(
            name: "NullTests",
            dependencies: [
                "NullSupport", "TestSupport", "Tonewheel", "TonewheelDSP", "TonewheelGraph", "TonewheelOSC",
                "TonewheelSoundFiles", "TonewheelSynths", "TonewheelUGens",
            ],
            swiftSettings: strict
        ),
        // Tests of the released program, which run separately: `scripts/test acceptance`.
        .executableTarget(name: "OSCSender", path: "Tests/OSCSender"),
        .testTarget(
            name: "AcceptanceTests",
            dependencies: [
                "ProgramSupport", "TestSupport", "Tonewheel", "TonewheelBackends", "TonewheelOSC", "TonewheelRealtime",
                "TonewheelSoundFiles",
            ],
            swiftSettings: strict
        ),
    ]
)

// For `scripts/bench` and for the tests. The benchmarks use declarations with `package` access, so they are part of
// this package, but ordinary builds do not need them (docs/decisions/0017).
if Context.environment["TONEWHEEL_BENCHMARKS"] != nil {
    package.products.append(.executable(name: "tonewheel-bench", targets: ["TonewheelBenchCLI"]))
    package.targets += [
        // The reference for the ring.
        .target(name: "CRingReference", path: "Benchmarks/Sources/CRingReference"),
        .target(
            name: "TonewheelBench",
            dependencies: [
                "CRingReference", "CTonewheel", "Tonewheel", "TonewheelBackends", "TonewheelDSP", "TonewheelGraph",
                "TonewheelOSC", "TonewheelRealtime", "TonewheelServer", "TonewheelUGens", "TonewheelWorkers",
                .target(name: "CJACK", condition: .when(traits: ["JACK"])),
            ],
            path: "Benchmarks/Sources/TonewheelBench",
            swiftSettings: strict
        ),
        .executableTarget(
            name: "TonewheelBenchCLI",
            dependencies: [
                "TonewheelBench", "TonewheelTerminal",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Benchmarks/Sources/TonewheelBenchCLI",
            swiftSettings: strict
        ),
        .testTarget(
            name: "TonewheelBenchTests",
            dependencies: ["ProgramSupport"],
            path: "Benchmarks/Tests/TonewheelBenchTests",
            swiftSettings: strict
        ),
    ]
}

// For `scripts/fuzz` alone. A fuzzer needs `unsafeFlags`, and a package with those cannot be a dependency.
if Context.environment["TONEWHEEL_FUZZ"] != nil {
    let fuzzers: [(String, [Target.Dependency])] = [
        ("FuzzOSC", ["TonewheelOSC"]), ("FuzzDefinitions", ["TonewheelGraph"]),
        ("FuzzScores", ["TonewheelGraph", "TonewheelSynths"]),
    ]
    for (name, dependencies) in fuzzers {
        package.targets.append(
            // libFuzzer provides the `main` function.
            .executableTarget(
                name: name, dependencies: dependencies, path: "Fuzz/Sources/\(name)",
                swiftSettings: [.unsafeFlags(["-parse-as-library"])]))
    }
}

// For `scripts/test tsan` only: ThreadSanitizer requires a separate build, which is limited to the tested targets.
if Context.environment["TONEWHEEL_TSAN"] != nil {
    let tested: Set = [
        "TonewheelRealtimeTests", "TonewheelSoundFilesTests", "TonewheelWorkersTests", "TonewheelTests",
    ]
    package.targets.removeAll { ($0.type == .test && !tested.contains($0.name)) || $0.type == .executable }
    package.targets.removeAll { $0.name == "TonewheelTerminal" }
    package.products.removeAll { $0 is Product.Executable }
}
