"""A consumer of another team: prints what became of orders. It imports nothing of Orderflow. See docs/consume-orders.md."""

import functools
import json
import os
import re
import signal
import sys
import urllib.request
from pathlib import Path

from confluent_kafka import Consumer, KafkaError
from jsonschema import Draft202012Validator
from opentelemetry import propagate, trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

USER = os.environ["KAFKA_USERNAME"]
SCHEMAS_URL = os.environ.get("SCHEMAS_URL", "http://127.0.0.1:5000/schemas")

# The types that this program understands. It ignores all others, because new ones may appear at any time.
UNDERSTOOD = re.compile(r"(order\.(?:placed|confirmed|rejected|expired|cancelled))\.v(\d{1,4})")

# Exports spans to OTEL_EXPORTER_OTLP_ENDPOINT as OTEL_SERVICE_NAME.
provider = TracerProvider()
provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
tracer = provider.get_tracer("consume-orders")

# The events that were handled, by source and id. Replace this by a unique key in your database, written in the
# transaction of the effect: then an event takes effect once, even if this program is killed.
handled = set()


@functools.cache
def validator_of(event_type):
    """Returns the validator of a version. The address is not taken from the message, which anyone may have sent."""
    with urllib.request.urlopen(f"{SCHEMAS_URL}/{event_type}.json", timeout=10) as response:
        schema = json.load(response)
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


def text_of(headers):
    """Returns the headers as text. Anyone may send others, also repeated ones and ones without a value."""
    return {name: value.decode(errors="replace") for name, value in headers or [] if value is not None}


def handle(value, headers):
    event_type = headers.get("ce_type", "")
    match = UNDERSTOOD.fullmatch(event_type)
    if match is None:
        return
    validator = validator_of(event_type)
    try:
        data = json.loads(value or b"")
    except ValueError:
        return report(event_type, "not JSON")
    problem = next(validator.iter_errors(data), None)
    if problem is not None:
        return report(event_type, problem.message)
    key = (headers.get("ce_source"), headers.get("ce_id"))
    if key in handled:
        return
    handled.add(key)
    # Fields that the program does not know are in `data`, too: it does not use them.
    trace_id = trace.get_current_span().get_span_context().trace_id
    line = {"event": match[1], "orderId": data["orderId"], "reason": data.get("reason"), "traceId": f"{trace_id:032x}"}
    print(json.dumps(line), flush=True)


def report(event_type, problem):
    print(json.dumps({"invalid": event_type, "problem": problem[:500]}), file=sys.stderr, flush=True)


def process(message):
    headers = text_of(message.headers())
    attributes = {
        "messaging.system": "kafka",
        "messaging.operation.name": "process",
        "messaging.operation.type": "process",
        "messaging.destination.name": message.topic(),
        "messaging.destination.partition.id": str(message.partition()),
        "messaging.consumer.group.name": USER,
    }
    # The span that sent the message becomes the parent, so that this one is part of the trace of the order.
    with tracer.start_as_current_span(
        f"process {message.topic()}",
        context=propagate.extract(headers),
        kind=trace.SpanKind.CONSUMER,
        attributes=attributes,
    ):
        handle(message.value(), headers)


def main():
    running = True

    def stop(_signal, _frame):
        nonlocal running
        running = False

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    consumer = Consumer(
        {
            "bootstrap.servers": os.environ.get("KAFKA_BROKERS", "127.0.0.1:9092"),
            "security.protocol": "SASL_PLAINTEXT",
            "sasl.mechanism": "SCRAM-SHA-512",
            "sasl.username": USER,
            "sasl.password": Path(os.environ["KAFKA_PASSWORD_FILE"]).read_text().strip(),
            # The group has the name of the user, who may use no other one.
            "group.id": USER,
            "auto.offset.reset": "earliest",
            # An offset is stored, and committed later, only after its message was handled.
            "enable.auto.offset.store": False,
        }
    )
    consumer.subscribe(["orders"])
    try:
        while running:
            message = consumer.poll(1)
            if message is None:
                continue
            if message.error() is None:
                process(message)
                consumer.store_offsets(message)
            elif message.error().code() != KafkaError._ALL_BROKERS_DOWN:
                print(message.error(), file=sys.stderr, flush=True)
    finally:
        consumer.close()
        provider.shutdown()


if __name__ == "__main__":
    main()
