/// What a message says of a topic's partitions: the shape that most messages about records and commits share.
struct TopicPart<Partition: Part>: Part {
    var name = ""
    var partitions: [Partition] = []

    mutating func code(_ c: inout some Codec) {
        c.string(&name)
        c.parts(&partitions)
    }
}

/// What an answer says of one partition: that it failed, or more.
protocol PartitionAnswer: Part {
    var number: Int32 { get set }
    var error: ErrorCode { get set }
}

extension Array {
    /// The same topics, with the answer for each of the partitions.
    func answered<Asked: Part, Answer: PartitionAnswer>(
        _ answer: (_ topic: String, Asked) -> Answer
    ) -> [TopicPart<Answer>] where Element == TopicPart<Asked> {
        map { topic in .init(name: topic.name, partitions: topic.partitions.map { answer(topic.name, $0) }) }
    }

    /// Puts an error in the place of every partition's answer.
    mutating func fail<P: PartitionAnswer>(_ code: ErrorCode) where Element == TopicPart<P> {
        for topic in indices {
            self[topic].partitions = self[topic].partitions.map { answered in
                var failed = P()
                (failed.number, failed.error) = (answered.number, code)
                return failed
            }
        }
    }
}
