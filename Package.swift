// swift-tools-version: 6.2
import PackageDescription

/// What every target is compiled with, beside the Swift 6 language mode.
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
    name: "tripctl",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "tripctl", targets: ["tripctl"])],
    targets: [
        // The outside: librdkafka, found by pkg-config.
        .systemLibrary(
            name: "CRdKafka", pkgConfig: "rdkafka",
            providers: [.apt(["librdkafka-dev"]), .brew(["librdkafka"])]),

        // The product. A target imports only what stands in its list: that is the wall.
        .target(name: "ArgumentParser", swiftSettings: strict),
        .target(name: "TripCore", swiftSettings: strict),
        .target(name: "TripSystem", dependencies: ["TripCore"], swiftSettings: strict),
        .target(
            name: "TripKafka", dependencies: ["CRdKafka", "TripCore", "TripSystem"],
            swiftSettings: strict),
        .target(
            name: "TripDocker", dependencies: ["TripCore", "TripSystem"], swiftSettings: strict),
        .target(
            name: "TripSimulator", dependencies: ["TripCore", "TripSystem"], swiftSettings: strict),
        .target(
            name: "TripCommands", dependencies: ["ArgumentParser", "TripCore"],
            swiftSettings: strict),
        .executableTarget(
            name: "tripctl",
            dependencies: ["TripCommands", "TripCore", "TripDocker", "TripKafka", "TripSimulator", "TripSystem"],
            swiftSettings: strict),

        // The tests.
        .target(
            name: "TestProcesses", path: "Tests/TestProcesses", swiftSettings: strict),
        .target(
            name: "TripTestSupport", dependencies: ["CRdKafka", "TestProcesses", "TripCore"],
            path: "Tests/TripTestSupport", swiftSettings: strict),
        .executableTarget(
            name: "kafka-fixture", dependencies: ["TestProcesses"], path: "Tests/KafkaFixture",
            swiftSettings: strict),
        .executableTarget(
            name: "simulator-fixture", dependencies: ["TripCore", "TripSimulator"], path: "Tests/SimulatorFixture",
            swiftSettings: strict),
        .testTarget(
            name: "TripSimulatorTests",
            dependencies: ["TestProcesses", "TripCore", "TripSimulator", "TripTestSupport"],
            swiftSettings: strict),
        .testTarget(
            name: "ProtocolTests",
            dependencies: [
                "TestProcesses", "TripCore", "TripKafka", "TripSimulator", "TripTestSupport", "tripctl",
                "simulator-fixture",
            ],
            exclude: ["Corpus"], swiftSettings: strict),
        .testTarget(
            name: "ArgumentParserTests", dependencies: ["ArgumentParser", "TestProcesses"], swiftSettings: strict),
        .testTarget(
            name: "TripCoreTests", dependencies: ["TripCore", "TripTestSupport"], swiftSettings: strict),
        .testTarget(
            name: "TripCommandsTests", dependencies: ["TripCommands", "TripTestSupport"],
            exclude: ["Golden"], swiftSettings: strict),
        .testTarget(
            name: "TripKafkaTests", dependencies: ["TripCore", "TripKafka"], swiftSettings: strict),
        .testTarget(
            name: "TripSystemTests", dependencies: ["TestProcesses", "TripCore", "TripSystem"],
            swiftSettings: strict),
        .testTarget(
            name: "TripDockerTests", dependencies: ["TestProcesses", "TripCore", "TripDocker", "TripSystem"],
            swiftSettings: strict),
        .testTarget(
            name: "DemoTests", dependencies: ["TripCore", "TripTestSupport", "tripctl"], swiftSettings: strict),
        .testTarget(
            name: "KafkaTests",
            dependencies: [
                "TestProcesses", "TripCore", "TripSimulator", "TripTestSupport", "tripctl", "kafka-fixture",
            ],
            exclude: ["Golden"], swiftSettings: strict),
        .testTarget(
            name: "DockerTests",
            dependencies: ["TestProcesses", "TripCore", "TripDocker", "TripTestSupport", "tripctl"],
            swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6]
)
