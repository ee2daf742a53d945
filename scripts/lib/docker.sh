# shellcheck shell=bash
# The Docker Engine that tests run on: where the project's own one lives, and whether one answers. Sourced after
# machine.sh.

# The engine's own folder.
engine_folder=${TRIPCTL_ENGINE_FOLDER:-$root/.build/docker-engine}

# Whether an engine answers at DOCKER_HOST, or where the docker program looks by itself.
engine_answers() { has docker && timeout 20 docker version --format '{{.Server.Version}}' >/dev/null 2>&1; }

# Where that is, in words.
engine_address() { say "${DOCKER_HOST:-the default socket}"; }

# A folder for sockets: their paths may have 107 bytes and dockerd appends up to 50, so a deep checkout's do not fit.
engine_sockets() {
    if ((${#engine_folder} <= 55)); then
        say "$engine_folder"
    else
        say "/run/tripctl-engine-$(printf '%s' "$engine_folder" | cksum | cut -d ' ' -f 1)"
    fi
}

# A folder for the engine's data: overlay file systems do not lie upon one another.
engine_data() {
    local name folder
    name=tripctl-engine-$(printf '%s' "$engine_folder" | cksum | cut -d ' ' -f 1)
    for folder in "$engine_folder/data" "/var/lib/$name" "/var/tmp/$name" "/tmp/$name" "/dev/shm/$name"; do
        if mkdir -p "$folder" 2>/dev/null && [[ $(stat -f -c %T "$folder") != overlay* ]]; then
            say "$folder"
            return
        fi
        rmdir "$folder" 2>/dev/null || true
    done
    return 1
}

# The process id of the project's own engine; empty when it does not run.
engine_pid() {
    local pid
    pid=$(cat "$engine_folder/pid" 2>/dev/null) || return 0
    # The number may be somebody else's by now.
    if tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null | grep -qF -- "--pidfile $engine_folder/pid "; then say "$pid"; fi
}

# Why this machine cannot run an engine; empty when it may.
engine_hindrance() {
    local capabilities
    if [[ $(uname -s) != Linux ]]; then
        say "this is not Linux"
    elif [[ $(id -u) != 0 ]]; then
        say "an engine needs root"
    else
        capabilities=$(sed -n 's/^CapEff:[[:space:]]*//p' /proc/self/status)
        # CAP_NET_ADMIN is bit 12, CAP_SYS_ADMIN bit 21 (linux/capability.h).
        if (((0x$capabilities >> 12 & 1) == 0 || (0x$capabilities >> 21 & 1) == 0)); then
            say "root here may not mount or change the network (no CAP_SYS_ADMIN or CAP_NET_ADMIN)"
        fi
    fi
}
