#!/usr/bin/env bash
# Called between installing and packing (before_packing.cmake): what only packages have, and what makes their bytes depend
# on nothing but the sources. The time of it all is SOURCE_DATE_EPOCH, the commit's (reproducible-builds.org).
#
# Usage: before_packing.sh FOLDER VERSION MAINTAINER
set -euo pipefail
umask 022

case ${1-} in -h | --help) sed -n '2,/^[^#]/ s/^# \{0,1\}//p' "$0"; exit 0 ;; esac
folder=$1
version=$2
maintainer=$3
epoch=${SOURCE_DATE_EPOCH:-$(date +%s)}

changelog_of() {
    printf '%s (%s) bookworm; urgency=medium\n\n  * What has changed is in changelog.gz of sendlab.\n\n -- %s  %s\n' \
        "$1" "$version" "$maintainer" "$(LC_ALL=C date -u -R -d "@$epoch")"
}

# Of a Debian package, and only of those: FOLDER/COMPONENT/usr/share/doc/PACKAGE
for documents in "$folder"/*/usr/share/doc/*; do
    [ -d "$documents" ] || continue
    changelog_of "$(basename "$documents")" | gzip -9n >"$documents/changelog.Debian.gz"
done

find "$folder" -name '*.a' -exec strip --strip-debug --enable-deterministic-archives {} +
find "$folder" -type d -exec chmod 755 {} +
find "$folder" -exec touch --no-dereference --date="@$epoch" {} +
