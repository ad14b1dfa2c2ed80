#!/usr/bin/env bash
# The program as users and CI meet it: exit status, streams, files. Usage: cli_test.sh SENDLAB
set -u

sendlab=$(realpath "$1")
logs=$(realpath "$(dirname "$0")/../../fixtures/logs")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 1
failures=0
checks=0

fail() {
    echo "FAILED: $*"
    echo "--- standard output"; head -c 2000 out
    echo "--- standard error"; head -c 2000 err
    failures=$((failures + 1))
}

# expect STATUS WORD...: sendlab WORD... ends with STATUS; its streams are kept in out and err.
expect() {
    local wanted=$1
    shift
    checks=$((checks + 1))
    "$sendlab" "$@" >out 2>err </dev/null
    local status=$?
    [ "$status" = "$wanted" ] || fail "sendlab $*: status $status, expected $wanted"
}
# in_out TEXT, in_err TEXT: the last command said so.
in_out() { checks=$((checks + 1)); grep -qF -- "$1" out || fail "standard output lacks: $1"; }
in_err() { checks=$((checks + 1)); grep -qF -- "$1" err || fail "standard error lacks: $1"; }
no_out() { checks=$((checks + 1)); [ ! -s out ] || fail "standard output should be empty"; }
no_err() { checks=$((checks + 1)); [ ! -s err ] || fail "standard error should be empty"; }
# same A B: two files with the same bytes.
same() { checks=$((checks + 1)); cmp -s "$1" "$2" || fail "$1 and $2 differ"; }

mkdir good mixed
cat >good/one.json <<'JSON'
{"name": "one", "seed": 7, "duration": "10s", "application": {"requests": {"at": ["0s", "1s"]}, "emails_per_request": 40},
 "expect": {"lost": 0}}
JSON
sed 's/"one"/"two"/; s/"seed": 7/"seed": 8/' good/one.json >good/two.json
echo '{"not a scenario": "but a schema"}' >good/scenario.schema.json
cp good/one.json mixed/one.json
sed 's/"lost": 0/"emails": 1/; s/"one"/"unmet"/' good/one.json >mixed/unmet.json
echo '{"lambda": {"timeout": "never"}, "expect": {"nonsense": 0}}' >invalid.json

# Help and usage
expect 0 --version;               in_out "sendlab "; no_err
expect 0 --help;                  in_out "run"; in_out "plan"; in_out "schema"
expect 0 run --help;              in_out "Example:"; in_out "--junit"; no_err
expect 0 plan --help;             in_out "Example"
expect 0 schema --help;           in_out "Example"
expect 0 schema;                  in_out '"$schema"'; no_err
expect 2;                         no_out
expect 2 frobnicate;              in_err 'unknown command "frobnicate", expected one of run, plan'
expect 2 rnu good/one.json;       in_err 'unknown command "rnu", did you mean "run"?'
expect 2 run;                     in_err "FILE"; in_err "sendlab run --help tells more."
expect 2 run --frobnicate x.json; in_err "unknown option --frobnicate"; no_out
expect 2 plan --sampels 5 good/one.json;            in_err "unknown option --sampels, did you mean --samples?"
expect 2 plan good/one.json x.json;                 in_err '"x.json" is one word too many'
expect 2 run good/one.json --seed many;             in_err '--seed: "many" is no whole number'
expect 2 run good/one.json --seed -1;               in_err '--seed: "-1" is no whole number'
expect 2 serve --port 99999;      in_err "--port: Value 99999 not in range 0 to 65535"
expect 2 run good/one.json --threads 0
expect 2 run good/one.json --set lambda.timeout;    in_err "KEY=VALUE"
expect 2 run good/one.json --set lambda.tiemout=5s; in_err "tiemout"

# One scenario
expect 0 run good/one.json;       in_out "one"; in_out "80 e-mails"; in_out "conservation laws hold"; no_err
cp out page
expect 0 run good/one.json;       same out page
expect 0 run good/one.json --seed 9;                in_out "seed 9"
expect 0 run good/one.json --set application.emails_per_file=1; in_out "80 files"
expect 0 run good/one.json --quiet;                 no_out; no_err
expect 1 run mixed/unmet.json;    in_out "NOT MET"
expect 1 run mixed/unmet.json --quiet;              no_out; no_err
checks=$((checks + 1)); grep -q "$(printf '\033')" page && fail "colour in a file"

