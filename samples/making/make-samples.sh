#!/usr/bin/env bash
# Draws every sample portrait from scratch: shapes, gradients and seeded noise only, no photographs.
#
#   samples/making/make-samples.sh [folder]      default folder: samples
#
# Needs ImageMagick with WEBP (checked with 6, written to run with 7 too) and exiftool.
# MAGICK names the ImageMagick program to use; without it `magick` is taken, else `convert`.
# The same tool versions always give the same bytes.
set -euo pipefail
export LC_ALL=C
export MAGICK_THREAD_LIMIT=1    # one thread, so that seeded noise comes in one order

fail() { printf 'make-samples: %s\n' "$1" >&2; exit 1; }

im="${MAGICK:-}"
if [ -z "$im" ]; then
    im="$(command -v magick || command -v convert || true)"
fi
[ -n "$im" ] || fail "ImageMagick was not found; install it or set MAGICK"
# Other programs are called convert as well (Windows has one), so ask.
case "$("$im" -version 2>/dev/null || true)" in
    *ImageMagick*) ;;
    *) fail "$im is not ImageMagick; set MAGICK to the right program" ;;
esac
command -v exiftool >/dev/null || fail "exiftool was not found"

out="${1:-$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)}"
mkdir -p "$out"
tmp="$(mktemp -d)"
trap 'rm -rf "$tmp"' EXIT

# Random numbers: the same on every machine, unlike $RANDOM or awk's rand().

state=1
rnd=0
# rnd_between LOW HIGH: sets rnd to LOW..HIGH inclusive.
rnd_between() {
    state=$(( (state * 1103515245 + 12345) & 0x7fffffff ))
    rnd=$(( $1 + (state >> 8) % ($2 - $1 + 1) ))
}

# One person, on a transparent 800x1000 canvas.

W=800
H=1000
canvas="${W}x${H}"

face='path "M 262,400 C 258,280 320,225 400,225 C 480,225 542,280 538,400 C 537,525 478,634 400,634 C 322,634 263,525 262,400 Z"'
ears='ellipse 262,432 20,38 0,360 ellipse 538,432 20,38 0,360'
neck='path "M 324,560 L 324,690 C 320,728 290,744 246,760 L 246,1000 L 554,1000 L 554,760 C 510,744 480,728 476,690 L 476,560 Z"'
cap='path "M 252,410 C 232,250 300,180 405,182 C 512,180 570,255 548,410 C 540,350 520,318 486,300 C 430,318 340,316 306,298 C 280,320 262,350 252,410 Z"'

# spots COUNT R_LOW R_HIGH: small dots over nose, cheeks and forehead, into the variable marks.
spots() {
    local i x y
    marks=''
    for (( i = 0; i < $1; i++ )); do
        rnd_between 280 520; x=$rnd
        rnd_between 0 3
        if [ "$rnd" -eq 0 ]; then rnd_between 280 370; else rnd_between 442 525; fi
        y=$rnd
        rnd_between "$2" "$3"     # tenths of a pixel
        marks+="ellipse $x,$y $(( rnd / 10 )).$(( rnd % 10 )),$(( rnd / 10 )).$(( rnd % 10 )) 0,360 "
    done
}

# strands COUNT: thin curves falling from the crown, into the variable marks.
strands() {
    local i x bend
    marks=''
    for (( i = 0; i < $1; i++ )); do
        rnd_between -230 230; x=$rnd
        rnd_between -14 14; bend=$rnd
        marks+="path \"M $(( 400 + x / 4 )),$(( 175 + (x < 0 ? -x : x) / 12 )) "
        marks+="C $(( 400 + x + bend )),215 $(( 400 + x * 11 / 10 )),420 $(( 400 + x + bend * 2 )),860\" "
    done
}

# ringlets COUNT: small open rings all over the hair, into the variable marks.
ringlets() {
    local i x y r
    marks=''
    for (( i = 0; i < $1 * 4; i++ )); do
        rnd_between 160 640; x=$rnd
        rnd_between 120 600; y=$rnd
        rnd_between 9 20; r=$rnd
        rnd_between 0 360
        marks+="ellipse $x,$y $r,$r $rnd,$(( rnd + 230 )) "
    done
}

