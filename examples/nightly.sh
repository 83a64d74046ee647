#!/bin/sh
# Enhances the images of a folder unattended, from a systemd timer or cron. Needs skinenhance and jq on the path.
#
#   nightly.sh <source> <destination> [options of skinenhance enhance]
#   nightly.sh ~/photos ~/enhanced --mode faithful --max-credits 2000
#   nightly.sh ~/photos ~/enhanced --mode smart-skin-advanced --set acne_removal=1
#
# Each run writes one JSON line an image, a log with the messages of skinenhance and, after failures, a CSV file of them, below
# <destination>/logs (or $SKINENHANCE_LOGS; if neither can be written, below ${TMPDIR:-/tmp}). A run without failures writes nothing
# to standard output and standard error, so that cron sends no mail. Runs can overlap: an image that another run processes is waited
# for and not billed twice.
#
# Exit codes: those of skinenhance (0 all images succeeded, 1 at least one image failed or was not sent, 2 nothing could be sent, 3 the
# folder has no images, 130 stopped), and 2 if skinenhance or jq is missing.
set -u

[ $# -ge 2 ] || { echo 'Usage: nightly.sh <source> <destination> [options of skinenhance enhance]' >&2; exit 2; }
source=$1
destination=$2
shift 2

name=$(date +%Y-%m-%d-%H%M%S)-$$
log=
for logs in "${SKINENHANCE_LOGS:-$destination/logs}" "${TMPDIR:-/tmp}/skinenhance-logs"; do
    if mkdir -p -- "$logs" && : > "$logs/$name.log"; then
        log=$logs/$name
        break
    fi
done
[ -n "$log" ] || exit 2

for tool in skinenhance jq; do
    command -v "$tool" > /dev/null || { echo "$tool is not on the path: $PATH" | tee -a "$log.log" >&2; exit 2; }
done

# The source is last, after --, so that its name can begin with a dash.
skinenhance enhance --recurse --destination "$destination" --json "$@" -- "$source" > "$log.jsonl" 2> "$log.log"
code=$?

failures=$(jq -r 'select(.errorId) | [.source, .errorId, .message] | @csv' "$log.jsonl")
if [ -n "$failures" ]; then
    { echo 'source,errorId,message'; printf '%s\n' "$failures"; } > "$log-failures.csv"
fi

[ "$code" -eq 0 ] || cat "$log.log" >&2
exit "$code"