# Machines
expect 0 run good/one.json --json;                  in_out '"name": "one"'; no_err
cp out one.json.report
expect 0 run good/one.json --json=report.json;      same out page; same report.json one.json.report
expect 0 run good/one.json --junit junit.xml --quiet
checks=$((checks + 1)); grep -q '<testsuite name="one"' junit.xml || fail "no suite in junit.xml"
expect 0 run good/one.json --journal journal.jsonl --trace trace.json --quiet
checks=$((checks + 1)); grep -q '"event":"send_accepted"' journal.jsonl || fail "no send in the journal"
checks=$((checks + 1)); [ "$(tail -n 1 trace.json)" = "]" ] || fail "the trace does not end"
cp journal.jsonl first.jsonl
expect 0 run good/one.json --journal journal.jsonl --quiet; same journal.jsonl first.jsonl

# Folders
expect 0 run good;                in_out "2 scenarios: all as expected"
expect 1 run mixed;               in_out "2 scenarios: 1 as expected, 1 not"
expect 0 run good --json --threads 1
cp out folder.json
in_out '"runs": ['
expect 0 run good --json --threads 2;               same out folder.json
expect 2 run good --journal x.jsonl;                in_err "single scenario"
mkdir empty
expect 2 run empty;               in_err "no scenario in folder"

# Bad input
expect 2 run missing.json;        in_err "missing.json"; no_out
expect 2 run invalid.json;        in_err "invalid.json:1:24: "; in_err "nonsense"; no_out
expect 2 run good/one.json invalid.json;            no_out
expect 2 run good/one.json --json report.json.not.there;  in_err "report.json.not.there"

# Output that cannot be written
expect 2 run good/one.json --junit good/one.json;   in_err "will not write over"
checks=$((checks + 1)); [ -s good/one.json ] || fail "the scenario was overwritten"
expect 3 run good/one.json --junit nowhere/x.xml;   in_err "nowhere/x.xml"; no_out
expect 3 run good/one.json --quiet --junit /dev/full;   in_err "/dev/full: No space left on device"
expect 3 run good/one.json --quiet --journal /dev/full; in_err "/dev/full: No space left on device"
expect 3 run good/one.json --quiet --trace /dev/full;   in_err "/dev/full"
checks=$((checks + 1))
"$sendlab" run good/one.json >/dev/full 2>err
[ $? = 3 ] || fail "standard output on a full disk: expected status 3"
in_err "standard output"

# A reader that goes away
checks=$((checks + 1))
(set -o pipefail; "$sendlab" run good/one.json --json 2>err | true)
[ $? = 0 ] || fail "a closed pipe: expected status 0"
no_err

# Signals: the run ends with what is known so far
cat >long.json <<'JSON'
{"name": "long", "duration": "5h", "application": {"requests": {"poisson": "50/s"}}}
JSON
for signal in INT:130 TERM:143; do
    checks=$((checks + 1))
    # Job control gives the child SIGINT's default, which a background job of a script ignores.
    set -m
    "$sendlab" run long.json --journal long.jsonl >out 2>err &
    child=$!
    set +m
    until [ -s long.jsonl ]; do kill -0 $child 2>/dev/null || break; done
    kill -s "${signal%:*}" $child
    wait $child
    status=$?
    [ $status = "${signal#*:}" ] || fail "SIG${signal%:*}: status $status, expected ${signal#*:}"
    in_out "Interrupted after"
    rm -f long.jsonl
done

# A terminal
if command -v script >/dev/null; then
    checks=$((checks + 2))
    unset NO_COLOR
    TERM=xterm script -qec "$sendlab run good/one.json" /dev/null >out </dev/null 2>err
    grep -q "$(printf '\033')\[1m" out || fail "no colour on a terminal"
    TERM=xterm NO_COLOR=1 script -qec "$sendlab run good/one.json" /dev/null >out </dev/null 2>err
    grep -q "$(printf '\033')\[1m" out && fail "colour in spite of NO_COLOR"
fi

# Calibration
expect 0 calibrate --help;                           in_out "Example:"; in_out "aws logs tail"
expect 0 calibrate "$logs/attempts.log" --output model.json;  in_out "Duration of an attempt: 250 values"; no_err
expect 0 calibrate "$logs/timeouts.log";             in_out "Cut off: 14 of 80"
expect 0 calibrate "$logs/sends.csv" --column latency_ms --json; in_out '"lognormal"'; no_err
cp out good/sends.json.model
expect 2 calibrate "$logs/sends.csv";                in_err "sends.csv:1:1: 3 columns"
expect 2 calibrate none.log
expect 2 calibrate good/one.json;                    in_err "good/one.json:1:1"
expect 2 calibrate "$logs/attempts.log" --output "$logs/attempts.log"
expect 0 run good/one.json --set 'ses.latency={"measured": "sends.json.model"}'
expect 2 run good/one.json --set 'ses.latency={"measured": "one.json"}';  in_err "is no model"
rm good/sends.json.model

