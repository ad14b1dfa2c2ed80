#!/usr/bin/env bash
# What the program says of itself, where other programs look for it: manual pages, completions of the shells, the changelog.
#
# Usage: install_texts.sh SENDLAB PREFIX
set -euo pipefail
umask 022

case ${1-} in -h | --help) sed -n '2,/^[^#]/ s/^# \{0,1\}//p' "$0"; exit 0 ;; esac
sendlab=$1
share=$2/share
# Packages have a folder of zsh's for themselves.
case $2 in */usr) zsh=vendor-completions ;; *) zsh=site-functions ;; esac

# into FILE: writes standard input there.
into() {
    mkdir -p "$(dirname "$1")"
    cat >"$1"
}

mkdir -p "$share/man/man1"
"$sendlab" manual --into "$share/man/man1"
gzip -9nf "$share"/man/man1/sendlab*.1
"$sendlab" completion bash | into "$share/bash-completion/completions/sendlab"
"$sendlab" completion zsh | into "$share/zsh/$zsh/_sendlab"
"$sendlab" completion fish | into "$share/fish/vendor_completions.d/sendlab.fish"
gzip -9n <"$(dirname "$0")/../../CHANGELOG.md" | into "$share/doc/sendlab/changelog.gz"
