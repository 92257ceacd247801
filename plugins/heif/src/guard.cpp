/*
 * libheif is written in C++, and what throws in it goes through its C functions. A caller in Rust cannot catch that, and
 * the process would end. So the linker is told (build.rs) to send each call of a function named here to one that
 * catches: an exception becomes libheif's own error, or what the function answers when it has nothing.
 *
 * Here are the functions that the plugin calls and that can run out of memory or look into a file. Those that only read
 * a field or free something are not. libheif's own calls of them come here too, so none may be listed whose NULL libheif
 * does not expect. What throws in a thread of x265 still ends the process: nobody can catch it.
 */
#include <exception>
#include <new>
#include <type_traits>

#include <libheif/heif.h>
#include <libheif/heif_items.h>
#include <libheif/heif_properties.h>

namespace {

/* What a function answers in place of an exception: NULL, 0, or an error. */
template <class Answer>
Answer nothing(bool)
{
    return Answer();
}

template <>
void nothing<void>(bool)
{
}

template <>
heif_error nothing<heif_error>(bool memory)
{
    if (memory)
        return {heif_error_Memory_allocation_error, heif_suberror_Unspecified, "no memory"};
    return {heif_error_Invalid_input, heif_suberror_Unspecified, "libheif or a codec failed inside"};
}

template <class Call>
std::invoke_result_t<Call> guarded(Call call) noexcept
{
    using Answer = std::invoke_result_t<Call>;
    try {
        return call();
    } catch (const std::bad_alloc &) {
        return nothing<Answer>(true);
    } catch (...) {
        return nothing<Answer>(false);
    }
}

} /* namespace */

/* The compiler holds each line against libheif's own declaration. build.rs reads the names. */
#define GUARD(name, answer, parameters, arguments)                                   \
    extern "C" decltype(name) __real_##name;                                         \
    extern "C" decltype(name) __wrap_##name;                                         \
    extern "C" answer __wrap_##name parameters                                       \
    {                                                                                \
        return guarded([&] { return __real_##name arguments; });                     \
    }

GUARD(heif_init, heif_error, (heif_init_params * p), (p))

/* Reading. */
GUARD(heif_context_alloc, heif_context *, (void), ())
GUARD(heif_context_read_from_reader, heif_error,
      (heif_context * c, const heif_reader *r, void *data, const heif_reading_options *o), (c, r, data, o))
GUARD(heif_context_get_primary_image_ID, heif_error, (heif_context * c, heif_item_id *id), (c, id))
GUARD(heif_context_get_list_of_item_IDs, int, (const heif_context *c, heif_item_id *ids, int room), (c, ids, room))
GUARD(heif_context_get_item_references, size_t,
      (const heif_context *c, heif_item_id from, int index, uint32_t *kind, heif_item_id **to), (c, from, index, kind, to))
GUARD(heif_context_get_image_handle, heif_error, (heif_context * c, heif_item_id id, heif_image_handle **h), (c, id, h))
GUARD(heif_item_get_item_data, heif_error,
      (const heif_context *c, heif_item_id id, heif_metadata_compression *how, uint8_t **data, size_t *size),
      (c, id, how, data, size))
GUARD(heif_item_get_transformation_properties, int,
      (const heif_context *c, heif_item_id id, heif_property_id *list, int room), (c, id, list, room))
GUARD(heif_item_get_properties_of_type, int,
      (const heif_context *c, heif_item_id id, heif_item_property_type kind, heif_property_id *list, int room),
      (c, id, kind, list, room))
GUARD(heif_item_get_property_type, heif_item_property_type,
      (const heif_context *c, heif_item_id id, heif_property_id property), (c, id, property))
GUARD(heif_item_get_property_raw_size, heif_error,
      (const heif_context *c, heif_item_id id, heif_property_id property, size_t *size), (c, id, property, size))
GUARD(heif_item_get_property_raw_data, heif_error,
      (const heif_context *c, heif_item_id id, heif_property_id property, uint8_t *data), (c, id, property, data))
GUARD(heif_image_handle_get_preferred_decoding_colorspace, heif_error,
      (const heif_image_handle *h, heif_colorspace *space, heif_chroma *chroma), (h, space, chroma))
GUARD(heif_image_handle_get_nclx_color_profile, heif_error,
      (const heif_image_handle *h, heif_color_profile_nclx **profile), (h, profile))
GUARD(heif_image_handle_get_raw_color_profile, heif_error, (const heif_image_handle *h, void *data), (h, data))
GUARD(heif_image_handle_get_auxiliary_type, heif_error, (const heif_image_handle *h, const char **text), (h, text))
GUARD(heif_decoding_options_alloc, heif_decoding_options *, (void), ())
GUARD(heif_decode_image, heif_error,
      (const heif_image_handle *h, heif_image **image, heif_colorspace space, heif_chroma chroma,
       const heif_decoding_options *o),
      (h, image, space, chroma, o))

/* Writing. */
GUARD(heif_context_get_encoder_for_format, heif_error,
      (heif_context * c, heif_compression_format format, heif_encoder **e), (c, format, e))
GUARD(heif_encoder_set_parameter, heif_error, (heif_encoder * e, const char *name, const char *value), (e, name, value))
GUARD(heif_encoding_options_alloc, heif_encoding_options *, (void), ())
GUARD(heif_image_create, heif_error,
      (int width, int height, heif_colorspace space, heif_chroma chroma, heif_image **image),
      (width, height, space, chroma, image))
GUARD(heif_image_add_plane, heif_error, (heif_image * i, heif_channel channel, int width, int height, int depth),
      (i, channel, width, height, depth))
GUARD(heif_image_set_nclx_color_profile, heif_error, (heif_image * i, const heif_color_profile_nclx *p), (i, p))
GUARD(heif_image_set_raw_color_profile, heif_error, (heif_image * i, const char *kind, const void *data, size_t size),
      (i, kind, data, size))
GUARD(heif_context_encode_image, heif_error,
      (heif_context * c, const heif_image *i, heif_encoder *e, const heif_encoding_options *o, heif_image_handle **h),
      (c, i, e, o, h))
GUARD(heif_context_add_item, heif_error,
      (heif_context * c, const char *kind, const void *data, int size, heif_item_id *id), (c, kind, data, size, id))
GUARD(heif_item_set_item_name, heif_error, (heif_context * c, heif_item_id id, const char *name), (c, id, name))
GUARD(heif_item_add_raw_property, heif_error,
      (const heif_context *c, heif_item_id id, uint32_t kind, const uint8_t *uuid, const uint8_t *data, size_t size,
       int essential, heif_property_id *property),
      (c, id, kind, uuid, data, size, essential, property))
GUARD(heif_context_add_item_references, heif_error,
      (heif_context * c, uint32_t kind, heif_item_id from, const heif_item_id *to, int count), (c, kind, from, to, count))
GUARD(heif_context_add_compatible_brand, void, (heif_context * c, heif_brand2 brand), (c, brand))
GUARD(heif_context_write, heif_error, (heif_context * c, heif_writer *w, void *data), (c, w, data))