# curls: overlapping circles around the head, into curls_back and (along the hairline) curls_front.
curls() {
    local i r
    # cos and sin of 0..180 degrees in steps of 12, times 100
    local -a c=(100 98 91 81 67 50 31 10 -10 -31 -50 -67 -81 -91 -98 -100)
    local -a s=(0 21 41 59 74 87 95 99 99 95 87 74 59 41 21 0)
    curls_back='' curls_front=''
    for i in "${!c[@]}"; do
        rnd_between 56 74; r=$rnd
        curls_back+="circle $(( 400 + c[i] * 165 / 100 )),$(( 400 - s[i] * 180 / 100 )) $(( 400 + c[i] * 165 / 100 + r )),$(( 400 - s[i] * 180 / 100 )) "
        rnd_between 28 36; r=$rnd
        curls_front+="circle $(( 400 + c[i] * 140 / 100 )),$(( 385 - s[i] * 135 / 100 )) $(( 400 + c[i] * 140 / 100 + r )),$(( 385 - s[i] * 135 / 100 )) "
    done
    for i in 0 1 2; do
        curls_back+="circle 236,$(( 420 + i * 55 )) $(( 298 - i * 6 )),$(( 420 + i * 55 )) "
        curls_back+="circle 564,$(( 420 + i * 55 )) $(( 626 - i * 6 )),$(( 420 + i * 55 )) "
    done
    curls_back+='ellipse 400,330 180,150 0,360'
}

