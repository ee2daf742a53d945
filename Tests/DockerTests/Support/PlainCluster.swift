/// The cluster without tripctl: what its containers need to work, in a file of its own that no change of the product's
/// touches.
enum PlainCluster {
    /// The Compose file: broker N listens on 127.0.0.1:909(N+1), and the secrets' folders are no volumes.
    static var composeFile: String {
        """
        services:
          zookeeper:
            image: confluentinc/cp-zookeeper:7.5.1
            container_name: zookeeper
            hostname: zookeeper
            environment:
              ZOOKEEPER_CLIENT_PORT: "2181"
              ZOOKEEPER_ADMIN_ENABLE_SERVER: "false"
            tmpfs: ["/etc/zookeeper/secrets"]
            volumes:
              - zookeeper-data:/var/lib/zookeeper/data
              - zookeeper-log:/var/lib/zookeeper/log
        \(brokers.joined(separator: "\n"))
          kafka-ui:
            image: provectuslabs/kafka-ui:latest
            container_name: kafka-ui
            environment:
              KAFKA_CLUSTERS_0_NAME: bench
              KAFKA_CLUSTERS_0_BOOTSTRAPSERVERS: kafka-1:29092,kafka-2:29092,kafka-3:29092
            ports: ["127.0.0.1:8080:8080"]
        volumes:
          zookeeper-data: {}
          zookeeper-log: {}
          kafka-1-data: {}
          kafka-2-data: {}
          kafka-3-data: {}

        """
    }

    private static var brokers: [String] {
        (1...3).map { id in
            let port = 9091 + id
            // A request for the API versions, as the bytes that a shell can send.
            let question = #"printf '\\0\\0\\0\\x0f\\0\\x12\\0\\0\\0\\0\\0\\1\\0\\5probe'"#
            return """
                  kafka-\(id):
                    image: confluentinc/cp-kafka:7.5.1
                    container_name: kafka-\(id)
                    hostname: kafka-\(id)
                    depends_on: [zookeeper]
                    ports: ["127.0.0.1:\(port):\(port)"]
                    environment:
                      KAFKA_BROKER_ID: "\(id)"
                      KAFKA_ZOOKEEPER_CONNECT: zookeeper:2181
                      KAFKA_LISTENERS: INTERNAL://kafka-\(id):29092,EXTERNAL://0.0.0.0:\(port)
                      KAFKA_ADVERTISED_LISTENERS: INTERNAL://kafka-\(id):29092,EXTERNAL://127.0.0.1:\(port)
                      KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: INTERNAL:PLAINTEXT,EXTERNAL:PLAINTEXT
                      KAFKA_INTER_BROKER_LISTENER_NAME: INTERNAL
                      KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: "2"
                      KAFKA_CONTROLLED_SHUTDOWN_RETRY_BACKOFF_MS: "1000"
                    tmpfs: ["/etc/kafka/secrets"]
                    volumes: ["kafka-\(id)-data:/var/lib/kafka/data"]
                    healthcheck:
                      test: ["CMD", "bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/\(port) && \(question) >&3 && read -r -N 1 -t 4 -u 3"]
                      interval: 2s
                      timeout: 6s
                      retries: 30
                """
        }
    }
}
