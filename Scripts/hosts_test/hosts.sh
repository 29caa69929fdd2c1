# Hosts on one machine, to be sourced: network namespaces, each with a name, an address and an sshd of its own, joined by a
# bridge. Wants root, `work` (a folder for the state) and `hosts` (how many).
#
#   bring_up        makes them; $work/ssh_config reaches them, $work/hostfile lists them
#   on I COMMAND... runs a command on host I, under its name
#   cut_off I       pulls host I's plug; plug_in I is the reverse
#   take_down       ends all that runs on them, and removes them

# Names that no other run on this machine has; an interface's are short.
switch=vc-$$-switch
host() { printf 'vc-%s-%s' "$$" "$1"; }
address() { printf '10.77.0.%s' "$1"; }

# Says what is missing here; nothing where hosts can be made.
hosts_lack() {
    local program
    ((EUID == 0)) || { echo "network namespaces are for root"; return; }
    for program in ip:iproute2 sshd:openssh-server ssh:openssh-client ssh-keygen:openssh-client; do
        PATH=$PATH:/usr/sbin command -v "${program%:*}" >/dev/null ||
            { echo "${program%:*} is missing: apt-get install ${program#*:}"; return; }
    done
    ip netns add "vc-$$-trial" 2>/dev/null || { echo "no network namespace can be made here (in a container, perhaps)"; return; }
    ip netns del "vc-$$-trial"
}

take_down() {
    local name
    for name in "$switch" $(seq -f "vc-$$-%g" "$hosts"); do
        for process in $(ip netns pids "$name" 2>/dev/null); do kill -9 "$process" 2>/dev/null || true; done
    done
    sleep 0.2
    for name in "$switch" $(seq -f "vc-$$-%g" "$hosts"); do
        ip netns del "$name" 2>/dev/null || true
        rm -rf "/etc/netns/$name"
    done
    rmdir /etc/netns 2>/dev/null || true
}

bring_up() {
    mkdir -p /run/sshd
    ssh-keygen -q -t ed25519 -N '' -f "$work/host_key"
    ssh-keygen -q -t ed25519 -N '' -f "$work/key"
    printf '127.0.0.1 localhost\n' >"$work/hosts"
    cat >"$work/ssh_config" <<END
Host *
  IdentityFile $work/key
  IdentitiesOnly yes
  StrictHostKeyChecking no
  UserKnownHostsFile /dev/null
  LogLevel ERROR
  BatchMode yes
  ConnectTimeout 5
END
    ip netns add "$switch"
    ip -n "$switch" link add bridge type bridge
    ip -n "$switch" link set bridge up
    local i name
    for i in $(seq "$hosts"); do
        name=$(host "$i")
        printf '%s %s\n' "$(address "$i")" "$name" >>"$work/hosts"
        printf '%s slots=2\n' "$name" >>"$work/hostfile"
        ip netns add "$name"
        ip -n "$name" link set lo up
        ip link add eth netns "$name" type veth peer name "port$i" netns "$switch"
        ip -n "$switch" link set "port$i" master bridge
        ip -n "$switch" link set "port$i" up
        ip -n "$name" addr add "$(address "$i")/24" dev eth
        ip -n "$name" link set eth up
    done
    for i in $(seq "$hosts"); do
        name=$(host "$i")
        # `on` puts it in place of /etc/hosts.
        mkdir -p "/etc/netns/$name"
        cp "$work/hosts" "/etc/netns/$name/hosts"
        on "$i" /usr/sbin/sshd -f /dev/null -h "$work/host_key" -o ListenAddress="$(address "$i")" -o PidFile=none \
            -o AuthorizedKeysFile="$work/key.pub" -o StrictModes=no -o UsePAM=no -o PermitRootLogin=prohibit-password \
            -o PasswordAuthentication=no -o UseDNS=no -E "$work/sshd.$i"
    done
}

# on I COMMAND...: on host I, under its name. /sys stays the machine's, where slurmd looks for control groups.
on() {
    local name
    name=$(host "$1")
    shift
    # shellcheck disable=SC2016
    nsenter --net="/run/netns/$name" unshare --uts --mount sh -c \
        'mount --bind "/etc/netns/$0/hosts" /etc/hosts; hostname "$0"; exec "$@"' "$name" "$@"
}

cut_off() { ip -n "$switch" link set "port$1" down; }
plug_in() { ip -n "$switch" link set "port$1" up; }