# person FILE [name=value ...]: see the defaults for the names.
person() {
    local file=$1 seed=1
    local skin='#eebf9f' shade='#a8604a' blush='#e0705f' glow='#fff0dc' lips='#bf5f5c'
    local hair='#5a3826' hairdark='#2e1b12' hairlight='#8a5c3e' style=short brows='#4a2e20'
    local eyes='#5b7f95' top='#3f6c8c' toplight='#6f98b3' collar=round
    local freckles=0 freckle='#a8603c' blemishes=0 grain=0.16 beard=no lines=no glasses=no
    shift
    local "$@"
    state=$seed

    local back front lid=3
    case "$style" in
        long)
            back='path "M 400,165 C 250,160 205,280 205,430 C 205,600 170,700 185,850 C 250,890 320,880 345,840 L 455,840 C 480,880 550,890 615,850 C 630,700 595,600 595,430 C 595,280 550,160 400,165 Z"'
            front='path "M 440,166 C 320,150 212,240 218,400 C 226,470 236,540 226,620 C 262,560 262,480 268,420 C 292,395 400,360 440,262 C 462,330 516,376 533,420 C 538,480 540,560 576,620 C 564,540 574,470 582,400 C 588,250 520,168 440,166 Z"' ;;
        bun)
            back='circle 400,150 400,78 ellipse 400,350 158,175 0,360'
            front='path "M 250,420 C 228,250 300,178 400,178 C 500,178 572,250 550,420 C 542,350 500,286 400,262 C 300,286 258,350 250,420 Z"' ;;
        curly)
            curls
            back=$curls_back front=$curls_front ;;
        bob)
            back='path "M 400,165 C 260,160 215,270 212,420 C 208,520 200,600 215,655 C 270,690 330,670 350,640 L 450,640 C 470,670 530,690 585,655 C 600,600 592,520 588,420 C 585,270 540,160 400,165 Z"'
            front='path "M 224,560 C 204,300 246,164 400,164 C 554,164 596,300 576,560 C 556,500 552,430 536,362 C 470,380 330,380 264,362 C 248,430 244,500 228,560 Z"' ;;
        *)
            back='ellipse 400,340 150,150 0,360'
            front=$cap ;;
    esac
    [ "$style" = short ] || lid=5

    # Clothes, with a soft fold of light on each shoulder.
    local shirt='path "M 60,1000 C 66,850 110,790 250,752 C 280,840 340,880 400,880 C 460,880 520,840 550,752 C 690,790 734,850 740,1000 Z"'
    [ "$collar" = round ] ||
        shirt='path "M 60,1000 C 66,850 110,790 262,742 L 318,712 L 400,900 L 482,712 L 538,742 C 690,790 734,850 740,1000 Z"'

    local shine='ellipse 340,235 70,24 0,360'
    [ "$style" != bun ] || shine+=' ellipse 378,120 34,22 0,360'

    spots "$freckles" 14 30; local dots=$marks
    spots "$blemishes" 30 52; local sore=$marks
    local texture=strands
    [ "$style" != curly ] || texture=ringlets
    "$texture" 46; local dark_strands=$marks
    "$texture" 30; local light_strands=$marks

    # Grain: seeded noise turned into the opacity of a darker and a lighter tone.
    local tone
    for tone in shade glow; do
        "$im" -size "$canvas" -seed $(( seed * 2 + (${#tone} - 4) )) xc:gray50 +noise Random \
            -channel G -separate +channel -blur 0x1.5 -normalize -level 55%,100% \
            -evaluate multiply "$grain" -alpha copy -fill "${!tone}" -colorize 100 "$tmp/grain-$tone.miff"
    done

    # Hair behind, neck and clothes.
    "$im" -size "$canvas" xc:none -fill "$hairdark" -draw "$back" \
        \( -size "$canvas" xc:none -fill none -stroke "$hair" -strokewidth 5 -draw "$dark_strands" -blur 0x1.5 \) \
        -compose atop -composite \
        \( -size "$canvas" xc:none -fill "$hairlight" -draw "$shine" -blur 0x14 \
            -channel A -evaluate multiply 0.7 +channel \) -compose atop -composite "$tmp/back.miff"
    "$im" -size "$canvas" xc:none -fill "$skin" -draw "$neck" \
        \( -size "$canvas" xc:none -fill "$shade" -draw 'ellipse 400,645 130,80 0,360' -blur 0x22 \
            -channel A -evaluate multiply 0.75 +channel \) -compose atop -composite \
        \( -size "$canvas" xc:none -fill none -stroke "$shade" -strokewidth 7 \
            -draw 'path "M 260,775 Q 330,765 378,800" path "M 540,775 Q 470,765 422,800"' -blur 0x6 \
            -channel A -evaluate multiply 0.6 +channel \) -compose atop -composite \
        "$tmp/grain-shade.miff" -compose atop -composite "$tmp/neck.miff"
    "$im" -size "$canvas" xc:none -fill "$top" -draw "$shirt" \
        \( -size "$canvas" xc:none -fill "$toplight" \
            -draw 'ellipse 190,850 70,110 20,360 ellipse 600,850 50,100 0,360' -blur 0x40 \
            -channel A -evaluate multiply 0.7 +channel \) -compose atop -composite \
        \( -size "$canvas" xc:none -fill none -stroke '#00000040' -strokewidth 5 \
            -draw 'path "M 170,1000 C 172,950 168,930 158,900" path "M 630,1000 C 628,950 632,930 642,900"' -blur 0x5 \) \
        -compose atop -composite "$tmp/shirt.miff"

    # Head: light from the left, so the right side and the temples fall into shade.
    "$im" -size "$canvas" xc:none -fill "$skin" -draw "$ears" -draw "$face" \
        \( -size "$canvas" xc:none -fill "$shade" \
            -draw 'path "M 560,230 L 560,660 L 400,660 C 500,600 522,480 512,330 Z" ellipse 252,436 16,30 0,360 ellipse 400,655 90,22 0,360 ellipse 400,215 150,45 0,360' \
            -blur 0x26 -channel A -evaluate multiply 0.6 +channel \) -compose atop -composite \
        \( -size "$canvas" xc:none -fill "$blush" -draw 'ellipse 312,495 36,26 0,360 ellipse 486,495 36,26 0,360 ellipse 402,498 16,12 0,360' \
            -blur 0x16 -channel A -evaluate multiply 0.42 +channel \) -compose atop -composite \
        \( -size "$canvas" xc:none -fill "$shade" -draw 'ellipse 336,408 38,16 0,360 ellipse 464,408 38,16 0,360 ellipse 400,576 30,6 0,360' \
            -blur 0x9 -channel A -evaluate multiply 0.5 +channel \) -compose atop -composite \
        \( -size "$canvas" xc:none -fill none -stroke "$shade" -strokewidth 9 \
            -draw 'path "M 424,405 C 414,440 428,468 432,492" path "M 372,506 Q 402,524 432,504"' -blur 0x6 \
            -channel A -evaluate multiply 0.75 +channel \) -compose atop -composite \
        \( -size "$canvas" xc:none -fill "$glow" \
            -draw 'ellipse 316,470 24,16 0,360 ellipse 400,440 6,46 0,360 ellipse 398,494 10,8 0,360 ellipse 392,604 24,10 0,360' \
            -blur 0x11 -channel A -evaluate multiply 0.5 +channel \) -compose atop -composite \
        \( -size "$canvas" xc:none -fill "$glow" -draw 'ellipse 365,315 70,34 0,360' -blur 0x26 \
            -channel A -evaluate multiply 0.5 +channel \) -compose atop -composite \
        "$tmp/head.miff"
    if [ "$lines" = yes ]; then
        "$im" "$tmp/head.miff" \( -size "$canvas" xc:none -fill none -stroke "$shade" -strokewidth 4 \
            -draw 'path "M 330,305 Q 400,293 470,305" path "M 338,330 Q 400,320 462,330"' \
            -draw 'path "M 358,512 Q 330,530 330,562" path "M 444,512 Q 472,530 472,562"' \
            -draw 'path "M 306,444 Q 336,460 366,446" path "M 434,446 Q 464,460 494,444"' \
            -draw 'path "M 292,410 L 276,400 M 291,420 L 274,421 M 508,410 L 524,400 M 509,420 L 526,421"' \
            -blur 0x2 -channel A -evaluate multiply 0.6 +channel \) -compose atop -composite "$tmp/head.miff"
    fi
    if [ -n "$dots" ]; then
        "$im" "$tmp/head.miff" \( -size "$canvas" xc:none -fill "$freckle" -draw "$dots" -blur 0x0.8 \
            -channel A -evaluate multiply 0.7 +channel \) -compose atop -composite "$tmp/head.miff"
    fi
    if [ -n "$sore" ]; then
        "$im" "$tmp/head.miff" \( -size "$canvas" xc:none -fill "$blush" -draw "$sore" -blur 0x2 \
            -channel A -evaluate multiply 0.8 +channel \) -compose atop -composite "$tmp/head.miff"
    fi
    if [ "$beard" = yes ]; then
        "$im" "$tmp/head.miff" \( -size "$canvas" xc:none -fill "$hairdark" \
            -draw 'path "M 240,440 C 262,500 290,530 322,532 C 350,512 450,512 478,532 C 510,530 538,500 560,440 L 560,660 L 240,660 Z"' \
            -blur 0x7 -channel A -evaluate multiply 0.85 +channel \) -compose atop -composite "$tmp/head.miff"
    fi
    "$im" "$tmp/head.miff" "$tmp/grain-shade.miff" -compose atop -composite \
        "$tmp/grain-glow.miff" -compose atop -composite "$tmp/head.miff"

    # Eyes, brows, nostrils and mouth.
    "$im" -size "$canvas" xc:none -fill '#f7f3ee' \
        -draw 'path "M 301,420 Q 336,384 372,420 Q 336,440 301,420 Z" path "M 428,420 Q 464,384 499,420 Q 464,440 428,420 Z"' \
        \( -size "$canvas" xc:none -fill "$eyes" -stroke '#00000070' -strokewidth 2 \
            -draw 'circle 338,414 338,430 circle 463,414 463,430' \
            -stroke none -fill '#17110f' -draw 'circle 338,414 338,421 circle 463,414 463,421' \
            -fill '#ffffffe6' -draw 'circle 333,408 333,412 circle 458,408 458,412' \
            -fill '#00000038' -draw 'rectangle 290,385 510,407' \) -compose atop -composite \
        -fill none -stroke '#2a1a15' -strokewidth "$lid" \
        -draw 'stroke-linecap round path "M 299,421 Q 336,382 373,420 M 427,420 Q 464,382 501,421"' \
        -stroke "$shade" -strokewidth 2 \
        -draw 'path "M 306,402 Q 336,372 370,404 M 430,404 Q 464,372 494,402"' \
        -stroke none -fill "$brows" \
        -draw 'path "M 292,378 Q 330,346 376,368 Q 332,360 292,378 Z" path "M 508,378 Q 470,346 424,368 Q 468,360 508,378 Z"' \
        -stroke "$brows" -strokewidth 5 -fill none \
        -draw 'stroke-linejoin round path "M 296,374 Q 332,350 374,366" path "M 504,374 Q 468,350 426,366"' \
        -stroke none -fill "$shade" -draw 'ellipse 386,507 7,4 0,360 ellipse 416,507 7,4 0,360' \
        -fill "$lips" \
        -draw 'path "M 347,548 Q 376,539 390,541 Q 400,546 410,541 Q 424,539 453,548 Q 432,581 400,581 Q 368,581 347,548 Z"' \
        \( -size "$canvas" xc:none -fill '#ffffff70' -draw 'ellipse 394,570 22,5 0,360' -blur 0x4 \) \
        -compose over -composite \
        -fill none -stroke '#5a2424b0' -strokewidth 3 \
        -draw 'stroke-linecap round path "M 343,545 Q 370,560 400,558 Q 430,560 457,545"' "$tmp/features.miff"
    if [ "$glasses" = yes ]; then
        "$im" "$tmp/features.miff" -fill '#ffffff18' -stroke '#2b2b33' -strokewidth 6 \
            -draw 'roundrectangle 286,382 382,456 26,26 roundrectangle 418,382 514,456 26,26' \
            -fill none -draw 'path "M 382,410 Q 400,398 418,410 M 286,408 L 258,402 M 514,408 L 542,402"' "$tmp/features.miff"
    fi

    # Hair in front.
    "$im" -size "$canvas" xc:none -fill "$hair" -draw "$front" \
        \( -size "$canvas" xc:none -fill none -stroke "$hairdark" -strokewidth 3 -draw "$dark_strands" -blur 0x1 \
            -channel A -evaluate multiply 0.7 +channel \) -compose atop -composite \
        \( -size "$canvas" xc:none -fill none -stroke "$hairlight" -strokewidth 4 -draw "$light_strands" -blur 0x2 \
            -channel A -evaluate multiply 0.7 +channel \) -compose atop -composite \
        \( -size "$canvas" xc:none -fill "$hairlight" -draw "$shine" -blur 0x18 \
            -channel A -evaluate multiply 0.7 +channel \) -compose atop -composite "$tmp/front.miff"

    # The hair throws a thin shadow on the forehead.
    "$im" "$tmp/head.miff" \( "$tmp/front.miff" -fill "$shade" -colorize 100 -blur 0x9 \
        -channel A -evaluate multiply 0.55 +channel \) -compose atop -composite "$tmp/head.miff"
    # The head sits a little lower than it was drawn, on a shorter neck.
    "$im" -size "$canvas" xc:none -compose over "$tmp/back.miff" -geometry +0+46 -composite \
        "$tmp/neck.miff" -geometry +0+0 -composite "$tmp/shirt.miff" -geometry +0+0 -composite \
        "$tmp/head.miff" -geometry +0+46 -composite "$tmp/features.miff" -geometry +0+46 -composite \
        "$tmp/front.miff" -geometry +0+46 -composite "$file"
}

# Backgrounds.

# background FILE SIZE KIND COLOUR COLOUR [COLOUR]
background() {
    local file=$1 size=$2 kind=$3 from=$4 to=$5 extra=${6:-white}
    local w=${size%x*} h=${size#*x} i x y r shapes=''
    case "$kind" in
        studio)
            "$im" -size "$size" "radial-gradient:$from-$to" "$file" ;;
        bokeh)
            for (( i = 0; i < 26; i++ )); do
                rnd_between 0 "$w"; x=$rnd
                rnd_between 0 "$h"; y=$rnd
                rnd_between $(( w / 40 )) $(( w / 14 )); r=$rnd
                shapes+="circle $x,$y $(( x + r )),$y "
            done
            "$im" -size "$size" "gradient:$from-$to" \
                \( -size "$size" xc:none -fill "$extra" -draw "$shapes" -blur 0x3 \
                    -channel A -evaluate multiply 0.28 +channel \) -compose over -composite "$file" ;;
        hills)
            "$im" -size "$size" "gradient:$from-$to" \
                \( -size "$size" xc:none -fill '#fff6d8' -draw "circle $(( w / 6 )),$(( h / 4 )) $(( w / 6 + h / 11 )),$(( h / 4 ))" \
                    -fill "$extra" \
                    -draw "path 'M -20,$(( h * 62 / 100 )) C $(( w / 4 )),$(( h * 42 / 100 )) $(( w * 3 / 5 )),$(( h * 78 / 100 )) $(( w + 20 )),$(( h * 55 / 100 )) L $(( w + 20 )),$(( h + 20 )) L -20,$(( h + 20 )) Z'" \
                    -fill '#00000030' \
                    -draw "path 'M -20,$(( h * 78 / 100 )) C $(( w / 3 )),$(( h * 62 / 100 )) $(( w * 2 / 3 )),$(( h * 88 / 100 )) $(( w + 20 )),$(( h * 72 / 100 )) L $(( w + 20 )),$(( h + 20 )) L -20,$(( h + 20 )) Z'" \
                    -virtual-pixel edge -blur 0x4 \) -compose over -composite "$file" ;;
        window)
            x=$(( w * 58 / 100 )) y=$(( h * 6 / 100 ))
            "$im" -size "$size" "gradient:$from-$to" \
                \( -size "$size" xc:none -fill "$extra" -draw "rectangle $x,$y $(( w * 94 / 100 )),$(( h * 56 / 100 ))" \
                    -fill none -stroke "$to" -strokewidth $(( w / 50 )) \
                    -draw "line $(( w * 76 / 100 )),$y $(( w * 76 / 100 )),$(( h * 56 / 100 )) line $x,$(( h * 31 / 100 )) $(( w * 94 / 100 )),$(( h * 31 / 100 ))" \
                    -blur 0x4 \) -compose over -composite "$file" ;;
        *)  "$im" -size "$size" "gradient:$from-$to" "$file" ;;
    esac
}

