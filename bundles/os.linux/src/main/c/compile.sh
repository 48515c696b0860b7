#!/bin/sh
# compile.sh OUTPUT: the keeper as a static program without paths, times or build ids of this machine in it.
set -eu
cd "$(dirname "$0")"
command -v cc >/dev/null 2>&1 || {
    echo "os.linux: no C compiler 'cc' to build the keeper with; install it with: apt-get install gcc libc6-dev" >&2
    exit 1
}
mkdir -p "$(dirname "$1")"
[ -e "$1" ] && [ -z "$(find . -type f -newer "$1")" ] && exit 0
exec cc -O2 -static -s -Wall -Wextra -Werror -Wl,--build-id=none keeper.c -o "$1"
