# Sourced by the scripts of runtime/: sets JAVA_HOME to a JDK 25 or newer, or says in one line what is missing.
# It reads each candidate's "release" file instead of running `java -version`, which would cost 40 ms a call.

jdk_feature() {
    [ -x "$1/bin/java" ] && [ -r "$1/release" ] || return 1
    while IFS='=' read -r key value; do
        if [ "$key" = JAVA_VERSION ]; then
            value=${value#\"}
            echo "${value%%[!0-9]*}"
            return 0
        fi
    done < "$1/release"
    return 1
}

is_java25() {
    feature=$(jdk_feature "$1") && [ -n "$feature" ] && [ "$feature" -ge 25 ]
}

find_java25() {
    if [ -n "${JAVA_HOME:-}" ] && is_java25 "$JAVA_HOME"; then
        return 0
    fi
    on_path=$(command -v java 2>/dev/null) && on_path=$(readlink -f "$on_path") || on_path=/nonexistent/bin/java
    for candidate in "${on_path%/bin/java}" /usr/lib/jvm/*25* /usr/lib/jvm/* /usr/java/* /opt/*jdk* /opt/java/* "${HOME:-/nonexistent}"/.sdkman/candidates/java/* "${HOME:-/nonexistent}"/.jdks/*; do
        if is_java25 "$candidate"; then
            JAVA_HOME=$candidate
            export JAVA_HOME
            return 0
        fi
    done
    echo "hostler: no JDK 25 found in JAVA_HOME, PATH or the usual directories; install one (for example the package temurin-25-jdk) or set JAVA_HOME to it" >&2
    return 1
}
