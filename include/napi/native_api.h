/**
 * @file native_api.h
 *
 * The types of Node-API that Image Kit's prototypes name. They are opaque here: a program that calls
 * Node-API includes Node's own node_api.h as well, before or after this header; both declare these
 * types alike.
 */

#ifndef OHIMAGEKIT_NAPI_NATIVE_API_H
#define OHIMAGEKIT_NAPI_NATIVE_API_H

/* Programs expect these through this header. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** The environment of a JavaScript engine. */
typedef struct napi_env__ *napi_env;

/** A JavaScript value. */
typedef struct napi_value__ *napi_value;

/** The arguments of a native function that JavaScript calls. */
typedef struct napi_callback_info__ *napi_callback_info;

#endif /* OHIMAGEKIT_NAPI_NATIVE_API_H */
