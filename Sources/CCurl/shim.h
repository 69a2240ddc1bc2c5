// libcurl for FeraCurl. Swift cannot call variadic functions, and a value of the wrong width handed to
// curl_easy_setopt is undefined behaviour; so every option goes through a function that has its C type.
#pragma once
#include <curl/curl.h>
#include <netinet/in.h>
#include <stddef.h>
#include <string.h>

typedef size_t (*fera_curl_write)(char *, size_t, size_t, void *);
typedef curl_socket_t (*fera_curl_open)(void *, curlsocktype, struct curl_sockaddr *);
typedef int (*fera_curl_prereq)(void *, char *, char *, int, int);

static inline CURLcode fera_curl_init(void) { return curl_global_init(CURL_GLOBAL_DEFAULT); }

static inline CURLcode fera_curl_set_long(CURL *h, CURLoption o, long v) { return curl_easy_setopt(h, o, v); }
static inline CURLcode fera_curl_set_offset(CURL *h, CURLoption o, curl_off_t v) { return curl_easy_setopt(h, o, v); }
static inline CURLcode fera_curl_set_string(CURL *h, CURLoption o, const char *v) { return curl_easy_setopt(h, o, v); }
static inline CURLcode fera_curl_set_list(CURL *h, CURLoption o, struct curl_slist *v) { return curl_easy_setopt(h, o, v); }
static inline CURLcode fera_curl_set_pointer(CURL *h, CURLoption o, void *v) { return curl_easy_setopt(h, o, v); }
static inline CURLcode fera_curl_set_write(CURL *h, CURLoption o, fera_curl_write f) { return curl_easy_setopt(h, o, f); }
static inline CURLcode fera_curl_set_open(CURL *h, fera_curl_open f) { return curl_easy_setopt(h, CURLOPT_OPENSOCKETFUNCTION, f); }
static inline CURLcode fera_curl_set_prereq(CURL *h, fera_curl_prereq f) { return curl_easy_setopt(h, CURLOPT_PREREQFUNCTION, f); }

/// Copies `count` bytes as the request's body. The size is set first: without it libcurl would stop at a zero byte.
static inline CURLcode fera_curl_set_body(CURL *h, const void *bytes, size_t count) {
    CURLcode code = curl_easy_setopt(h, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)count);
    return code != CURLE_OK ? code : curl_easy_setopt(h, CURLOPT_COPYPOSTFIELDS, count ? (const char *)bytes : "");
}

static inline CURLcode fera_curl_get_offset(CURL *h, CURLINFO i, curl_off_t *v) { return curl_easy_getinfo(h, i, v); }
static inline CURLcode fera_curl_get_pointer(CURL *h, CURLINFO i, void **v) { return curl_easy_getinfo(h, i, (char **)v); }
static inline CURLMcode fera_curl_multi_set_long(CURLM *m, CURLMoption o, long v) { return curl_multi_setopt(m, o, v); }

/// The finished transfer and its result, one a call; NULL when there is none. The message itself lives no longer than this call.
static inline CURL *fera_curl_next_done(CURLM *m, CURLcode *result) {
    int left = 0;
    CURLMsg *message;
    while ((message = curl_multi_info_read(m, &left))) {
        if (message->msg != CURLMSG_DONE) continue;
        *result = message->data.result;
        return message->easy_handle;
    }
    return NULL;
}

/// The bytes of an address: 4 for IPv4, 16 for IPv6, 0 for any other family. libcurl's struct is declared with a plain
/// `sockaddr` and followed by the rest of a longer one, hence the copy from its offset.
static inline int fera_curl_address(const struct curl_sockaddr *address, unsigned char out[16]) {
    const char *start = (const char *)address + offsetof(struct curl_sockaddr, addr);
    if (address->family == AF_INET && address->addrlen >= sizeof(struct sockaddr_in)) {
        struct sockaddr_in v4;
        memcpy(&v4, start, sizeof v4);
        memcpy(out, &v4.sin_addr, 4);
        return 4;
    }
    if (address->family == AF_INET6 && address->addrlen >= sizeof(struct sockaddr_in6)) {
        struct sockaddr_in6 v6;
        memcpy(&v6, start, sizeof v6);
        memcpy(out, &v6.sin6_addr, 16);
        return 16;
    }
    return 0;
}
