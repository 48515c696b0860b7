# Sourced by the benchmarks: an agent on a directory of its own, and small arithmetic.

root=$(cd "$(dirname "$0")/../.." && pwd)
. "$root/runtime/lib/java25.sh"
. "$root/runtime/lib/packages.sh"
. "$root/runtime/lib/build.sh"
find_java25
need_command setsid util-linux
build_distribution "$root"
hostler=$root/runtime/bin/hostler
bench=$(mktemp -d /tmp/hostler-bench.XXXXXX)
HOSTLER_HOME=$bench/home
HOSTLER_JAVA_OPTIONS=-Dhostler.log.console=FILE
export HOSTLER_HOME HOSTLER_JAVA_OPTIONS
mkdir -p "$HOSTLER_HOME/workspace" "$HOSTLER_HOME/conf"
agent=

now_ms() {
    echo $(($(date +%s%N) / 1000000))
}

# median FILE: of its numbers, one a line.
median() {
    sort -n "$1" | awk '{ value[NR] = $1 } END { print NR % 2 ? value[(NR + 1) / 2] : (value[NR / 2] + value[NR / 2 + 1]) / 2 }'
}

# ports GRPC HTTP: writes agent.yaml.
ports() {
    printf 'server:\n  grpc_port: %s\n  http_port: %s\n' "$1" "$2" > "$HOSTLER_HOME/conf/agent.yaml"
}

# sleepers COUNT [OTHER KEYS]: services that sleep.
sleepers() {
    number=0
    while [ "$number" -lt "$1" ]; do
        mkdir -p "$HOSTLER_HOME/workspace/s$number"
        cat > "$HOSTLER_HOME/workspace/s$number/package.json" << PACKAGE
{"package": "s$number", "version": "1", "binary": {"path": "/bin/sleep"},
 "startup": {"method": "direct", "autostart": true, "args": ["1000000"]}${2:-}}
PACKAGE
        number=$((number + 1))
    done
}

# In a session of its own: who ends a benchmark with its whole process group, as timeout(1) does, must not end the agent
# before the cleanup has had it stop its services.
start_agent() {
    setsid "$hostler" agent > "$bench/agent.out" 2>&1 &
    agent=$!
}

agent_lives() {
    [ -n "$agent" ] && kill -0 "$agent" 2> /dev/null
}

# rest SECONDS: sleeps, and lets a signal through at once.
rest() {
    sleep "$1" &
    wait $!
}

# answers: whether gRPC answers on TCP, asked with as little as possible: the local command.
await_answer() {
    until "$hostler" status > /dev/null 2>&1; do
        kill -0 "$agent" 2> /dev/null || { cat "$bench/agent.out" >&2; exit 1; }
        sleep 0.02
    done
}

# await_running COUNT
await_running() {
    until [ "$("$hostler" ps | grep -c ' running ')" -ge "$1" ]; do
        sleep 0.1
    done
}

# resident PID: KiB.
resident() {
    awk '/^VmRSS/ { print $2 }' "/proc/$1/status"
}

# cpu_ticks PID: user + system, in clock ticks.
cpu_ticks() {
    sed 's/.*) //' "/proc/$1/stat" | awk '{ print $12 + $13 }'
}

threads() {
    awk '/^Threads/ { print $2 }' "/proc/$1/status"
}

descriptors() {
    ls "/proc/$1/fd" | wc -l
}

# field NAME FILE: a value of a launch record.
field() {
    sed -n "s/^$1=//p" "$2"
}

# end_exactly PID TICKS: kills a process, if it is still the one that began then.
end_exactly() {
    if [ "$(sed 's/.*) //' "/proc/$1/stat" 2> /dev/null | cut -d ' ' -f 20)" = "$2" ]; then
        kill -9 "$1" 2> /dev/null || true
    fi
}

# What an agent that is gone has left behind, by the records of its launches.
end_leftovers() {
    for birth in "$HOSTLER_HOME"/var/state/launches/*.birth; do
        if [ -e "$birth" ]; then
            end_exactly "$(field pid "$birth")" "$(field start_ticks "$birth")"
        fi
    done
}

cleanup() {
    trap - EXIT
    trap '' INT TERM
    if agent_lives; then
        "$hostler" stop --all --timeout 60s > /dev/null 2>&1 || true
        kill "$agent" 2> /dev/null || true
        wait "$agent" 2> /dev/null || true
    fi
    end_leftovers
    rm -rf "$bench"
}
trap cleanup EXIT
trap 'cleanup; exit 130' INT
trap 'cleanup; exit 143' TERM