# The real handler (tests/wire/verify_test.py runs one)
expect 0 verify --help;                              in_out "Example:"
expect 2 verify good/one.json;                       in_err "has only a model of the handler"
expect 2 plan good/one.json --live;                  in_err "has only a model of the handler"
expect 2 plan good/one.json --measurements good/one.json;  in_err "is no file of sendlab plan --live"
expect 2 verify none.json
expect 2 verify good/one.json --for tomorrow;        in_err "--for"
# CI
export GITHUB_STEP_SUMMARY=$folder/summary.md
cat >pipe.json <<'JSON'
{"application": {"requests": {"at": ["0s"]}, "emails_per_request": 25}, "lambda": {"memory_mb": 1769,
 "handler": {"model": "sequential", "max_in_flight": 1}}, "ses": {"latency": "100ms"},
 "expect": {"emails": 25,
            "duplicates": 0}}
JSON
expect 0 run pipe.json --ci;                         no_err
expect 1 run pipe.json --set ses.latency=200ms --ci --json; in_err "::error file=pipe.json,line=4,title=pipe::expected duplicates = 0"
checks=$((checks + 1)); grep -q 'NOT OK.*pipe' summary.md || fail "no row in the job's summary"
expect 2 run invalid.json --ci;                      in_err "::error file=invalid.json,line=1,col=24,"; in_err "invalid.json:1:24: "
export GITHUB_STEP_SUMMARY=/nowhere/x
expect 3 run pipe.json --ci;                         in_err "GITHUB_STEP_SUMMARY"
unset GITHUB_STEP_SUMMARY
expect 0 run pipe.json --json=pipe.before --quiet
expect 0 run pipe.json --baseline pipe.before;       in_out "nothing is worse than in pipe.before"
expect 0 run pipe.json --baseline pipe.before --seed 5 --quiet
expect 1 run pipe.json --set ses.latency=200ms --set expect={} --baseline pipe.before --junit junit.xml
in_out "WORSE    duplicates.per_million was 0"; in_out "in all of 139 runs"
checks=$((checks + 1)); grep -q 'failure message="duplicates.per_million was' junit.xml || fail "no baseline in junit.xml"
expect 0 run good/one.json --baseline pipe.before;   in_out "this scenario is not in pipe.before"
expect 2 run pipe.json --baseline pipe.json;         in_err "is no report of a run"
expect 2 run pipe.json --baseline none.json
expect 2 run pipe.json --baseline pipe.before --json=pipe.before
few="--emails-per-file 10,25 --samples 200 --max-timeout-probability 0.1"
expect 0 plan pipe.json $few --json=plan.before --quiet --ci
expect 0 plan pipe.json $few --baseline plan.before; in_out "Nothing is worse than in plan.before"
expect 1 plan pipe.json $few --baseline plan.before --set ses.latency=200ms --ci --junit junit.xml
in_out "WORSE  EMAILS_PER_FILE=25: P(time-out) was "; in_err "::error file=pipe.json,title=pipe::EMAILS_PER_FILE=25 is not safe."
checks=$((checks + 1)); grep -q 'failures="3"' junit.xml || fail "failures of a plan in junit.xml"
expect 0 plan pipe.json $few --set ses.latency=200ms --ignore-expectations --quiet
expect 2 plan pipe.json $few --ci --vary lambda.timeout=3s,5s;  in_err "without --vary"
expect 2 plan pipe.json $few --baseline pipe.before; in_err "is no plan"

# What it is
expect 0 --version;                                  in_out "built by "
expect 2 manual frobnicate;                          in_err "no command frobnicate"
expect 3 manual --into no/such/folder
expect 2 completion tcsh

# A recorded run
expect 0 open --help;                                in_out "Example:"
expect 0 run good/one.json --journal told.jsonl --html live.html --quiet
expect 0 open told.jsonl;                            in_out "told.html"; no_err
cmp -s told.html live.html || fail "open: another page than run --html"
expect 2 open good/one.json;                         in_err "good/one.json:1:1: is no line of a journal"
expect 2 open told.jsonl --html told.jsonl
expect 3 open told.jsonl --html no/such/folder.html
rm -f told.jsonl told.html live.html

