# Sourced by the scripts of runtime/: makes sure that a command is there, through apt where this user is root.

# need_command COMMAND PACKAGE: returns when COMMAND is on the PATH; otherwise installs PACKAGE, or ends the script with one line.
need_command() {
    command -v "$1" >/dev/null 2>&1 && return 0
    install_packages "$2" && command -v "$1" >/dev/null 2>&1 && return 0
    echo "hostler: '$1' is missing; install it with: apt-get install $2" >&2
    exit 1
}

# install_packages PACKAGE...: true when they are installed now; quiet unless it fails.
install_packages() {
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 || return 1
    echo "hostler: installing $* (apt)" >&2
    installation=$(mktemp)
    if DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@" >"$installation" 2>&1 ||
        { apt-get update >"$installation" 2>&1 && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@" >>"$installation" 2>&1; }; then
        rm -f "$installation"
        return 0
    fi
    tail -n 20 "$installation" >&2
    rm -f "$installation"
    return 1
}
