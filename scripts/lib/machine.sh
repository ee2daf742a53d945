# shellcheck shell=bash
# What this machine has, and how to get what it lacks. Sourced by the scripts beside this folder, which may run under
# macOS's bash 3.2: no mapfile, no associative arrays.

# The checkout.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
export root

say() { printf '%s\n' "$*"; }
warn() { printf '%s: %s\n' "${0##*/}" "$*" >&2; }
die() {
    warn "$1"
    shift
    if (($# > 0)); then printf '%s\n' "$@" >&2; fi
    exit 1
}
has() { command -v "$1" >/dev/null 2>&1; }
on_macos() { [[ $(uname -s) == Darwin ]]; }

# Prints the comment at the head of the calling script: its help.
usage() { sed -n '2,/^[^#]/{/^#/!q; s/^# \{0,1\}//; p;}' "$0"; }

# Puts the Swift toolchain into PATH, or says how to get one.
find_swift() {
    local folder version
    if ! has swift; then
        for folder in "${SWIFTLY_BIN_DIR:-$HOME/.local/share/swiftly/bin}" /opt/swift/usr/bin /usr/share/swift/usr/bin; do
            if [[ -x $folder/swift ]]; then
                PATH=$folder:$PATH
                break
            fi
        done
    fi
    has swift || die "there is no Swift toolchain on this machine" \
        "hint: https://www.swift.org/install has one for Linux and macOS; with swiftly: swiftly install latest"
    need_toolchain_libraries || return
    version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9][0-9]*\.[0-9][0-9]*\).*/\1/p' | head -n 1)
    [[ -n $version ]] || die "$(command -v swift) does not run: $(swift --version 2>&1 | head -n 1)"
    at_least "$version" 6.2 || die "Swift $version is too old: tripctl needs 6.2 or newer" \
        "hint: https://www.swift.org/install, or: swiftly install latest"
}