# place SCENE PERSON WIDTH X Y: puts a person on a scene, WIDTH pixels wide, at X,Y.
place() {
    local x=$4 y=$5
    [ "$x" -lt 0 ] || x="+$x"
    [ "$y" -lt 0 ] || y="+$y"
    "$im" "$1" \( "$2" -filter Lanczos -resize "$3x" \) -geometry "$x$y" -compose over -composite "$1"
}

# save SCENE FORMAT NAME [options]: writes without dates or other metadata. ImageMagick reads [..]
# in a name as a selection, so it writes a plain name first.
save() {
    local scene=$1 format=$2 name=$3
    shift 3
    "$im" "$scene" -alpha off -depth 8 -strip +set date:create +set date:modify +set date:timestamp "$@" \
        "$format:$tmp/plain"
    mv -f "$tmp/plain" "$out/$name"
}

jpeg=(-sampling-factor 4:2:0 -interlace none -quality 84)
png=(-define png:compression-level=9 -define png:compression-filter=5 -define png:color-type=2
    -define 'png:exclude-chunk=date,time,tIME,gAMA,cHRM,bKGD')
scene="$tmp/scene.miff"

# The six samples.

person "$tmp/p.miff" seed=11 style=long hair='#a4502a' hairdark='#6d2f17' hairlight='#d98a55' brows='#7d4226' \
    skin='#f4cdb4' shade='#b8705a' blush='#e8786a' eyes='#5f8f6a' freckles=150 freckle='#b5693f' blemishes=4 \
    top='#2f5d62' toplight='#5e9193' lips='#c4625e'
