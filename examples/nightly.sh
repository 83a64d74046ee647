#!/bin/sh
# Enhances the images of a folder unattended, from a systemd timer or cron. Needs skinenhance and jq on the path.
#
#   nightly.sh <source> <destination> [options of skinenhance enhance]
#   nightly.sh ~/photos ~/enhanced --mode faithful --max-credits 2000
#
# Each run writes a transcript with one line an image, and a CSV file of the failures when there are any, below
# <destination>/logs (or $SKINENHANCE_LOGS). Runs may overlap: an image that another run works on is waited for and not paid
# twice. The exit code is that of skinenhance: 0 all done, 1 at least one image failed or was not sent, 2 nothing could be
# sent, 3 the folder has no images, 130 stopped.
set -u

[ $# -ge 2 ] || { echo 'Usage: nightly.sh <source> <destination> [options of skinenhance enhance]' >&2; exit 2; }
source=$1
destination=$2
shift 2

logs=${SKINENHANCE_LOGS:-$destination/logs}
mkdir -p "$logs" || exit 2
log=$logs/$(date +%Y-%m-%d-%H%M%S)-$$

# One JSON object an image on standard output; what a human wants to read goes to the journal.
skinenhance enhance "$source" --recurse --destination "$destination" --json "$@" > "$log.jsonl"
code=$?

failures=$(jq -r 'select(.errorId) | [.source, .errorId, .message] | @csv' "$log.jsonl")
if [ -n "$failures" ]; then
    { echo 'source,errorId,message'; printf '%s\n' "$failures"; } > "$log-failures.csv"
fi

# A run without an image leaves nothing behind.
[ -s "$log.jsonl" ] || rm -f "$log.jsonl"
exit $code
