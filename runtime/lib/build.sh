# Sourced by the scripts of runtime/: builds the distribution where it is missing or older than a source.

# build_distribution ROOT: returns when ROOT/runtime/target/hostler is up to date.
build_distribution() {
    stamp=$1/runtime/target/built
    if [ -e "$stamp" ] && [ -z "$(find "$1/pom.xml" "$1/bnd" "$1/proto/pom.xml" "$1/proto/src" "$1/bundles" "$1/runtime/bin" "$1/runtime/lib" "$1/runtime/pom.xml" \
        -name target -prune -o -type f -newer "$stamp" -print | head -n 1)" ]; then
        return 0
    fi
    need_command cc gcc
    [ -e /usr/include/stdio.h ] || install_packages libc6-dev || {
        echo "hostler: the C library's headers are missing; install them with: apt-get install libc6-dev" >&2
        exit 1
    }
    echo "hostler: building; the first time this fetches libraries and takes some minutes" >&2
    started=$(date +%s)
    (cd "$1" && runtime/mvn -q package -DskipTests) || exit 1
    touch "$stamp"
    echo "hostler: built in $(($(date +%s) - started)) s" >&2
}
