# shellcheck shell=bash
# What the `release` stage of scripts/check does: looks at dist/ as those do who get it. Sourced after machine.sh,
# docker.sh and clean_root.sh.

# Whether the manual pages given say nothing wrong, as far as this machine can tell.
check_pages() {
    local said
    has mandoc || install_packages "apt:mandoc" "other:mandoc" >&2 || true
    if has mandoc; then
        said=$(mandoc -T lint -W warning "$@" 2>&1) || true
    elif has groff; then
        said=$(cat "$@" | groff -k -man -T utf8 -ww 2>&1 >/dev/null) || true
    else
        say "SKIPPED: the manual pages were not checked, because there is neither mandoc nor groff"
        return
    fi
    [[ -z $said ]] || { warn "the manual pages are not well: $said" && return 1; }
}

# Whether the program that the command given runs is well: its version, and what it says when nobody answers.
check_program() {
    local said status=0
    said=$("$@" version -q) || true
    [[ $said == "$(tripctl_version)" ]] || { warn "$* version says '$said'" && return 1; }
    # Port 1 is nobody's.
    said=$("$@" brokers -b 127.0.0.1:1 2>&1) || status=$?
    if [[ $status != 3 || $said != *"tripctl: cannot reach Kafka: 127.0.0.1:1: connection refused"* ]]; then
        warn "$* ends with status $status where nobody answers, and says: $said"
        return 1
    fi
}

check_archive() {
    local archive=$1 folder=$2 place file
    mkdir -p "$folder"
    tar -C "$folder" -xzf "$archive" || return
    place=$folder/$(basename "$archive" .tar.gz)
    [[ $(ls "$folder") == "$(basename "$place")" ]] || { warn "the archive unpacks into more than one folder" && return 1; }
    for file in README.md CHANGELOG.md share/man/man1/tripctl.1 share/bash-completion/completions/tripctl \
        share/zsh/site-functions/_tripctl share/fish/vendor_completions.d/tripctl.fish; do
        [[ -s $place/$file ]] || { warn "the archive lacks $file" && return 1; }
    done
    check_pages "$place"/share/man/man1/*.1 || return
    (cd / && check_program env -i "$place/bin/tripctl") || return
    say "the archive: unpacked, runs with an empty environment"
}

# Installs the package $1 in the clean root $2, and takes it away again. The packages that it needs come to $2.needed.
check_package() {
    local package=$1 folder=$2 before after began
    began=$(date +%s)
    if ! make_clean_root "$folder" || ! download_for "$folder" "$folder.needed" "$package"; then
        rm -rf --one-file-system "$folder"
        hindered "the package was not installed in a clean Debian, because none could be made"
        return
    fi
    install_files "$folder" "$folder.needed" || return
    before=$(files_of "$folder")
    mkdir "$folder.package"
    cp "$package" "$folder.package/"
    install_files "$folder" "$folder.package" || return
    check_program inside "$folder" tripctl || return
    [[ -s $folder/usr/share/man/man1/tripctl-topic-create.1.gz ]] || { warn "the package lacks its pages" && return 1; }
    inside "$folder" dpkg --verify tripctl || return
    inside "$folder" dpkg --purge tripctl >/dev/null || return
    after=$(files_of "$folder")
    if [[ $before != "$after" ]]; then
        warn "removing the package left something: $(diff <(cat <<<"$before") <(cat <<<"$after"))"
        return 1
    fi
    say "the package: installed in a clean $(codename), runs, removed without a trace, after $(since "$began")"
}

# Builds the image of scripts/image on a stand-in for Debian's: the clean root $1, where the image's packages are already,
# so that the build needs no network.
check_image() {
    local folder=$1 base=tripctl-check-debian image=tripctl-check why="" exports="" own="" status=0 began
    began=$(date +%s)
    why=$(engine_hindrance)
    if [[ -n $why ]] && ! engine_answers; then
        hindered "the image was not built, because $why"
        return
    fi
    if ! download_for "$folder" "$folder.certificates" ca-certificates ||
        ! install_files "$folder" "$folder.certificates"; then
        hindered "the image was not built, because its packages could not be had"
        return
    fi
    : >"$folder/etc/apt/sources.list"
    own=$(engine_pid)
    # shellcheck disable=SC2154 # root is machine.sh's
    if ! exports=$("$root/scripts/docker-engine" start 2>"$folder.log"); then
        hindered "the image was not built, because no Docker Engine answers: $(tail -n 1 "$folder.log")"
        return
    fi
    if [[ -z $own ]]; then own=$(engine_pid); else own=""; fi
    (
        eval "$exports"
        trap 'docker image rm -f "$image" "$base" >/dev/null 2>&1 || true' EXIT
        tar -C "$folder" --one-file-system --numeric-owner -cf - . | timeout 120 docker import - "$base" >/dev/null || exit
        # Debian's docker program builds without BuildKit, and a newer one without its plug-in does too when told.
        DOCKER_BUILDKIT=0 timeout 120 docker build -q --build-arg BASE="$base" -f "$root/scripts/image/Dockerfile" \
            --build-arg VERSION="$(tripctl_version)" -t "$image" "$root/dist" >"$folder.log" 2>&1 ||
            { cat "$folder.log" >&2 && exit 1; }
        check_program timeout 60 docker run --rm --network none "$image" || exit
        [[ $(docker run --rm --network none --entrypoint id "$image" -un) == tripctl ]] ||
            { warn "the image runs as root" && exit 1; }
        [[ $(docker image inspect --format '{{index .Config.Labels "org.opencontainers.image.version"}}' "$image") == \
            "$(tripctl_version)" ]] || { warn "the image does not say its version" && exit 1; }
        say "the image: built on a stand-in for its base, runs as tripctl, after $(since "$began")"
    ) || status=1
    if [[ -n $own ]]; then "$root/scripts/docker-engine" stop >/dev/null || status=1; fi
    return $status
}

# Says what was not looked at; a failure when TRIPCTL_REQUIRE names release.
hindered() {
    [[ ,${TRIPCTL_REQUIRE:-}, != *,release,* ]] || { warn "TRIPCTL_REQUIRE names release: $1" && return 1; }
    say "SKIPPED: $1"
}

check_dist() {
    local folder=$1 first archive package why began
    began=$(date +%s)
    "$root/scripts/release" >"$folder/log" 2>&1 || { cat "$folder/log" >&2 && return 1; }
    first=$(cat "$root/dist/SHA256SUMS")
    "$root/scripts/release" >"$folder/log" 2>&1 || { cat "$folder/log" >&2 && return 1; }
    [[ $first == "$(cat "$root/dist/SHA256SUMS")" ]] || { warn "the second release has other bytes than the first" && return 1; }
    (cd "$root/dist" && sha256sum --quiet -c SHA256SUMS) || return
    say "made twice, and the same bytes, after $(since "$began")"
    archive=$(echo "$root"/dist/tripctl-*.tar.gz) package=$(echo "$root"/dist/tripctl_*.deb)
    check_archive "$archive" "$folder/archive" || return
    [[ -e $package ]] || { hindered "there is no Debian package" && return; }
    why=$(clean_root_hindrance)
    if [[ -n $why ]]; then
        hindered "the package was not installed in a clean Debian: $why"
        return
    fi
    check_package "$package" "$folder/root" || return
    if [[ -d $folder/root/usr ]]; then check_image "$folder/root"; fi
}
