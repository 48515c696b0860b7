"""pb.Command as a stock gRPC client sees it. Prints one line a finding; the test reads them.

Usage: command_client.py HOST:PORT
"""
import sys

import grpc

from stock_client import Client, until

CANCEL, PAUSE, RESUME = range(3)


class Commands:
    def __init__(self, address):
        self.client = Client(address)

    def run(self, command, **arguments):
        return self.client.stream("pb.Command", "ExecCommand", command=command, **arguments)

    def signal(self, command_id, signal):
        return self.client.call("pb.Command", "ExecCommandSignal", command_id=command_id, signal=signal).success

    def status(self, command_id):
        return self.client.call("pb.Command", "GetCommandStatus", command_id=command_id)


def told(what, call):
    try:
        print(what, call())
    except grpc.RpcError as error:
        print(what, error.code().name, error.details())


def main(address):
    commands = Commands(address)
    messages = list(commands.run("echo one; echo two >&2; echo three"))
    first = messages[0]
    print("first", bool(first.command_id), repr(first.out), repr(first.err))
    print("out", " ".join(message.out for message in messages if message.out))
    print("err", " ".join(message.err for message in messages if message.err))
    print("ids", len({message.command_id for message in messages}))
    told("forgotten", lambda: commands.status(first.command_id))
    told("failed", lambda: list(commands.run("exit 3")))
    told("killed", lambda: list(commands.run("kill -9 $$")))
    told("empty", lambda: list(commands.run("")))
    told("unknown status", lambda: commands.status("nope"))
    told("unknown signal", lambda: commands.signal("nope", CANCEL))

    continuous = list(commands.run("echo x; exit 3", continuous=True))
    print("continuous", len(continuous), commands.status(continuous[0].command_id).status)

    stream = commands.run("while :; do echo tick; sleep 0.001; done", continuous=True)
    command_id = next(stream).command_id
    print("running", next(stream).out, commands.status(command_id).status)
    print("paused", commands.signal(command_id, PAUSE), commands.signal(command_id, PAUSE),
          commands.status(command_id).status)
    told("odd signal", lambda: commands.signal(command_id, 7))
    print("resumed", commands.signal(command_id, RESUME), commands.status(command_id).status)
    print("going on", {next(stream).out for _ in range(200)})
    print("cancelled", commands.signal(command_id, CANCEL), {message.out for message in stream} <= {"tick"},
          commands.status(command_id).status)
    told("over", lambda: commands.signal(command_id, PAUSE))

    stream = commands.run("exec sleep 1000")
    command_id = next(stream).command_id
    stream.cancel()

    def gone():
        try:
            commands.status(command_id)
            return False
        except grpc.RpcError as error:
            return error.code() == grpc.StatusCode.NOT_FOUND

    until(gone)
    print("gone with its client")


if __name__ == "__main__":
    main(sys.argv[1])
