#pragma once
#include <wslay/wslay.h>

// One server context that hands frames over piece by piece instead of keeping whole messages.
static inline wslay_event_context_ptr fera_wslay_server(const struct wslay_event_callbacks *callbacks, void *user) {
    wslay_event_context_ptr context = 0;
    if (wslay_event_context_server_init(&context, callbacks, user) != 0) return 0;
    wslay_event_config_set_no_buffering(context, 1);
    return context;
}
