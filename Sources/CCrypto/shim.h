// OpenSSL's libcrypto for FeraCrypto: one-shot calls with plain pointers, so that Swift meets neither macros nor
// EVP objects. Every function returns 1 on success, as OpenSSL does.
#pragma once
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <openssl/sha.h>

static inline int fera_sha1(const void *bytes, size_t count, unsigned char out[20]) {
    return EVP_Digest(bytes, count, out, NULL, EVP_sha1(), NULL);
}
static inline int fera_sha256(const void *bytes, size_t count, unsigned char out[32]) {
    return EVP_Digest(bytes, count, out, NULL, EVP_sha256(), NULL);
}
static inline EVP_MD_CTX *fera_sha256_begin(void) {
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    if (context && EVP_DigestInit_ex(context, EVP_sha256(), NULL) != 1) { EVP_MD_CTX_free(context); return NULL; }
    return context;
}
static inline int fera_hmac_sha256(const void *key, size_t keyCount, const void *bytes, size_t count, unsigned char out[32]) {
    unsigned int length = 32;
    // OpenSSL reads `key == NULL` as "the key of the last call", hence the empty string for an empty key.
    return HMAC(EVP_sha256(), key ? key : "", (int)keyCount, (const unsigned char *)bytes, count, out, &length) != NULL && length == 32;
}
static inline int fera_ed25519_public(const unsigned char seed[32], unsigned char out[32]) {
    EVP_PKEY *key = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL, seed, 32);
    size_t length = 32;
    int ok = key && EVP_PKEY_get_raw_public_key(key, out, &length) == 1 && length == 32;
    EVP_PKEY_free(key);
    return ok;
}
static inline int fera_ed25519_sign(const unsigned char seed[32], const void *bytes, size_t count, unsigned char out[64]) {
    EVP_PKEY *key = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL, seed, 32);
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    size_t length = 64;
    int ok = key && context && EVP_DigestSignInit(context, NULL, NULL, NULL, key) == 1
        && EVP_DigestSign(context, out, &length, (const unsigned char *)bytes, count) == 1 && length == 64;
    EVP_MD_CTX_free(context);
    EVP_PKEY_free(key);
    return ok;
}
static inline int fera_ed25519_verify(const unsigned char key[32], const unsigned char signature[64], const void *bytes, size_t count) {
    EVP_PKEY *publicKey = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, key, 32);
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    int ok = publicKey && context && EVP_DigestVerifyInit(context, NULL, NULL, NULL, publicKey) == 1
        && EVP_DigestVerify(context, signature, 64, (const unsigned char *)bytes, count) == 1;
    EVP_MD_CTX_free(context);
    EVP_PKEY_free(publicKey);
    return ok;
}