# A plan in parts
few="--emails-per-file 1..9 --samples 100 --max-timeout-probability 0.1"
expect 0 merge --help;                               in_out "Example:"
expect 0 plan good/one.json $few --json;             mv out single.json
for i in 4 1 3 2; do
    expect 0 plan good/one.json $few --shard $i/4 --part part-$i.json --quiet;  no_out; no_err
done
expect 0 merge part-3.json part-1.json part-4.json part-2.json part-1.json --json;  same out single.json
expect 2 merge part-1.json part-3.json;              in_err "a part is missing: no counts of 4 values, 2, 4, 6, 8"
expect 0 plan good/two.json $few --shard 1/4 --part other.json --quiet
expect 2 merge part-?.json other.json;               in_err "other.json: a part of another plan"
expect 0 plan good/one.json $few --set lambda.timeout=2s --shard 1/4 --part other.json --quiet
expect 2 merge part-?.json other.json;               in_err "other.json: a part of another plan"
sed 's/"version": "[^"]*"/"version": "0.0.1"/' part-1.json >other.json
expect 2 merge other.json;                           in_err "other.json: counted by sendlab 0.0.1"
expect 2 merge single.json;                          in_err "single.json: is no part of a plan"
expect 2 plan good/one.json --shard 1/4 --part x;    in_err "--emails-per-file"
expect 2 plan good/one.json $few --shard 5/4 --part x;  in_err "no shard"
expect 2 plan good/one.json $few --shard 1/4;        in_err "--part"
expect 0 plan good/one.json $few --resume kept --json;  same out single.json
rm kept/value-3.json
touch -d '2000-01-01' kept/*.json
expect 0 plan good/one.json $few --resume kept --json;  same out single.json
checks=$((checks + 1)); [ "$(find kept -type f -newermt 2001-01-01)" = kept/value-3.json ] || fail "what was kept was counted again"
expect 0 merge kept/*.json --json;                   same out single.json
expect 2 plan good/two.json $few --resume kept;      in_err "a part of another plan"
for i in 1 2; do
    SLURM_ARRAY_TASK_ID=$i SLURM_ARRAY_TASK_COUNT=2 PATH=$(dirname "$sendlab"):$PATH \
        bash "$logs/../scale-out/slurm-array.sh" good/one.json 1..9 . --samples 100 --max-timeout-probability 0.1 ||
        fail "slurm-array.sh"
done
expect 0 merge part-1.json part-2.json --json;       same out single.json

# A plan's files
quick="--emails-per-file 2,20 --samples 200 --max-timeout-probability 0.1 --quiet"
# Several settings beside each other
short=${quick% --quiet}
expect 0 plan good/one.json $short --vary lambda.timeout=3s,5s --csv varied.csv; in_out "Insisting on lambda.timeout=3s"
expect 0 plan good/one.json $short --vary lambda.timeout=3s,5s --json;           in_out '"on_front"'
expect 2 plan good/one.json $short --vary lambda.timeout;                        in_err "KEY=V1,V2"
expect 2 plan good/one.json $short --vary lambda.time=3s;                        in_err "unknown key"
expect 0 plan good/one.json $short --vary lambda.timeout=3s,5s --html varied.html
checks=$((checks + 1)); grep -q '<title>' varied.html || fail "--vary --html: no page"
expect 2 plan good/one.json $short --sensitivity --vary lambda.timeout=3s,5s;    in_err "--sensitivity"
expect 0 plan good/one.json $short --sensitivity;            in_out "may drift"

# and each as files
expect 0 plan good/one.json $quick --html plan.html --markdown plan.md --charts charts
no_out
checks=$((checks + 1)); grep -q '<figure id="attempt-duration">' plan.html || fail "the page lacks a chart"
checks=$((checks + 1)); [ "$(ls charts)" = $'attempt-duration.svg\ncost.svg\nduplicates-and-losses.svg\ntimeout-probability.svg' ] || fail "charts: $(ls charts)"
python3 - charts/*.svg <<'PY' || fail "an SVG file is not XML"
import sys, xml.dom.minidom
for path in sys.argv[1:]: xml.dom.minidom.parse(path)
PY
cp plan.html first.html
expect 0 plan good/one.json $quick --html plan.html --threads 1;  same plan.html first.html
expect 2 plan good/one.json $quick --html good/one.json;          in_err "good/one.json"
expect 3 plan good/one.json $quick --html nowhere/plan.html
expect 3 plan good/one.json $quick --charts good/one.json

echo "$((checks - failures)) passed, $failures failed"
[ "$failures" = 0 ]
