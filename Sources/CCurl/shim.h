#pragma once
// The checking macros of curl want literal options; ours come through functions.
#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>
#include <netinet/in.h>
#include <stddef.h>
#include <sys/socket.h>

// Swift cannot call variadic C functions, so each kind of argument has a function of its own.

static inline CURLcode greenlane_curl_set_long(CURL *handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode greenlane_curl_set_string(
    CURL *handle, CURLoption option, const char *value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode greenlane_curl_set_pointer(CURL *handle, CURLoption option, void *value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode greenlane_curl_set_list(
    CURL *handle, CURLoption option, struct curl_slist *value) {
    return curl_easy_setopt(handle, option, value);
}

// For CURLOPT_WRITEFUNCTION and CURLOPT_HEADERFUNCTION, which have the same form.
static inline CURLcode greenlane_curl_set_data_callback(
    CURL *handle, CURLoption option, size_t (*value)(char *, size_t, size_t, void *)) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode greenlane_curl_set_socket_callback(
    CURL *handle, curl_opensocket_callback value) {
    return curl_easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, value);
}

static inline CURLcode greenlane_curl_get_long(CURL *handle, CURLINFO info, long *value) {
    return curl_easy_getinfo(handle, info, value);
}

static inline CURLcode greenlane_curl_get_offset(CURL *handle, CURLINFO info, curl_off_t *value) {
    return curl_easy_getinfo(handle, info, value);
}

static inline CURLcode greenlane_curl_get_pointer(CURL *handle, CURLINFO info, void **value) {
    return curl_easy_getinfo(handle, info, value);
}

static inline CURLMcode greenlane_curl_multi_set_long(
    CURLM *handle, CURLMoption option, long value) {
    return curl_multi_setopt(handle, option, value);
}

// The bytes of the IP address in network order and their count, 4 or 16; NULL for other families.
// `addr` is declared shorter than an IPv6 address, so this is a matter for C.
static inline const unsigned char *greenlane_curl_address_bytes(
    const struct curl_sockaddr *address, size_t *count) {
    if (address->family == AF_INET) {
        *count = sizeof(struct in_addr);
        return (const unsigned char *)&((const struct sockaddr_in *)&address->addr)->sin_addr;
    }
    if (address->family == AF_INET6) {
        *count = sizeof(struct in6_addr);
        return (const unsigned char *)&((const struct sockaddr_in6 *)&address->addr)->sin6_addr;
    }
    *count = 0;
    return NULL;
}

// A socket for the address that a callback of CURLOPT_OPENSOCKETFUNCTION was given, not inherited
// by programs that we start.
static inline curl_socket_t greenlane_curl_open_socket(const struct curl_sockaddr *address) {
#ifdef SOCK_CLOEXEC
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
#else
    return socket(address->family, address->socktype, address->protocol);
#endif
}
