import Testing
import TripCore

@testable import TripDocker

@Suite struct ContainerJSONTests {
    private let id = "11407f93d97327c9339d6eb21ebf2ab6815c0f91e5c8d615f15883ecd429de38"

    /// What engine 20.10 says of a broker, without the parts that nobody reads.
    private func inspect(state: String? = nil, networks: String? = nil, ports: String? = nil) -> String {
        let running = """
            {"Status":"running","Running":true,"Paused":false,"Restarting":false,"OOMKilled":false,"Dead":false,
             "Pid":15310,"ExitCode":0,"Error":"","StartedAt":"2026-11-24T14:46:04.075111094Z",
             "FinishedAt":"0001-01-01T00:00:00Z",
             "Health":{"Status":"healthy","FailingStreak":0,"Log":[
               {"Start":"2026-11-24T14:46:09.075622645Z","End":"2026-11-24T14:46:09.119Z","ExitCode":1,"Output":"old"},
               {"Start":"2026-11-24T14:46:14.075622645Z","End":"2026-11-24T14:46:14.119Z","ExitCode":0,"Output":"new"}]}}
            """
        let attached = """
            {"tripclick_default":{"IPAMConfig":null,"Aliases":["kafka-1","kafka-1","11407f93d973"],
             "IPAddress":"172.19.0.3"}}
            """
        return """
            {"Id":"\(id)","Created":"2026-11-24T14:46:00.114170369Z","Path":"/etc/confluent/docker/run","Args":[],
             "State":\(state ?? running),"Image":"sha256:57006619","Name":"/kafka-1","RestartCount":2,
             "HostConfig":{"LogConfig":{"Type":"json-file","Config":{"max-file":"3","max-size":"10m"}},
               "PortBindings":{"9092/tcp":[{"HostIp":"","HostPort":"9092"}],"53/udp":[{"HostIp":"","HostPort":"53"}]},
               "RestartPolicy":{"Name":"unless-stopped","MaximumRetryCount":0},"Tmpfs":{"/etc/kafka/secrets":""},
               "Memory":2147483648},
             "Mounts":[{"Type":"volume","Name":"tripclick_kafka-1-data","Source":"/data/volumes/x/_data",
               "Destination":"/var/lib/kafka/data","Driver":"local","Mode":"rw","RW":true},
               {"Type":"bind","Source":"/srv/x","Destination":"/x","Mode":"","RW":false}],
             "Config":{"Hostname":"kafka-1","Tty":false,"Env":["KAFKA_BROKER_ID=1","PATH=/bin","A=b=c","BARE"],
               "Healthcheck":{"Test":["CMD","bash","-c","probe"],"Interval":5000000000,"Timeout":6000000000,
                 "StartPeriod":120000000000,"Retries":6},
               "Image":"confluentinc/cp-kafka:7.5.1",
               "Labels":{"com.docker.compose.project":"tripclick","com.docker.compose.service":"kafka-1",
                 "com.docker.compose.version":"5.6.1"},"StopTimeout":60},
             "NetworkSettings":{"Ports":\(ports ?? #"{"9092/tcp":[{"HostIp":"0.0.0.0","HostPort":"9092"}],"8/tcp":null}"#),
               "Networks":\(networks ?? attached)}}
            """
    }

    private func read(_ text: String, isHere: Bool = true) -> Container? {
        JSONReader.value(of: Array(text.utf8)).flatMap { ContainerJSON.container($0, isHere: isHere) }
    }

    @Test func aBrokerThatRunsIsRead() throws {
        let expected = Container(
            id: id, name: "kafka-1", image: "confluentinc/cp-kafka:7.5.1", imageID: "sha256:57006619",
            labels: [
                "com.docker.compose.project": "tripclick", "com.docker.compose.service": "kafka-1",
                "com.docker.compose.version": "5.6.1",
            ],
            state: .running, health: .healthy, healthOutput: "new", restarts: 2, pid: 15310,
            createdAt: 1_795_531_560_114, startedAt: 1_795_531_564_075,
            networks: ["tripclick_default": ["kafka-1", "11407f93d973"]],
            ports: [PublishedPort(address: "0.0.0.0", port: 9092, containerPort: 9092)],
            wantedPorts: [PublishedPort(address: "", port: 9092, containerPort: 9092)],
            memoryLimit: 2_147_483_648, environment: ["KAFKA_BROKER_ID": "1", "PATH": "/bin", "A": "b=c"],
            mounts: [
                Container.Mount(kind: "volume", source: "tripclick_kafka-1-data", destination: "/var/lib/kafka/data"),
                Container.Mount(kind: "bind", source: "/srv/x", destination: "/x"),
            ],
            temporaryFolders: ["/etc/kafka/secrets": ""], hostname: "kafka-1", restartPolicy: "unless-stopped",
            stopTimeout: 60, logDriver: "json-file", logOptions: ["max-file": "3", "max-size": "10m"],
            healthCheck: Container.HealthCheck(
                test: ["CMD", "bash", "-c", "probe"], interval: 5, timeout: 6, retries: 6, startPeriod: 120))
        #expect(read(inspect()) == expected)
        #expect(read(inspect(), isHere: false)?.pid == nil)
    }