state=5
background "$scene" 600x800 bokeh '#d9e6d2' '#7fa08c' '#fffbe0'
place "$scene" "$tmp/p.miff" 690 -45 -30
save "$scene" jpeg portrait-freckles.jpg "${jpeg[@]}"

# Stored lying on its side; orientation 6 says "turn a quarter clockwise to show".
person "$tmp/p.miff" seed=23 style=curly hair='#2b1a14' hairdark='#1a0f0b' hairlight='#5a3a2c' brows='#20130e' \
    skin='#9a6142' shade='#4f2a1c' blush='#a84a3a' glow='#e8b48c' lips='#8e4440' eyes='#4a2c1a' \
    blemishes=9 freckles=20 freckle='#5a3020' top='#d9a441' toplight='#f1cd84' grain=0.2
background "$scene" 540x720 window '#e9dccb' '#b79f88' '#dff0fa'
place "$scene" "$tmp/p.miff" 620 -40 -10
save "$scene" jpeg phone-orientation-6.jpg -rotate 270 "${jpeg[@]}"
exiftool -q -overwrite_original -n \
    -Make='SkinEnhance Sample' -Model='SkinEnhance Sample Camera' -Orientation=6 \
    -DateTimeOriginal='2026:01:15 10:30:00' "$out/phone-orientation-6.jpg"

