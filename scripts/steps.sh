# Sourced by the other scripts: one line a step on the terminal, everything else in a log.

cd "$(dirname "${BASH_SOURCE[0]}")/.."
mkdir -p build

say() { printf '%s\n' "$*"; }

# fail STATUS TEXT
fail() {
    printf '%s: %s\n' "scripts/$(basename "$0")" "$2" >&2
    exit "$1"
}

# help_of SCRIPT: the comment at its top, without the first line.
help_of() { sed -n '2,/^[^#]/ s/^# \{0,1\}//p' "$1"; }

# step TEXT LOG COMMAND...: runs the command into the log (appending); where it fails, shows the log's end and stops.
step() {
    local text=$1 log=$2 start=$SECONDS status=0
    shift 2
    say "$text"
    "$@" >>"$log" 2>&1 </dev/null || status=$?
    if [ "$status" -ne 0 ]; then
        tail -n 30 "$log" >&2
        fail 3 "failed after $((SECONDS - start)) s: $* (whole output: $log)"
    fi
}

# build PRESET LOG [TARGET...]: configures and builds; on a terminal, counts what is done.
build() {
    local preset=$1 log=$2 start=$SECONDS
    shift 2
    step "Configuring build/$preset" "$log" cmake --preset "$preset"
    say "Building build/$preset${*:+: $*}"
    NINJA_STATUS='[%f/%t] ' cmake --build --preset "$preset" ${1:+--target "$@"} 2>&1 </dev/null | count_into "$log" ||
        { tail -n 40 "$log" >&2; fail 3 "the build failed (whole output: $log)"; }
    say "Built in $((SECONDS - start)) s"
}

count_into() {
    local line
    while IFS= read -r line; do
        printf '%s\n' "$line" >>"$1"
        if [ -t 1 ] && [[ $line =~ ^\[([0-9]+/[0-9]+)\] ]]; then
            printf '\r  %s ' "${BASH_REMATCH[1]}"
        fi
    done
    if [ -t 1 ]; then printf '\r                \r'; fi
}