    @Test func oneThatHasEndedHasAnExitStatusAndNoHealth() throws {
        let container = try #require(
            read(
                inspect(
                    state: """
                        {"Status":"exited","Running":false,"OOMKilled":true,"Pid":0,"ExitCode":137,"Error":"",
                         "StartedAt":"2026-11-24T14:46:04Z","FinishedAt":"2026-11-24T14:46:05.5Z",
                         "Health":{"Status":"unhealthy","Log":null}}
                        """, networks: "{}", ports: "{}")))
        #expect(container.state == .exited)
        #expect(container.exitCode == 137)
        #expect(container.wasOutOfMemory)
        #expect(container.health == nil)
        #expect(container.healthOutput == nil)
        #expect(container.pid == nil)
        #expect(container.finishedAt == 1_795_531_565_500)
        #expect(container.networks.isEmpty)
        #expect(container.ports.isEmpty)
        #expect(!container.wantedPorts.isEmpty)
    }

    @Test func oneThatWasNeverStartedHasNoExitStatus() throws {
        let container = try #require(
            read(
                inspect(
                    state: """
                        {"Status":"created","Running":false,"Pid":0,"ExitCode":128,"Error":"port is already allocated",
                         "StartedAt":"0001-01-01T00:00:00Z","FinishedAt":"0001-01-01T00:00:00Z"}
                        """)))
        #expect(container.exitCode == nil)
        #expect(container.error == "port is already allocated")
        #expect(container.startedAt == nil)
        #expect(container.finishedAt == nil)
    }

    @Test func aCrashLoopBetweenTwoTriesHasItsLastExitStatus() throws {
        let container = try #require(
            read(
                inspect(
                    state: """
                        {"Status":"restarting","Running":true,"Restarting":true,"Pid":0,"ExitCode":1,
                         "StartedAt":"2026-11-24T14:46:04Z","FinishedAt":"2026-11-24T14:46:05Z"}
                        """)))
        #expect(container.state == .restarting)
        #expect(container.exitCode == 1)
        #expect(container.health == nil)
    }

    @Test func whatIsLeftOutIsUnknown() {
        let container = read(#"{"Id":"a","Name":"/b","State":{"Status":"created"},"Config":{}}"#)
        #expect(container == Container(id: "a", name: "b", image: "", logDriver: ""))
    }

    @Test(arguments: ["{}", "[]", "null", #"{"Id":"a"}"#, #"{"message":"No such container: x"}"#])
    func whatIsNoContainerIsNone(text: String) {
        #expect(read(text) == nil)
    }

    @Test func theListIsRead() throws {
        let text = """
            {"Id":"e21b","Names":["/ui/zk","/zookeeper"],"Image":"confluentinc/cp-zookeeper:7.5.1",
             "Ports":[{"PrivatePort":3888,"Type":"tcp"},
               {"IP":"::","PrivatePort":2181,"PublicPort":2181,"Type":"tcp"},
               {"IP":"0.0.0.0","PrivatePort":2181,"PublicPort":2181,"Type":"tcp"},
               {"IP":"0.0.0.0","PrivatePort":53,"PublicPort":53,"Type":"udp"}],
             "Labels":{"com.docker.compose.project":"tripclick"},"State":"running","Status":"Up 24 seconds",
             "Mounts":[{"Type":"volume","Name":"zk-data","Destination":"/d"},{"Type":"bind","Source":"/x"}]}
            """
        let json = try #require(JSONReader.value(of: Array(text.utf8)))
        #expect(
            ContainerJSON.listed(json)
                == ListedContainer(
                    id: "e21b", name: "zookeeper", image: "confluentinc/cp-zookeeper:7.5.1",
                    labels: ["com.docker.compose.project": "tripclick"], state: .running,
                    ports: [
                        PublishedPort(address: "0.0.0.0", port: 2181, containerPort: 2181),
                        PublishedPort(address: "::", port: 2181, containerPort: 2181),
                    ],
                    volumes: ["zk-data"]))
    }

    @Test func statesOfOtherEnginesHaveTheirPlace() {
        for state in Container.State.allCases { #expect(Container.State(engineWord: state.rawValue) == state) }
        #expect(Container.State(engineWord: "initialized") == .created)
        #expect(Container.State(engineWord: "something") == .dead)
    }
}
