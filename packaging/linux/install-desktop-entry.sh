#!/bin/sh
# Puts Inspector into this user's menu; with --remove, takes it out again. The bundle stays where it lies.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
data=${XDG_DATA_HOME:-$HOME/.local/share}
entry=$data/applications/inspector.desktop
icon=$data/icons/hicolor/256x256/apps/inspector.png

if [ "${1-}" = --remove ]; then
    rm -f "$entry" "$icon"
else
    mkdir -p "$(dirname "$entry")" "$(dirname "$icon")"
    cp "$here/inspector.png" "$icon"
    # Quoted for the entry's Exec, whose % is written twice, and for sed's own replacement.
    command=$(printf '%s' "$here/inspector" | sed -e 's/[\\"`$]/\\\\&/g' -e 's/%/%%/g' -e 's/[\\&|]/\\&/g')
    sed "s|^Exec=inspector|Exec=\"$command\"|" "$here/inspector.desktop" > "$entry"
    echo "$entry"
fi
if command -v update-desktop-database > /dev/null; then update-desktop-database "$data/applications" || true; fi