# Whether version $1 is $2 or newer; both are MAJOR.MINOR.
at_least() {
    local major=${1%%.*} minor=${1#*.}
    ((major > ${2%%.*} || (major == ${2%%.*} && minor >= ${2#*.})))
}

# A shared library that the toolchain's own programs want and that is not here makes them fail with a riddle.
need_toolchain_libraries() {
    local bin program
    has ldd || return 0
    bin=$(dirname "$(command -v swift)")
    for program in swift-frontend swift-build swift-package swift-format clang; do
        [[ -e $bin/$program ]] || continue
        if ldd "$bin/$program" 2>/dev/null | grep -q 'not found'; then
            install_packages \
                "apt:libcurl4-openssl-dev libedit-dev libncurses-dev libsqlite3-dev libxml2-dev tzdata zlib1g-dev" \
                "other:what the Swift toolchain needs: https://www.swift.org/install"
            return
        fi
    done
}

# Installs packages by this machine's packager, or says what is missing and fails. Arguments: "apt:NAME…", "brew:NAME…"
# and, for every other machine, "other:WORDS".
install_packages() {
    local argument names="" words="" packager=other
    if on_macos && has brew; then packager=brew; elif has apt-get; then packager=apt; fi
    for argument in "$@"; do
        case $argument in
        "$packager":*) names=${argument#*:} ;;
        esac
        case $argument in
        other:*) words=${argument#*:} ;;
        esac
    done
    case $packager in
    apt) apt_install "$names" ;;
    brew)
        [[ -n $names ]] || return 0
        say "installing $names (brew)"
        # shellcheck disable=SC2086 # names is a list
        brew install $names
        ;;
    *)
        warn "missing: ${words:-$names}"
        return 1
        ;;
    esac
}

# Installs the Debian packages of the list $1 that are not here yet.
apt_install() {
    local name missing="" log as_root=""
    for name in $1; do
        # shellcheck disable=SC2016 # dpkg's own variable
        [[ $(dpkg-query -W -f='${Status}' "$name" 2>/dev/null) == *" installed" ]] || missing="$missing $name"
    done
    [[ -n $missing ]] || return 0
    if [[ $(id -u) != 0 ]]; then
        if ! has sudo; then
            warn "not root, and no sudo: cannot install$missing"
            warn "hint: as root, type: apt-get update && apt-get install$missing"
            return 1
        fi
        as_root=sudo
    fi
    say "installing$missing (apt-get)"
    log=$(mktemp)
    # The lists of a fresh machine are empty, those of an old one name packages that are gone: then they are renewed.
    if ! apt_get "$as_root" "$missing" >"$log" 2>&1 &&
        ! { $as_root apt-get update -qq >>"$log" 2>&1 && apt_get "$as_root" "$missing" >>"$log" 2>&1; }; then
        cat "$log" >&2
        rm -f "$log"
        warn "apt-get could not install$missing"
        return 1
    fi
    rm -f "$log"
}

apt_get() {
    # shellcheck disable=SC2086 # an empty word and a list
    $1 env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $2
}

# The path of a library file that the linker would find; empty when there is none.
library() {
    local compiler=clang path
    has clang || compiler=cc
    path=$("$compiler" -print-file-name="$1" 2>/dev/null) || return 0
    if [[ $path == /* && -e $path ]]; then say "$path"; fi
}

# What `swift build` needs beside the toolchain.
need_build() {
    find_swift || return
    if ! on_macos && [[ -z $(library crt1.o) || -z $(library libstdc++.so) ]]; then
        install_packages "apt:g++" "other:a C++ compiler and its library (gcc-c++, libstdc++-devel)" || return
    fi
    if ! has pkg-config; then
        install_packages "apt:pkg-config" "brew:pkg-config" "other:pkg-config" || return
    fi
    if ! pkg-config --exists rdkafka; then
        install_packages "apt:librdkafka-dev" "brew:librdkafka" \
            "other:librdkafka 2.0 or newer with its headers (librdkafka-devel)" || return
    fi
    pkg-config --atleast-version=2.0.0 rdkafka ||
        die "librdkafka $(pkg-config --modversion rdkafka) is too old: tripctl needs 2.0 or newer" \
            "hint: https://github.com/confluentinc/librdkafka/releases, installed where pkg-config finds it"
}

# Whether the program $1 is there, and as new as its sources.
is_fresh() {
    [[ -x $1 && -z $(find "$root/Package.swift" "$root/Sources" -newer "$1" -type f -print -quit 2>/dev/null) ]]
}

# The newest Kafka: $KAFKA_HOME, else ../shared/kafka/* beside the checkout, else .kafka/* in it; empty when none.
find_kafka() {
    local folder
    if [[ -n ${KAFKA_HOME:-} ]]; then
        say "$KAFKA_HOME"
        return
    fi
    for folder in "$root/../shared/kafka" "$root/.kafka"; do
        [[ -d $folder ]] || continue
        folder=$(find -L "$folder" -mindepth 1 -maxdepth 1 -type d | sort -V | tail -n 1)
        if [[ -x $folder/bin/kafka-server-start || -x $folder/bin/kafka-server-start.sh ]]; then
            (cd "$folder" && pwd)
            return
        fi
    done
}

# Seconds since the epoch of $1, as a duration until now in words.
since() {
    local seconds=$(($(date +%s) - $1))
    printf '%d:%02d' $((seconds / 60)) $((seconds % 60))
}

# The moment of the checkout's last change, in seconds since the epoch; SOURCE_DATE_EPOCH says another, and a checkout
# that git does not know is as old as its changelog.
last_change() {
    local moment=${SOURCE_DATE_EPOCH:-}
    [[ -n $moment ]] || moment=$(git -C "$root" log -1 --format=%ct 2>/dev/null) ||
        moment=$(date -r "$root/CHANGELOG.md" +%s)
    say "$moment"
}

# The day of a moment in seconds since the epoch, as 2026-11-24: GNU's date or BSD's.
day() { date -u -d "@$1" +%F 2>/dev/null || date -u -r "$1" +%F; }

# tripctl's version, as the program gives it.
tripctl_version() { sed -n 's/.*static let version = "\([^"]*\)".*/\1/p' "$root/Sources/TripCommands/Tripctl.swift"; }
