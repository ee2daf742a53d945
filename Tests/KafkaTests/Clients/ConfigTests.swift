import Foundation
import Testing
import TripTestSupport

/// `tripctl config` in every form, read by the clients that it is for: each writes or reads real records with it.
@Suite(.requires(.kafka), .timeLimit(.minutes(5)))
struct ConfigTests {
    /// A group that tries every form's quoting.
    private static let group = #"클릭 "로그" \소비자 # it's 🚀"#

    @Test func `properties, by Kafka's console tools`() async throws {
        let bench = try await Bench("config-properties")
        let producer = try bench.folder.write(try await bench.text("producer"), to: "producer.properties")
        let name = "properties \(Self.group)"
        let consumer = try bench.folder.write(
            try await bench.text("consumer", "--group", name, "--client-id", "콘솔"), to: "consumer.properties")
        let place = ["--bootstrap-server", bench.cluster.bootstrap, "--topic", bench.topic]
        let said = try await kafkaTool(
            "kafka-console-producer", place + ["--producer.config", producer], input: "one\n둘\nthree\n")
        #expect(!said.contains("WARN") && !said.contains("ERROR"), "\(said)")
        let read = try await kafkaTool(
            "kafka-console-consumer",
            place + ["--consumer.config", consumer, "--max-messages", "3", "--timeout-ms", "60000"])
        #expect(Set(read.split(separator: "\n")).isSuperset(of: ["one", "둘", "three"]), "\(read)")
        #expect(try await bench.client.groups()[name] != nil)
    }

    @Test(.requires(.javac)) func `Java, by Kafka's client`() async throws {
        let bench = try await Bench("config-java")
        let name = "java \(Self.group)"
        let producer = try await bench.text("producer", "--as", "java", "--client-id", "자바 \"1\"")
        let consumer = try await bench.text("consumer", "--as", "java", "--group", name)
        try await bench.runJava(
            "Produce",
            """
            \(producer)
            var client = new org.apache.kafka.clients.producer.KafkaProducer<String, String>(config);
            client.send(new org.apache.kafka.clients.producer.ProducerRecord<>(args[0], "from java")).get();
            client.close();
            """)
        let read = try await bench.runJava(
            "Consume",
            """
            \(consumer)
            var client = new org.apache.kafka.clients.consumer.KafkaConsumer<String, String>(config);
            client.subscribe(java.util.List.of(args[0]));
            var records = client.poll(java.time.Duration.ofSeconds(1));
            while (records.isEmpty()) records = client.poll(java.time.Duration.ofSeconds(1));
            client.commitSync();
            for (var record : records) System.out.println(record.value());
            """)
        #expect(read == "from java\n")
        #expect(try await bench.client.committed(name).map(\.offset) == [1])
    }

    @Test(.requires(.python)) func `Python, by confluent-kafka`() async throws {
        let bench = try await Bench("config-python")
        guard let python = try await bench.makePython() else { return }
        let name = "python \(Self.group)"
        let producer = try await bench.text("producer", "--as", "python", "--client-id", "it's \"파이썬\" \\")
        let consumer = try await bench.text("consumer", "--as", "python", "--group", name)
        let write = """
            from confluent_kafka import Producer
            \(producer)
            client = Producer(config)
            client.produce("\(bench.topic)", b"from python", partition=0)
            assert client.flush(30) == 0
            """
        let written = try await bench.run(python, [try bench.folder.write(write, to: "produce.py")])
        #expect(written.status == 0 && written.errors.isEmpty, "\(written.errors)")
        let read = """
            from confluent_kafka import Consumer
            \(consumer)
            client = Consumer(config)
            client.subscribe(["\(bench.topic)"])
            record = client.poll(1)
            while record is None or record.error():
                record = client.poll(1)
            client.commit(record, asynchronous=False)
            print(record.value().decode())
            client.close()
            """
        let outcome = try await bench.run(python, [try bench.folder.write(read, to: "consume.py")])
        #expect(outcome.output == "from python\n" && outcome.errors.isEmpty, "\(outcome.errors)")
        #expect(try await bench.client.committed(name) == [.init(bench.topic, 0, 1)])
    }

