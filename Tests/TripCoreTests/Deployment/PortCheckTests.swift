import Testing
import TripCore

/// Whether ports are free, or the cluster's own: what is said of whom, and of whom nothing.
@Suite("Ports before a start") struct PortCheckTests {
    /// A listener that is found, and what the cluster is published on.
    struct Listening: Sendable, CustomTestStringConvertible {
        var host = "localhost"
        var bind: String?
        var address: String
        var isInTheWay: Bool

        var testDescription: String { "\(address) for \(bind ?? host)" }
    }

    static let listening: [Listening] = [
        Listening(address: "127.0.0.1", isInTheWay: true),
        Listening(address: "0.0.0.0", isInTheWay: true),
        Listening(address: "::", isInTheWay: true),
        Listening(address: "10.0.1.100", isInTheWay: false),
        Listening(address: "127.0.0.2", isInTheWay: false),
        Listening(address: "::1", isInTheWay: false),
        Listening(host: "10.0.1.100", address: "127.0.0.1", isInTheWay: true),
        Listening(host: "10.0.1.100", address: "10.0.1.100", isInTheWay: true),
        Listening(host: "10.0.1.100", address: "::1", isInTheWay: false),
        Listening(host: "10.0.1.100", bind: "10.0.1.100", address: "127.0.0.1", isInTheWay: false),
        Listening(host: "10.0.1.100", bind: "10.0.1.100", address: "10.0.1.100", isInTheWay: true),
        Listening(host: "fd00::5", address: "::1", isInTheWay: true),
        Listening(host: "fd00::5", address: "127.0.0.1", isInTheWay: true),
        Listening(host: "fd00::5", bind: "fd00::5", address: "fd00::5", isInTheWay: true),
        Listening(host: "fd00::5", bind: "fd00::5", address: "127.0.0.1", isInTheWay: false),
        Listening(host: "fd00::5", bind: "fd00::5", address: "0.0.0.0", isInTheWay: false),
        Listening(host: "::1", address: "127.0.0.1", isInTheWay: false),
    ]

    @Test("A program is in the way only on an address that the port is to be published on", arguments: listening)
    func addresses(item: Listening) throws {
        let facts = try PreflightTests.facts(host: item.host, bind: item.bind) {
            $0.listeners = [9093: [PortListener(address: item.address, pid: 4_711, program: "java")]]
        }
        #expect(facts.refusals.codes == (item.isInTheWay ? ["TC405"] : []))
    }

    @Test("Who has the port is named as far as this user may know") func program() throws {
        func refusal(_ listener: PortListener) throws -> Finding {
            try #require(
                try PreflightTests.facts { $0.listeners = [2181: [listener]] }.refusals.only(.portTaken))
        }
        let known = try refusal(PortListener(address: "0.0.0.0", pid: 4_711, program: "java"))
        #expect(known.subject == .container("zookeeper"))
        #expect(
            known.text == "port 2181 is taken by java (pid 4711) on this machine, which listens on all addresses")
        #expect(known.hint == "stop it, and run `tripctl up` again")
        let unknown = try refusal(PortListener(address: "127.0.0.1"))
        #expect(
            unknown.text
                == "port 2181 is taken by a program of another user on this machine, which listens on 127.0.0.1")
        #expect(unknown.hint?.hasPrefix("`sudo ss -ltnp 'sport = :2181'` names it") == true)
    }

    @Test("The cluster's own containers hold their ports themselves") func own() throws {
        let deployment = try file().deployment().with { $0.end("kafka-1") }
        let facts = try PreflightTests.facts(deployment) { facts in
            for port in [2181, 9093, 9094, 8080] {
                facts.listeners[port] = [PortListener(address: "127.0.0.1", pid: 7, program: "docker-proxy")]
            }
        }
        #expect(facts.refusals == [])
    }

    @Test("After a start that was interrupted the engine's proxy listens for a container that does not run")
    func interrupted() throws {
        let deployment = try file().deployment().with { deployment in
            deployment.change("kafka-1") { container in
                container.state = .created
                container.ports = []
            }
        }
        for program in ["docker-proxy", nil] {
            let facts = try PreflightTests.facts(deployment) {
                $0.listeners = [9092: [PortListener(address: "127.0.0.1", pid: nil, program: program)]]
            }
            #expect(facts.refusals == [])
        }
        // Another program on that port is in its way, whatever it was made to publish.
        let facts = try PreflightTests.facts(deployment) {
            $0.listeners = [9092: [PortListener(address: "127.0.0.1", pid: 9, program: "java")]]
        }
        #expect(facts.refusals.codes == ["TC405"])
    }

    @Test("A proxy of nobody's is in the way where there is no container of ours") func proxyOfNobody() throws {
        let facts = try PreflightTests.facts {
            $0.listeners = [9092: [PortListener(address: "0.0.0.0", pid: 7, program: "docker-proxy")]]
        }
        #expect(facts.refusals.codes == ["TC405"])
    }

    @Test("A port of another container is told with the container, and not once more with its proxy")
    func container() throws {
        let web = ListedContainer(
            id: "w", name: "web", image: "nginx:1.25", labels: ["com.docker.compose.project": "shop"], state: .running,
            ports: [PublishedPort(address: "0.0.0.0", port: 8080, containerPort: 80)])
        let facts = try PreflightTests.facts { facts in
            facts.containers = [web]
            facts.listeners = [8080: [PortListener(address: "0.0.0.0", pid: 7, program: "docker-proxy")]]
        }
        let refusal = try #require(facts.refusals.only(.portOfContainer))
        #expect(facts.refusals.count == 1)
        #expect(refusal.text == "port 8080 belongs to the container web of project shop")
        #expect(refusal.hint == "stop it with `docker stop web`, and run `tripctl up` again")
    }

    @Test("Another container's port on another address, or another port, is nobody's business") func otherAddress()
        throws
    {
        let ports = [
            PublishedPort(address: "10.0.1.100", port: 9092, containerPort: 80),
            PublishedPort(address: "::1", port: 9092, containerPort: 80),
            PublishedPort(address: "0.0.0.0", port: 9095, containerPort: 9092),
            PublishedPort(address: "0.0.0.0", port: nil, containerPort: 9092),
        ]
        let web = ListedContainer(id: "w", name: "web", image: "nginx:1.25", state: .running, ports: ports)
        #expect(try PreflightTests.facts { $0.containers = [web] }.refusals == [])
    }
}
