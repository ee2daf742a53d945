/// A simulated cluster that runs in this process, for `tripctl demo`.
public protocol DemoPort: Sendable {
    /// Where its brokers listen, those that are down too.
    var bootstrap: [Address] { get }

    /// Ends it and gives its ports back.
    func stop()
}