    @Test(arguments: ["librdkafka", "json"])
    func `settings for librdkafka, by a client and by tripctl itself`(_ form: String) async throws {
        let bench = try await Bench("config-\(form)")
        let name = "\(form) \(Self.group)"
        let producer = try await bench.text("producer", "--as", form, "--client-id", "클라이언트 \"1\"")
        let consumer = try await bench.text("consumer", "--as", form, "--group", name)
        try await bench.clientOf(try settings(producer, form)).produce(3, to: bench.topic, 0)
        #expect(try settings(consumer, form)["group.id"] == name)
        let member = try GroupMember(
            bench.clientOf(try settings(consumer, form)), group: name, topics: [bench.topic], commits: true)
        try await member.waitForRecords(3)
        try await member.close()
        guard form == "librdkafka" else { return }
        for text in [producer, consumer] {
            let file = try bench.folder.write(text, to: "client.conf")
            let outcome = try await Binary.tripctl.run(["topic", "describe", bench.topic, "--client-config", file])
            #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
            guard Binary.isInPath("kcat") else { continue }
            let kcat = try await bench.run(
                "kcat",
                text == producer
                    ? ["-F", file, "-P", "-t", bench.topic, "-p", "0"]
                    : ["-F", file, "-C", "-t", bench.topic, "-p", "0", "-o", "3", "-e", "-q"],
                input: text == producer ? "from kcat\n" : nil)
            #expect(kcat.status == 0, "\(kcat.errors)")
            if text == consumer { #expect(kcat.output == "from kcat\n") }
        }
        #expect(try await bench.client.committed("tripctl") == [])
    }

    @Test func `for inside and outside, and for programs`() async throws {
        let bench = try await Bench("config-forms")
        let reply = try await bench.tripctl.json(["config", "consumer"])
        #expect(reply.status == 0 && reply.data["client"] == "consumer")
        #expect(reply.data["bootstrap"] == .string(bench.cluster.bootstrap))
        let settings = reply.data["settings"].elements
        #expect(
            settings.map { "\($0["name"].text ?? "")=\($0["value"].text ?? "")" } == [
                "bootstrap.servers=\(bench.cluster.bootstrap)", "group.id=tripclick-consumer",
                "auto.offset.reset=earliest", "enable.auto.commit=false",
                "key.deserializer=org.apache.kafka.common.serialization.StringDeserializer",
                "value.deserializer=org.apache.kafka.common.serialization.StringDeserializer",
            ])
        #expect(settings.allSatisfy { $0["why"].text?.isEmpty == false })
        let inside = try await bench.tripctl.json(["config", "producer", "--inside"])
        #expect(inside.data["bootstrap"] == "kafka-1:29092,kafka-2:29092,kafka-3:29092")
        let names = inside.data["settings"].elements.compactMap { $0["name"].text }
        let known = ["bootstrap.servers", "acks", "linger.ms", "batch.size", "compression.type"]
        #expect(names == known + ["key.serializer", "value.serializer"])
        for wrong in [
            ["producer", "--group", "g"], ["consumer", "--group", ""], ["consumer", "--group", "a\nb"], ["reader"], [],
        ] {
            let outcome = try await bench.tripctl.run(["config"] + wrong)
            #expect(outcome.status == 64 && outcome.output.isEmpty, "\(wrong)")
        }
    }

    private func settings(_ text: String, _ form: String) throws -> [String: String] {
        if form == "json" {
            guard case .object(let members) = try JSONTree(text) else { return [:] }
            return members.compactMapValues(\.text)
        }
        let lines = text.split(separator: "\n").filter { !$0.hasPrefix("#") }
        return Dictionary(
            uniqueKeysWithValues: lines.map { line in
                let sides = line.split(separator: "=", maxSplits: 1)
                return (String(sides[0]), String(sides[1]))
            })
    }
}
