"""The Controller, as far as an agent can tell: what it does, in its order, and nothing of Hostler's.

Its messages come from contract.proto beside this file, its agents from etcd (over etcd's own HTTP gateway), and
what it finds is printed, one line a finding; the test reads them.

Usage: controller.py ETCD CODE STEP...
  ETCD   HOST:PORT of etcd's clients
  CODE   the agent to work with
  STEP   NAME or NAME=ARGUMENT[,ARGUMENT...], see the functions at the end; done in this order
"""
import base64
import functools
import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

import grpc
from google.protobuf import descriptor_pb2, descriptor_pool, empty_pb2, json_format, message_factory, timestamp_pb2

PREFIX = "grpc://server-agent/"

# The Controller's own is 30 s.
SYNC_INTERVAL = 1.0
# Its deadline when a change of a configuration is announced to it.
APPLY_DEADLINE = 20


def say(*words):
    print(*words, flush=True)


def until(what, condition):
    deadline = time.monotonic() + 30
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise SystemExit("waited too long until " + what)
        time.sleep(0.1)


class Etcd:
    """etcd's JSON gateway (https://etcd.io/docs/v3.4/dev-guide/api_grpc_gateway/)."""

    def __init__(self, endpoint):
        self.url = "http://%s/v3/" % endpoint

    def post(self, path, **body):
        request = urllib.request.Request(
            self.url + path, json.dumps(body).encode(), {"Content-Type": "application/json"})
        return json.load(urllib.request.urlopen(request, timeout=5))

    @staticmethod
    def encoded(text):
        return base64.b64encode(text.encode()).decode()

    def range(self, prefix):
        """Keys with their values and leases."""
        end = prefix[:-1] + chr(ord(prefix[-1]) + 1)
        answer = self.post("kv/range", key=self.encoded(prefix), range_end=self.encoded(end))
        for pair in answer.get("kvs", []):
            yield (base64.b64decode(pair["key"]).decode(), base64.b64decode(pair["value"]).decode(),
                   int(pair.get("lease", 0)))

    def revision(self):
        return int(self.post("kv/range", key=self.encoded(PREFIX))["header"]["revision"])

    def deleted(self, prefix, since):
        """What follows the prefix in the first key that was deleted, from a revision on."""
        end = prefix[:-1] + chr(ord(prefix[-1]) + 1)
        watch = {"create_request": {"key": self.encoded(prefix), "range_end": self.encoded(end),
                                    "start_revision": since}}
        request = urllib.request.Request(
            self.url + "watch", json.dumps(watch).encode(), {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=30) as answers:
            for line in answers:
                for event in json.loads(line)["result"].get("events", []):
                    if event.get("type") == "DELETE":
                        return base64.b64decode(event["kv"]["key"]).decode()[len(prefix):]

    def lives(self, lease):
        return int(self.post("kv/lease/timetolive", ID=lease).get("TTL", -1)) > 0


class Contract:
    """The messages and methods of contract.proto, compiled by protoc."""

    def __init__(self):
        here = os.path.dirname(os.path.abspath(__file__))
        with tempfile.TemporaryDirectory() as directory:
            known = os.path.join(directory, "known")
            with open(known, "wb") as file:
                file.write(self.well_known())
            compiled = os.path.join(directory, "contract")
            subprocess.run(
                ["protoc", "-I" + here, "--descriptor_set_in=" + known, "--include_imports",
                 "--descriptor_set_out=" + compiled, "contract.proto"], check=True)
            with open(compiled, "rb") as file:
                files = descriptor_pb2.FileDescriptorSet.FromString(file.read()).file
        self.pool = descriptor_pool.DescriptorPool()
        for file in files:
            self.pool.Add(file)
        self.factory = message_factory.MessageFactory(self.pool)

    @staticmethod
    def well_known():
        """What contract.proto imports; Debian's protoc comes without it."""
        files = descriptor_pb2.FileDescriptorSet()
        for module in (empty_pb2, timestamp_pb2):
            module.DESCRIPTOR.CopyToProto(files.file.add())
        return files.SerializeToString()

    def method(self, service, name):
        """The full name, the request's class and the answer's."""
        found = self.pool.FindServiceByName("pb." + service).FindMethodByName(name)
        return ("/pb.%s/%s" % (service, name), self.factory.GetPrototype(found.input_type),
                self.factory.GetPrototype(found.output_type))


class Agent:
    """An agent that was found; dialed in plain text."""

    def __init__(self, contract, code, address):
        self.contract = contract
        self.code = code
        self.channel = grpc.insecure_channel(address)

    def stub(self, kind, service, method):
        name, request, answer = self.contract.method(service, method)
        stub = getattr(self.channel, kind)(
            name, request_serializer=lambda message: message.SerializeToString(),
            response_deserializer=answer.FromString)
        return stub, request

    def metadata(self, service):
        """The Controller's direct calls of Package do not carry the agent's code; the others do."""
        return () if service == "Package" else (("agent-code", self.code),)

    def call(self, service, method, deadline=10, **fields):
        stub, request = self.stub("unary_unary", service, method)
        return stub(request(**fields), timeout=deadline, metadata=self.metadata(service))

    def stream(self, service, method, deadline=30, **fields):
        stub, request = self.stub("unary_stream", service, method)
        return stub(request(**fields), timeout=deadline, metadata=self.metadata(service))

    def refusal(self, service, method, **fields):
        try:
            self.call(service, method, **fields)
            return "OK"
        except grpc.RpcError as error:
            return "%s %s" % (error.code().name, error.details())

    def packages(self):
        return {item.package: item for item in self.call("Package", "PackageList").packages}

    def running(self, service):
        return self.packages()[service].isRunning

    def configs(self, service):
        items = self.call("Package", "GetConfigs", package=service).configs
        return [(item.file_name, item.content) for item in items]


def discovered(etcd):
    """What the Controller's full sync takes for agents: address by code."""
    found = {}
    for key, value, lease in etcd.range(PREFIX):
        entry = json.loads(value)
        metadata = entry["MetadataX"]
        address = metadata.get("Address") or entry["Addr"]
        if key != PREFIX + address:
            raise SystemExit("the key is %s and the address %s" % (key, address))
        found[metadata["AppID"]] = (address, entry, lease)
    return found


class Controller:
    """Knows one agent, once it has been found."""

    def __init__(self, endpoint, code):
        self.etcd = Etcd(endpoint)
        self.code = code

    def entry(self):
        """The address, the value and the lease; waits until it is registered."""
        return until(self.code + " is registered", lambda: discovered(self.etcd).get(self.code))

    @functools.cached_property
    def agent(self):
        return Agent(Contract(), self.code, self.entry()[0])


# The steps.

def discover(controller):
    """Everything the Controller reads of an entry."""
    _, entry, lease = controller.entry()
    etcd, code = controller.etcd, controller.code
    services = json.loads(entry["MetadataX"]["Metadata"]["services"])
    say("found", code)
    say("announced", " ".join(sorted(service["name"] for service in services)))
    say("lease", "alive" if lease and etcd.lives(lease) else "none")


def announced(controller, service, running):
    """Waits until the entry says that a service runs, or does not."""
    def said():
        services = json.loads(controller.entry()[1]["MetadataX"]["Metadata"]["services"])
        return [one for one in services if one["name"] == service and one["is_running"] == (running == "running")]
    one = until("%s is announced %s" % (service, running), said)[0]
    say("announced", service, running, type(one["duration"]).__name__)


def revision(controller):
    """Where etcd stands, for a watch from here on."""
    say("revision", controller.etcd.revision())


def offline(controller, since):
    """The Controller looks an agent up by the address in the key that was deleted."""
    address = controller.etcd.deleted(PREFIX, int(since) + 1)
    say("offline", address)
    say("registered", controller.code in discovered(controller.etcd))


def packages(controller):
    agent = controller.agent
    listed = [agent.call("Package", "PackageList") for _ in range(3)]
    names = [item.package for item in listed[0].packages]
    say("agent", listed[0].agentCode)
    say("packages", *names)
    say("order", "same" if all([item.package for item in one.packages] == names for one in listed) else "differs")
    for item in listed[0].packages:
        say("schema", item.package, json.loads(item.schema)["package"], item.version)
    for name in ("", "no-such"):
        say("start", repr(name), agent.refusal("Package", "Start", package=name))


def stop(controller, service):
    """Start and Stop answer at once; the list tells when it is done."""
    agent = controller.agent
    agent.call("Package", "Stop", package=service)
    until(service + " is stopped", lambda: not agent.running(service))
    say("stopped", service)
    say("stopped again", agent.refusal("Package", "Stop", package=service))


def start(controller, service):
    agent = controller.agent
    agent.call("Package", "Start", package=service)
    until(service + " runs", lambda: agent.running(service))
    say("started", service)
    say("started again", agent.refusal("Package", "Start", package=service))


def logs(controller, service, line):
    """The newest, and what is written while somebody follows."""
    agent = controller.agent

    def there():
        return line in agent.call("Package", "GetRecentLogs", package=service, count=100).logs
    until("the log holds " + line, there)
    say("recent", line)
    say("followed", *followed(agent, service))
    past = list(agent.stream("Package", "StreamLogs", package=service, tail_lines=1, follow=False))
    say("past", past[0].log_line, past[-1].is_eof)


def followed(agent, service):
    """Follows a log from now on, and has the service write something until a line comes."""
    call = agent.stream("Package", "StreamLogs", deadline=60, package=service, tail_lines=0, follow=True)
    lines = queue.Queue()

    def read():
        try:
            for line in call:
                lines.put(line)
        except grpc.RpcError as error:
            if error.code() != grpc.StatusCode.CANCELLED:
                raise

    def written():
        agent.call("Package", "Restart", package=service)
        try:
            return lines.get(timeout=5)
        except queue.Empty:
            return None
    reader = threading.Thread(target=read)
    reader.start()
    line = until("a line is followed", written)
    call.cancel()
    reader.join()
    return line.log_line, line.is_eof


def query(controller, service, word):
    """What holds a word, whatever its case, page by page."""
    agent = controller.agent
    found = agent.call("Package", "QueryLogs", package=service, keyword=word.upper(), limit=1)
    say("query", *found.logs)
    say("more", found.has_more == (found.total > 1))
    every = agent.call("Package", "QueryLogs", package=service, keyword=word, limit=100, reverse=True)
    say("all", len(every.logs) == found.total, every.has_more)
    say("none", agent.call("Package", "QueryLogs", package=service, keyword="never written").total)


def health(controller, service):
    agent = controller.agent

    def status():
        return agent.call("Health", "GetHealthStatus", package=service).health
    until(service + " is healthy", lambda: status().status == 1)
    found = status()
    say("health", found.package, found.status, len(found.details))
    listed = agent.call("Health", "ListHealthStatuses").health_statuses
    say("listed", *sorted(one.package for one in listed))
    ill = agent.call("Health", "ListHealthStatuses", filter_status=[2]).health_statuses
    say("unhealthy", *[one.package for one in ill])
    history = agent.call("Health", "GetHealthHistory", package=service, limit=5)
    stamps = [entry.timestamp.ToNanoseconds() for entry in history.entries]
    say("history", history.package, "newest first" if stamps == sorted(stamps, reverse=True) else "out of order")
    say("unknown health", agent.refusal("Health", "GetHealthStatus", package="no-such"))


def configs(controller, service, file, good, bad):
    """The sync loop: reads, compares with what is wanted, pushes what differs, again and again."""
    agent = controller.agent
    try:
        wanted = agent.configs(service)
    except grpc.RpcError as error:
        say("configs", error.code().name)
        return
    say("configs", "same" if agent.configs(service) == wanted else "differ", *[name for name, _ in wanted])

    def push(content):
        return agent.call("Package", "ApplyConfigs", deadline=APPLY_DEADLINE, package=service,
                          configs=[{"file_name": file, "content": content}])

    def sync(content):
        """One round of the loop: nothing, or what came of a push."""
        time.sleep(SYNC_INTERVAL)
        return None if agent.configs(service) == [(file, content)] else push(content)

    say("in step", sync(dict(wanted)[file]) is None)
    pushed = sync(good)
    say("pushed", pushed.success, pushed.message,
        *["%s %d" % (detail.file_name, detail.byte_count) for detail in pushed.updated_files])
    say("in step", sync(good) is None)
    refused(agent, service, lambda: sync(bad))
    say("kept", agent.configs(service) == [(file, good)])
    say("unknown", push_to(agent, "no-such", file))
    say("nothing", agent.refusal("Package", "ApplyConfigs", package=service))


def refused(agent, service, push):
    """Bad content is refused each time; only the first time may cost the service anything."""
    first = push()
    say("refused", first.success)
    until(service + " runs", lambda: agent.running(service))
    before = agent.packages()[service].running_duration
    for _ in range(3):
        again = push()
        say("refused again", again.success)
        now = agent.packages()[service].running_duration
        if now < before:
            raise SystemExit("the service was started again by content that was refused before")
        before = now


def push_to(agent, service, file):
    answer = agent.call("Package", "ApplyConfigs", package=service, configs=[{"file_name": file, "content": "x"}])
    return "%s %s" % (answer.success, answer.message)


def metrics(controller, service):
    agent = controller.agent

    def sample_of(method, is_there, **fields):
        """The Controller comes back where there is no sample yet, or one of before the service was started."""
        def sampled():
            try:
                found = agent.call("Metrics", method, **fields).metrics
                return found if is_there(found) else None
            except grpc.RpcError as error:
                if error.code() != grpc.StatusCode.UNAVAILABLE:
                    raise
                return None
        return until(method + " answers", sampled)

    sample = sample_of("GetServiceMetrics", lambda found: found.memory_bytes, package=service)
    machine = sample_of("GetSystemMetrics", lambda found: True)
    say("machine", 0 <= machine.cpu_usage <= 100, 0 < machine.memory_usage < 100, 0 < machine.disk_usage < 100)
    say("memory", 0 < machine.memory_free < machine.memory_total, "cores", machine.cpu_cores == os.cpu_count())
    say("load", machine.load_avg_1 >= 0, "networks", "lo" in [network.name for network in machine.network_interfaces])
    say("fresh", abs(time.time() - machine.last_updated.seconds) < 30, abs(time.time() - sample.last_updated.seconds) < 30)
    say("service", sample.package, "percent",
        abs(sample.memory_usage - 100 * sample.memory_bytes / machine.memory_total) < 0.001)
    for running in (True, False):
        listed = agent.call("Metrics", "ListServiceMetrics", running_only=running).metrics
        say("listed", *[found.package for found in listed])
    for method, fields in (("GetServiceMetrics", {"package": ""}), ("GetServiceMetrics", {"package": "no-such"}),
                           ("GetApplicationMetrics", {}), ("GetMetricsHistory", {"type": "system"})):
        try:
            agent.call("Metrics", method, **fields)
            say(method, "OK")
        except grpc.RpcError as error:
            say(method, error.code().name, error.details())


def idle(controller, service):
    """What a service uses that does not run, once the next sample says so."""
    agent = controller.agent

    def listed(running_only):
        answer = agent.call("Metrics", "ListServiceMetrics", running_only=running_only)
        return {found.package: found for found in answer.metrics}

    running = until(service + " is not running", lambda: (lambda found: None if service in found else found)(listed(True)))
    say("running", *running)
    everything = listed(False)
    say("all", *everything)
    say(service, "uses", everything[service].memory_bytes)


def command(controller, line):
    """What a command prints, with its id in front; or why it may not be run."""
    agent = controller.agent
    try:
        answers = list(agent.stream("Command", "ExecCommand", command=line))
    except grpc.RpcError as error:
        say("command", error.code().name)
        return
    say("command", "id first" if answers[0].command_id and not answers[0].out + answers[0].err else "no id")
    for answer in answers[1:]:
        say("printed", answer.out or answer.err, answer.command_id == answers[0].command_id)


STEPS = {step.__name__: step for step in
         (discover, announced, revision, offline, packages, stop, start, logs, query, health, configs, metrics, idle, command)}


def main(endpoint, code, *steps):
    controller = Controller(endpoint, code)
    for step in steps:
        name, _, arguments = step.partition("=")
        STEPS[name](controller, *(arguments.split(",") if arguments else []))


main(*sys.argv[1:])
