// What Fera carries inside its program: web page, prompts, default configuration, the sample account.
#pragma once
#include <stddef.h>

/// One embedded file: its path ("web/index.html", "config/fera.json5", "prompts/ask.md", "sample/..."), its bytes.
typedef struct { const char *path; const unsigned char *bytes; size_t count; } fera_asset;

/// The embedded files, in the order of embed.sh; `*count` is set to how many there are.
const fera_asset *fera_assets(size_t *count);
