#!/usr/bin/env bash
# Installs a package of Sendlab in a fresh Debian 12 (debootstrap, from the mirror that apt uses here), and uses it there
# as a user without rights: a scenario, then the live pipeline with a handler in Python. Leaves nothing behind.
#
# Usage: debian_root.sh SENDLAB.deb    as root; status 77 where it cannot run
set -euo pipefail

skip() {
    echo "skipped: $1"
    exit 77
}

case ${1-} in
    -h | --help) sed -n '2,/^[^#]/ s/^# \{0,1\}//p' "$0"; exit 0 ;;
    '') echo 'Usage: debian_root.sh SENDLAB.deb' >&2; exit 2 ;;
esac
[ "$(id -u)" -eq 0 ] || skip 'debootstrap and chroot want root'
command -v debootstrap >/dev/null || skip 'debootstrap is missing: scripts/setup --try'
# A mount namespace of its own: whatever happens, its mounts end with it.
if [ -z "${SENDLAB_UNSHARED-}" ]; then
    unshare --mount true 2>/dev/null || skip 'this container may not mount'
    SENDLAB_UNSHARED=1 exec unshare --mount --propagation private "$0" "$@"
fi

package=$(realpath "$1")
fixtures=$(realpath "$(dirname "$0")/../../fixtures")
mirror=$(apt-get indextargets --format '$(RELEASE) $(COMPONENT) $(REPO_URI)' 'Created-By: Packages' |
    awk '$1 == "bookworm" && $2 == "main" {print $3; exit}')
[ -n "$mirror" ] || skip 'apt knows no mirror of Debian 12 (bookworm) here'

root=$(mktemp -d /var/tmp/sendlab-root.XXXXXX)
log=$root.log
trap 'umount -l "$root/proc" 2>/dev/null || true; rm -rf --one-file-system "$root" "$log"' EXIT
chmod 755 "$root"
mknod "$root/null" c 1 3 2>/dev/null && : 2>/dev/null >"$root/null" || skip 'this container may not make devices'
rm "$root/null"
/usr/lib/apt/apt-helper download-file "${mirror%/}/dists/bookworm/InRelease" "$root/InRelease" >/dev/null 2>&1 ||
    skip 'the mirror that apt knows cannot be reached'
rm "$root/InRelease"

# quietly TEXT COMMAND...: its output is shown only where it fails.
quietly() {
    echo "$1"
    shift
    "$@" >"$log" 2>&1 </dev/null || { tail -n 30 "$log"; exit 1; }
}
inside() { chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive "$@"; }
as_user() { inside setpriv --reuid=1000 --regid=1000 --clear-groups env HOME=/home/user "$@"; }
expect() { grep -q -- "$1" <<<"$said" || { echo "FAILED: no '$1' in:"; echo "$said"; exit 1; }; }

quietly 'A fresh Debian 12' debootstrap --variant=minbase bookworm "$root" "$mirror"
mount -t proc proc "$root/proc"
apt-config dump Acquire::http::Proxy >"$root/etc/apt/apt.conf.d/proxy"
cp "$package" "$root/tmp/sendlab.deb"
quietly 'apt-get install sendlab.deb' inside apt-get install -q -y --no-install-recommends /tmp/sendlab.deb
quietly 'apt-get install python3-boto3, for the handler' inside apt-get install -q -y --no-install-recommends python3-boto3
inside useradd --create-home --uid 1000 user
cp -R "$fixtures/handlers/python" "$root/home/user/handler"
cp "$(dirname "$0")/debian_root_check.py" "$root/home/user/check.py"
cat >"$root/home/user/pipeline.json" <<'JSON'
{"lambda": {"timeout": "1m"},
 "setup": {"functions": [{"code": "handler", "runtime": "python3.11", "handler": "app.handler"}]}}
JSON

echo 'What is there'
said=$(as_user sendlab --version)
expect 'built by'
said=$(inside find /usr/share/man/man1 /usr/share/bash-completion /usr/share/zsh /usr/share/fish /usr/share/doc/sendlab -name '*sendlab*' \
    -o -name copyright -path '*/sendlab/*')
for name in sendlab.1.gz sendlab-plan.1.gz completions/sendlab vendor-completions/_sendlab sendlab.fish doc/sendlab/copyright; do
    expect "$name"
done
echo 'A scenario in virtual time'
said=$(as_user sendlab run /usr/share/sendlab/scenarios/same-region.json)
expect 'conservation laws hold'
echo 'The live pipeline'
said=$(as_user env --chdir=/home/user sendlab exec pipeline.json -- python3 check.py 2>&1)
expect '3 mails'
quietly 'apt-get remove' inside apt-get purge -q -y sendlab
said=$(inside find /usr -name '*sendlab*')
[ -z "$said" ] || { echo "FAILED: left behind: $said"; exit 1; }
echo 'Passed.'
