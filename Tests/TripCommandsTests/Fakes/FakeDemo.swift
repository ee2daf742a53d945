import TripCore

/// A demo of three addresses, at which there is nothing.
struct FakeDemo: DemoPort {
    var firstPort: Int

    var bootstrap: [Address] { (0..<3).map { Address(host: "127.0.0.1", port: firstPort + $0) } }
    func stop() {}
}
