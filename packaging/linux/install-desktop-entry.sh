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
    # Quoted as an argument, then as a text of an entry, whose % is written twice.
    command=$(printf '%s' "$here/inspector" | sed -e 's/[\\"`$]/\\&/g' -e 's/\\/\\\\/g' -e 's/%/%%/g')
    while IFS= read -r line; do
        case $line in
            Exec=*) printf 'Exec="%s" %%f\n' "$command" ;;
            *) printf '%s\n' "$line" ;;
        esac
    done < "$here/inspector.desktop" > "$entry"
    echo "$entry"
fi
if command -v update-desktop-database > /dev/null; then update-desktop-database "$data/applications" || true; fi
