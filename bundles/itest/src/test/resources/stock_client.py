"""A stock gRPC client: Debian's grpcio, with every message learned from the server's reflection.

Nothing here comes from the project's build. Prints one line a finding; the test reads them.
Usage: stock_client.py HOST:PORT SERVICE
"""
import sys
import time

import grpc
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory


def fields(data):
    """The length-delimited fields of a protobuf message: (number, bytes)."""
    at = 0

    def varint():
        nonlocal at
        value = shift = 0
        while True:
            byte = data[at]
            at += 1
            value |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80:
                return value

    while at < len(data):
        tag = varint()
        if tag & 7 == 2:
            length = varint()
            yield tag >> 3, data[at:at + length]
            at += length
        elif tag & 7 == 0:
            varint()
        else:
            raise ValueError("unexpected wire type %d" % (tag & 7))


class Reflection:
    """grpc.reflection.v1alpha.ServerReflection, by the numbers of its published proto."""

    def __init__(self, channel):
        self.call = channel.stream_stream("/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo")
        self.pool = descriptor_pool.DescriptorPool()
        self.known = set()

    def ask(self, request):
        return list(fields(next(iter(self.call(iter([request]))))))

    def services(self):
        answer = dict(self.ask(b"\x3a\x00"))[6]
        return sorted(dict(fields(service))[1].decode() for _, service in fields(answer))

    def load(self, symbol):
        name = symbol.encode()
        answer = dict(self.ask(b"\x22" + bytes([len(name)]) + name))[4]
        files = [descriptor_pb2.FileDescriptorProto.FromString(file) for _, file in fields(answer)]
        by_name = {file.name: file for file in files}

        def add(file):
            if file.name in self.known:
                return
            self.known.add(file.name)
            for needed in file.dependency:
                if needed in by_name:
                    add(by_name[needed])
            self.pool.Add(file)

        for file in files:
            add(file)
        return self.pool.FindServiceByName(symbol)


class Client:
    def __init__(self, address):
        self.channel = grpc.insecure_channel(address)
        self.reflection = Reflection(self.channel)
        self.factory = message_factory.MessageFactory(self.reflection.pool)

    def call(self, service, method, **arguments):
        return self.asked(self.channel.unary_unary, service, method, arguments)

    def stream(self, service, method, **arguments):
        return self.asked(self.channel.unary_stream, service, method, arguments, timeout=60)

    def asked(self, kind, service, method, arguments, timeout=10):
        found = self.reflection.load(service).FindMethodByName(method)
        request = self.factory.GetPrototype(found.input_type)(**arguments)
        answer = self.factory.GetPrototype(found.output_type)
        stub = kind(
            "/%s/%s" % (service, method),
            request_serializer=lambda message: message.SerializeToString(),
            response_deserializer=answer.FromString)
        return stub(request, timeout=timeout)


def packages(client):
    return {item.package: item for item in client.call("pb.Package", "PackageList").packages}


def until(condition):
    deadline = time.monotonic() + 20
    while not condition():
        if time.monotonic() > deadline:
            raise SystemExit("waited too long")
        time.sleep(0.1)


def main(address, service):
    client = Client(address)
    print("services", " ".join(client.reflection.services()))
    listed = client.call("pb.Package", "PackageList")
    print("agent", listed.agentCode)
    print("packages", " ".join(item.package for item in listed.packages))
    print("running", packages(client)[service].isRunning)
    client.call("pb.Package", "Stop", package=service)
    until(lambda: not packages(client)[service].isRunning)
    print("stopped", service)
    client.call("pb.Package", "Start", package=service)
    until(lambda: packages(client)[service].isRunning)
    print("started", service)
    until(lambda: client.call("pb.Health", "GetHealthStatus", package=service).health.status == 1)
    print("healthy", service)
    print("listed", len(client.call("pb.Health", "ListHealthStatuses").health_statuses))
    print("history", client.call("pb.Health", "GetHealthHistory", package=service).package)
    print("queried", client.call("pb.Package", "QueryLogs", package=service, keyword="x", reverse=True).total)
    for method, arguments in (("Start", {"package": ""}), ("Start", {"package": "nope"})):
        try:
            client.call("pb.Package", method, **arguments)
        except grpc.RpcError as error:
            print("refused", error.code().name, error.details())


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
