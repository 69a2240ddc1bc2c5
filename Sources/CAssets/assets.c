#pragma clang diagnostic ignored "-Wc23-extensions"
#include "assets.h"

static const fera_asset table[] = {
    {0, 0, 0},
};

const fera_asset *fera_assets(size_t *count) {
    *count = sizeof table / sizeof table[0] - 1;
    return table;
}