person "$tmp/p.miff" seed=37 style=short hair='#b9b7b4' hairdark='#86837f' hairlight='#e6e4e0' brows='#8d8984' \
    skin='#e6b595' shade='#9c5c48' blush='#d06c5c' eyes='#4f6f8f' lines=yes glasses=yes blemishes=6 \
    freckles=30 freckle='#a06a4a' top='#5a4a6a' toplight='#8a789c' collar=open lips='#b0655c' grain=0.18
background "$scene" 960x540 hills '#8fb9dc' '#f3dfc4' '#7d9a6b'
place "$scene" "$tmp/p.miff" 560 300 -90
save "$scene" jpeg wide-landscape.jpg "${jpeg[@]}"

person "$tmp/p.miff" seed=41 style=short hair='#171210' hairdark='#120d0b' hairlight='#3d302a' brows='#120d0b' \
    skin='#6b4230' shade='#331b12' blush='#7d3a2e' glow='#c08a68' lips='#6d3a36' eyes='#2e1c12' \
    beard=yes blemishes=5 top='#e8e4da' toplight='#ffffff' grain=0.12
background "$scene" 240x320 plain '#e2907a' '#c4604f'
place "$scene" "$tmp/p.miff" 340 -50 -40
save "$scene" png small-portrait.png "${png[@]}"

