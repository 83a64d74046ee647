#!/bin/sh
# Takes a folder of images through the service with curl and base64.
# usage: curl.sh <images> <results> <how many at once>
#        curl.sh --one <results> <image>
set -u

service=${SKINENHANCE_COMFY_URI%/}/proxy/freepik/v1/ai/skin-enhancer

call() {
    curl --silent --show-error --fail --header "X-API-Key: $COMFY_API_KEY" "$@"
}

if [ "$1" != --one ]; then
    find "$1" -type f -print0 | xargs -0 -n 1 -P "$3" sh "$0" --one "$2"
    exit
fi

results=$2
image=$3
body=$(mktemp) || exit 1
trap 'rm -f "$body"' EXIT

# An argument cannot hold an image, so the body goes through a file.
{
    printf '{"image":"'
    base64 -w0 "$image"
    printf '"}'
} > "$body" || exit 1

answer=$(call --header 'Content-Type: application/json' --data-binary @"$body" "$service/faithful") || exit 1
task=$(printf '%s' "$answer" | sed -n 's/.*"task_id":"\([^"]*\)".*/\1/p')
[ -n "$task" ] || { echo "no task: $answer" >&2; exit 1; }

while :; do
    case $answer in
        *'"COMPLETED"'*) break ;;
        *'"FAILED"'*) echo "task $task failed" >&2; exit 1 ;;
    esac
    sleep 3
    answer=$(call "$service/$task") || exit 1
done

result=$(printf '%s' "$answer" | sed -n 's/.*"generated":\["\([^"]*\)".*/\1/p')
path=${result%%\?*}
name=${image##*/}
curl --silent --show-error --fail --output "$results/${name%.*}-faithful.${path##*.}" "$result"
