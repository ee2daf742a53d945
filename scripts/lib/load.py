"""Fills the benchmark's cluster, over confluent-kafka: load.py BOOTSTRAP small | large

small: the topic tripclick-logs with 3,000 records, and a live member of the group `clicks` that has read half of them.
large: the topic `wide` of 1,000 partitions with the group `wide`, and 100 groups on the 20 partitions of `work`.
Prints "ready" and stays, the member alive, until its standard input ends.
"""

import sys
import time

from confluent_kafka import Consumer, ConsumerGroupTopicPartitions, Producer, TopicPartition
from confluent_kafka.admin import AdminClient, NewTopic

bootstrap, size = sys.argv[1:]
admin = AdminClient({"bootstrap.servers": bootstrap})


def create(name, partitions):
    admin.create_topics([NewTopic(name, partitions, 2)])[name].result(60)
    # Created is not yet led: every broker must know every leader before anything is measured.
    deadline = time.monotonic() + 120
    while True:
        topic = admin.list_topics(name, timeout=10).topics[name]
        if len(topic.partitions) == partitions and all(p.leader >= 0 for p in topic.partitions.values()):
            return
        if time.monotonic() > deadline:
            sys.exit(f"load.py: {name} has no leaders")
        time.sleep(0.1)


def produce(topic, partitions, each):
    producer = Producer({"bootstrap.servers": bootstrap, "linger.ms": 5, "queue.buffering.max.messages": 1_000_000})
    for number in range(each):
        for partition in range(partitions):
            producer.produce(topic, f"record {number}", partition=partition)
        producer.poll(0)
    if producer.flush(120) != 0:
        sys.exit(f"load.py: not every record reached {topic}")


def commit(group, topic, partitions, offset):
    places = [TopicPartition(topic, partition, offset) for partition in range(partitions)]
    admin.alter_consumer_group_offsets([ConsumerGroupTopicPartitions(group, places)])[group].result(60)


member = None
if size == "small":
    create("tripclick-logs", 3)
    produce("tripclick-logs", 3, 1000)
    member = Consumer({"bootstrap.servers": bootstrap, "group.id": "clicks", "enable.auto.commit": False})
    member.subscribe(["tripclick-logs"], on_assign=lambda consumer, places: consumer.pause(places))
    while len(member.assignment()) < 3:
        member.poll(0.1)
    member.commit(offsets=[TopicPartition("tripclick-logs", p, 500) for p in range(3)], asynchronous=False)
else:
    create("wide", 1000)
    produce("wide", 1000, 10)
    commit("wide", "wide", 1000, 5)
    create("work", 20)
    produce("work", 20, 100)
    for number in range(100):
        commit(f"worker-{number:03}", "work", 20, 50)

print("ready", flush=True)
sys.stdin.read()