person "$tmp/p.miff" seed=53 style=bob hair='#d9b36a' hairdark='#a37c3c' hairlight='#f5dfa8' brows='#9a7440' \
    skin='#f6d6c2' shade='#bd7a66' blush='#ea8478' eyes='#5b8fb5' freckles=40 blemishes=3 \
    top='#b5485a' toplight='#d67f8c' lips='#c85f66' grain=0.05
person "$tmp/q.miff" seed=59 style=short hair='#2f211a' hairdark='#1c130f' hairlight='#5f483a' brows='#241813' \
    skin='#c98f68' shade='#7a4630' blush='#c25a48' glow='#f4d0a8' lips='#a35a50' eyes='#4b3a22' beard=yes \
    blemishes=4 top='#34495e' toplight='#5f7a94' collar=open grain=0.05
background "$scene" 480x360 plain '#cfd8e6' '#8d9bb5'
place "$scene" "$tmp/q.miff" 320 178 -30
place "$scene" "$tmp/p.miff" 315 -22 -14
save "$scene" png 'Åsa & José [studio 2].png' "${png[@]}"

person "$tmp/p.miff" seed=67 style=bun hair='#1f1a1c' hairdark='#121013' hairlight='#4c4449' brows='#1f1a1c' \
    skin='#e9c09a' shade='#a0674a' blush='#dc7464' eyes='#3a2519' blemishes=7 freckles=12 \
    top='#7a9e7e' toplight='#aecbb0' collar=open lips='#bb5a58' grain=0.18
background "$scene" 512x640 studio '#f2e3ee' '#9c83a8'
place "$scene" "$tmp/p.miff" 600 -44 -10
save "$scene" webp portrait-bun.webp -quality 84 -define webp:method=6
