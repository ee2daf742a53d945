# shellcheck shell=bash
# A Debian that holds nothing but itself, to install the package in. Sourced after machine.sh.

# shellcheck disable=SC2154 # root is machine.sh's
clean_roots=$root/.build/debootstrap

# Why such a Debian cannot be made here; empty when it can.
clean_root_hindrance() {
    if [[ $(uname -s) != Linux || $(id -u) != 0 ]]; then
        say "it needs root on Linux"
    elif ! has apt-get || [[ -z $(codename) ]]; then
        say "this is neither Debian nor its kin"
    elif ! has debootstrap && ! install_packages "apt:debootstrap" >&2; then
        say "there is no debootstrap"
    fi
}

# The release of this machine, such as bookworm: the package is made for it.
codename() { (. /etc/os-release 2>/dev/null && say "${VERSION_CODENAME:-}"); }

# Where this machine's apt gets the release from.
# shellcheck disable=SC2016 # apt's own names
mirror() {
    apt-get indextargets --format '$(RELEASE) $(REPO_URI)' 'Created-By: Packages' 2>/dev/null |
        awk -v release="$(codename)" '$1 == release { print $2; exit }'
}

# Unpacks a clean root into the folder $1. The first one is made from packages and kept as an archive.
make_clean_root() {
    local archive log from
    archive=$clean_roots/$(codename)-$(dpkg --print-architecture).tar
    mkdir -p "$clean_roots"
    if [[ ! -e $archive ]]; then
        from=$(mirror)
        [[ -n $from ]] || { warn "no source of apt's has the release $(codename)" && return 1; }
        log=$clean_roots/log
        rm -rf --one-file-system "$1.making"
        if ! timeout 300 debootstrap --variant=minbase "$(codename)" "$1.making" "$from" >"$log" 2>&1; then
            tail -n 5 "$log" >&2
            rm -rf --one-file-system "$1.making"
            return 1
        fi
        rm -rf "$1.making"/var/cache/apt/archives/*.deb "$1.making"/var/lib/apt/lists/*
        tar -C "$1.making" --one-file-system --numeric-owner -cf "$archive.arriving" . || return
        rm -rf --one-file-system "$1.making"
        mv "$archive.arriving" "$archive"
    fi
    mkdir -p "$1"
    tar -C "$1" --numeric-owner -xpf "$archive"
}

# Runs a command inside the clean root $1, without anything of the environment here. It sees /proc, as
# nearly every machine does; the mount is the command's own, and gone with it.
inside() {
    local folder=$1
    shift
    # shellcheck disable=SC2016 # the inner shell's own words
    timeout 120 env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 HOME=/nonexistent \
        DEBIAN_FRONTEND=noninteractive unshare --mount --propagation private sh -c \
        'mount --rbind /proc "$0/proc" && exec chroot "$0" "$@"' "$folder" "$@"
}

# Downloads into the folder $2 what apt would install in the clean root $1 beside the packages that follow. The machine's
# apt does it, with its own sources, proxies and keys, but judges by what the clean root has.
download_for() {
    local folder=$1 into=$2 try
    shift 2
    mkdir -p "$into/partial"
    for try in 1 2; do
        if timeout 120 apt-get install -y -q --download-only --no-install-recommends \
            -o Dir::State::status="$folder/var/lib/dpkg/status" -o Dir::State::extended_states="$into/states" \
            -o Dir::Cache::archives="$into" -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= \
            -o APT::Sandbox::User=root -o DPkg::Post-Invoke= "$@" >"$into/log" 2>&1; then
            return
        fi
        if ((try == 1)); then timeout 120 apt-get update -q >/dev/null 2>&1 || true; fi
    done
    tail -n 5 "$into/log" >&2
    return 1
}

# Installs the package files below the folder $2 in the clean root $1.
install_files() {
    local status=0
    find "$2" -maxdepth 1 -name '*.deb' | grep -q . || return 0
    mkdir "$1/packages"
    cp "$2"/*.deb "$1/packages/"
    inside "$1" sh -c 'dpkg -i /packages/*.deb' >"$1/packages/log" 2>&1 || { cat "$1/packages/log" >&2 && status=1; }
    rm -rf "$1/packages"
    return $status
}

# Every file of the clean root $1 but what dpkg keeps for itself and its log.
files_of() { (cd "$1" && find . -xdev \( -path ./var/lib/dpkg -o -path ./var/log \) -prune -o -print | LC_ALL=C sort); }
