#!/bin/sh
# Writes assets.c anew: one #embed for each file of the web page, the sample account, the prompts and the configuration.
# Run it after adding or removing such a file (`make assets`); a test fails until the table names every one.
set -eu
cd "$(dirname "$0")"
{
    echo '// Written by embed.sh; do not edit. #embed is C23, which clang takes in C17 with a warning that is of no use here.'
    echo '#pragma clang diagnostic ignored "-Wc23-extensions"'
    echo '#include "assets.h"'
    echo
    n=0
    table=""
    for file in $( (find web sample -type f ! -name '.*'; find ../../Prompts ../../config -type f ! -name '.*') | LC_ALL=C sort); do
        n=$((n + 1))
        name=$(echo "$file" | sed -e 's|^\.\./\.\./Prompts/|prompts/|' -e 's|^\.\./\.\./config/|config/|')
        printf 'static const unsigned char asset_%d[] = {\n#embed "%s" suffix(, )\n0};\n' "$n" "$file"
        table="$table    {\"$name\", asset_$n, sizeof asset_$n - 1},
"
    done
    echo
    echo 'static const fera_asset table[] = {'
    printf '%s' "$table"
    echo '};'
    echo
    echo 'const fera_asset *fera_assets(size_t *count) {'
    echo '    *count = sizeof table / sizeof table[0];'
    echo '    return table;'
    echo '}'
} > assets.c.new
mv assets.c.new assets.c
