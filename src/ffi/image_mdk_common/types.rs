//! The types of image_mdk_common.h, as cbindgen prints them.

/// The answer of the older native calls: 0 for success, otherwise the cause of the failure.
///
/// The numbers are part of the ABI and never change. Only those whose comment says so are returned by this library; the
/// others are here because programs name them, those that begin with "Media" for OpenHarmony's players and recorders.
/// Numbers in between that have no enumerator are not given to anything else.
///
/// @since 10
#[repr(C)]
#[derive(Clone, Copy)]
pub enum IRNdkErrCode {
    /// The call did what it was asked. Returned by the packer.
    IMAGE_RESULT_SUCCESS = 0,
    /// An argument is NULL, not a live handle, of the wrong JavaScript class, already released, or an empty buffer or a
    /// negative descriptor. Returned by the packer.
    IMAGE_RESULT_BAD_PARAMETER = -1,
    /// The operation failed for a reason that has no number of its own; the base that the other numbers count from.
    /// Returned by the packer.
    IMAGE_RESULT_IMAGE_RESULT_BASE = 62980096,
    /// Another process could not be reached.
    IMAGE_RESULT_ERR_IPC = 62980097,
    /// There is no such shared memory.
    IMAGE_RESULT_ERR_SHAMEM_NOT_EXIST = 62980098,
    /// The content of shared memory is not usable.
    IMAGE_RESULT_ERR_SHAMEM_DATA_ABNORMAL = 62980099,
    /// The header of the source is good, its pixels cannot be decoded. Returned by the packer.
    IMAGE_RESULT_DECODE_ABNORMAL = 62980100,
    /// The data of the source is empty, cut short or inconsistent, a PixelMap has too few bytes, or the output cannot
    /// be written. Returned by the packer.
    IMAGE_RESULT_DATA_ABNORMAL = 62980101,
    /// There is no memory. Returned by the packer.
    IMAGE_RESULT_MALLOC_ABNORMAL = 62980102,
    /// This kind of image is not supported.
    IMAGE_RESULT_DATA_UNSUPPORT = 62980103,
    /// The object is not set up.
    IMAGE_RESULT_INIT_ABNORMAL = 62980104,
    /// The data of an image could not be fetched.
    IMAGE_RESULT_GET_DATA_ABNORMAL = 62980105,
    /// A side or the number of bytes is above what the target format can hold. Returned by the packer.
    IMAGE_RESULT_TOO_LARGE = 62980106,
    /// Scaling, rotating or moving an image failed.
    IMAGE_RESULT_TRANSFORM = 62980107,
    /// Converting colours failed.
    IMAGE_RESULT_COLOR_CONVERT = 62980108,
    /// Cropping failed.
    IMAGE_RESULT_CROP = 62980109,
    /// The stream of the source is bad.
    IMAGE_RESULT_SOURCE_DATA = 62980110,
    /// The stream of the source ends too early.
    IMAGE_RESULT_SOURCE_DATA_INCOMPLETE = 62980111,
    /// The data is not of the format that was stated.
    IMAGE_RESULT_MISMATCHED_FORMAT = 62980112,
    /// The bytes of the source match no format that this library knows. Returned by the packer.
    IMAGE_RESULT_UNKNOWN_FORMAT = 62980113,
    /// The source has not been parsed yet.
    IMAGE_RESULT_SOURCE_UNRESOLVED = 62980114,
    /// The MIME type cannot be encoded, the quality is outside 0 to 100, or the descriptor is not open for writing.
    /// Returned by the packer.
    IMAGE_RESULT_INVALID_PARAMETER = 62980115,
    /// Decoding failed.
    IMAGE_RESULT_DECODE_FAILED = 62980116,
    /// A codec plugin could not be registered.
    IMAGE_RESULT_PLUGIN_REGISTER_FAILED = 62980117,
    /// A codec plugin could not be started.
    IMAGE_RESULT_PLUGIN_CREATE_FAILED = 62980118,
    /// Encoding failed, there is no way from the pixel format to the target, or the buffer is too small. Returned by
    /// the packer.
    IMAGE_RESULT_ENCODE_FAILED = 62980119,
    /// More images than the target format can hold. Returned by the packer.
    IMAGE_RESULT_ADD_PIXEL_MAP_FAILED = 62980120,
    /// The hardware decoder does not support this image.
    IMAGE_RESULT_HW_DECODE_UNSUPPORT = 62980121,
    /// The header of the image is bad.
    IMAGE_RESULT_DECODE_HEAD_ABNORMAL = 62980122,
    /// The image cannot hold EXIF, or its EXIF cannot be read.
    IMAGE_RESULT_DECODE_EXIF_UNSUPPORT = 62980123,
    /// The image has no such property.
    IMAGE_RESULT_PROPERTY_NOT_EXIST = 62980124,
    /// Media: this kind of data is not supported.
    IMAGE_RESULT_MEDIA_DATA_UNSUPPORT = 62980126,
    /// Media: the data is too large.
    IMAGE_RESULT_MEDIA_TOO_LARGE = 62980127,
    /// Media: there is no memory.
    IMAGE_RESULT_MEDIA_MALLOC_FAILED = 62980128,
    /// Media: the stream has ended.
    IMAGE_RESULT_MEDIA_END_OF_STREAM = 62980129,
    /// Media: reading or writing failed.
    IMAGE_RESULT_MEDIA_IO_ABNORMAL = 62980130,
    /// Media: the data breaks the rules of its format.
    IMAGE_RESULT_MEDIA_MALFORMED = 62980131,
    /// Media: the buffer is too small.
    IMAGE_RESULT_MEDIA_BUFFER_TOO_SMALL = 62980132,
    /// Media: a position or a value is out of range.
    IMAGE_RESULT_MEDIA_OUT_OF_RANGE = 62980133,
    /// Media: the object is in the wrong state.
    IMAGE_RESULT_MEDIA_STATUS_ABNORMAL = 62980134,
    /// Media: a value is not allowed.
    IMAGE_RESULT_MEDIA_VALUE_INVALID = 62980135,
    /// Media: a pointer is NULL.
    IMAGE_RESULT_MEDIA_NULL_POINTER = 62980136,
    /// Media: the operation is not allowed.
    IMAGE_RESULT_MEDIA_INVALID_OPERATION = 62980137,
    /// Media: the player is not set up.
    IMAGE_RESULT_MEDIA_ERR_PLAYER_NOT_INIT = 62980138,
    /// Media: prepared too early.
    IMAGE_RESULT_MEDIA_EARLY_PREPARE = 62980139,
    /// Media: seeking failed.
    IMAGE_RESULT_MEDIA_SEEK_ERR = 62980140,
    /// Media: permission denied.
    IMAGE_RESULT_MEDIA_PERMISSION_DENIED = 62980141,
    /// Media: the object's process has ended.
    IMAGE_RESULT_MEDIA_DEAD_OBJECT = 62980142,
    /// Media: the operation took too long.
    IMAGE_RESULT_MEDIA_TIMED_OUT = 62980143,
    /// Media: not every track is supported.
    IMAGE_RESULT_MEDIA_TRACK_NOT_ALL_SUPPORTED = 62980144,
    /// Media: an adapter could not be set up.
    IMAGE_RESULT_MEDIA_ADAPTER_INIT_FAILED = 62980145,
    /// Media: writing a message to another process failed.
    IMAGE_RESULT_MEDIA_WRITE_PARCEL_FAIL = 62980146,
    /// Media: reading a message from another process failed.
    IMAGE_RESULT_MEDIA_READ_PARCEL_FAIL = 62980147,
    /// Media: no buffer is free.
    IMAGE_RESULT_MEDIA_NO_AVAIL_BUFFER = 62980148,
    /// Media: an argument is wrong.
    IMAGE_RESULT_MEDIA_INVALID_PARAM = 62980149,
    /// Media: there is no such codec adapter.
    IMAGE_RESULT_MEDIA_CODEC_ADAPTER_NOT_EXIST = 62980150,
    /// Media: a codec adapter could not be made.
    IMAGE_RESULT_MEDIA_CREATE_CODEC_ADAPTER_FAILED = 62980151,
    /// Media: the codec adapter is not set up.
    IMAGE_RESULT_MEDIA_CODEC_ADAPTER_NOT_INIT = 62980152,
    /// Media: a ZCodec could not be made.
    IMAGE_RESULT_MEDIA_ZCODEC_CREATE_FAILED = 62980153,
    /// Media: there is no such ZCodec.
    IMAGE_RESULT_MEDIA_ZCODEC_NOT_EXIST = 62980154,
    /// Media: there is no such JNI class.
    IMAGE_RESULT_MEDIA_JNI_CLASS_NOT_EXIST = 62980155,
    /// Media: there is no such JNI method.
    IMAGE_RESULT_MEDIA_JNI_METHOD_NOT_EXIST = 62980156,
    /// Media: a JNI object could not be made.
    IMAGE_RESULT_MEDIA_JNI_NEW_OBJ_FAILED = 62980157,
    /// Media: a JNI call failed.
    IMAGE_RESULT_MEDIA_JNI_COMMON_ERROR = 62980158,
    /// Media: not supported across devices.
    IMAGE_RESULT_MEDIA_DISTRIBUTE_NOT_SUPPORT = 62980159,
    /// Media: no source was set.
    IMAGE_RESULT_MEDIA_SOURCE_NOT_SET = 62980160,
    /// Media: the RTSP adapter is not set up.
    IMAGE_RESULT_MEDIA_RTSP_ADAPTER_NOT_INIT = 62980161,
    /// Media: there is no RTSP adapter.
    IMAGE_RESULT_MEDIA_RTSP_ADAPTER_NOT_EXIST = 62980162,
    /// Media: RTSP does not support this surface.
    IMAGE_RESULT_MEDIA_RTSP_SURFACE_UNSUPPORT = 62980163,
    /// Media: the RTSP capture is not set up.
    IMAGE_RESULT_MEDIA_RTSP_CAPTURE_NOT_INIT = 62980164,
    /// Media: the RTSP address is not valid.
    IMAGE_RESULT_MEDIA_RTSP_SOURCE_URL_INVALID = 62980165,
    /// Media: the RTSP stream has no video track.
    IMAGE_RESULT_MEDIA_RTSP_VIDEO_TRACK_NOT_FOUND = 62980166,
    /// Media: no more RTSP cameras can be opened.
    IMAGE_RESULT_MEDIA_RTSP_CAMERA_NUM_REACH_MAX = 62980167,
    /// Media: the volume could not be set.
    IMAGE_RESULT_MEDIA_SET_VOLUME = 62980168,
    /// Media: a number is too large for its type.
    IMAGE_RESULT_MEDIA_NUMBER_OVERFLOW = 62980169,
    /// Media: the distributed player is not supported.
    IMAGE_RESULT_MEDIA_DIS_PLAYER_UNSUPPORTED = 62980170,
    /// An ICC profile could not be read.
    IMAGE_RESULT_MEDIA_DENCODE_ICC_FAILED = 62980171,
    /// An ICC profile could not be made, or does not fit into the target format. Returned by the packer.
    IMAGE_RESULT_MEDIA_ENCODE_ICC_FAILED = 62980172,
    /// Reading pixels of a PixelMap failed.
    IMAGE_RESULT_MEDIA_READ_PIXELMAP_FAILED = 62980246,
    /// Writing pixels to a PixelMap failed.
    IMAGE_RESULT_MEDIA_WRITE_PIXELMAP_FAILED = 62980247,
    /// The PixelMap is not editable.
    IMAGE_RESULT_MEDIA_PIXELMAP_NOT_ALLOW_MODIFY = 62980248,
    /// Media: configuring failed.
    IMAGE_RESULT_MEDIA_CONFIG_FAILED = 62980249,
    /// The JavaScript environment cannot be used.
    IMAGE_RESULT_JNI_ENV_ABNORMAL = 62980250,
    /// A surface could not allocate a buffer.
    IMAGE_RESULT_SURFACE_GRALLOC_BUFFER_FAILED = 62980251,
    /// An intermediate surface, such as the gain map of an HDR image, could not be made. Returned by the packer.
    IMAGE_RESULT_CREATE_SURFACE_FAILED = 62980252,
    /// A parameter of a surface could not be read.
    IMAGE_RESULT_SURFACE_GET_PARAMETER_FAILED = 62980253,
    /// A surface could not be got.
    IMAGE_RESULT_GET_SURFACE_FAILED = 62980254,
    /// A filled buffer could not be taken from a surface.
    IMAGE_RESULT_SURFACE_ACQUIRE_BUFFER_FAILED = 62980255,
    /// A free buffer could not be got from a surface.
    IMAGE_RESULT_SURFACE_REQUEST_BUFFER_FAILED = 62980256,
    /// A listener could not be registered.
    IMAGE_RESULT_REGISTER_LISTENER_FAILED = 62980257,
    /// A buffer could not be registered.
    IMAGE_RESULT_REGISTER_BUFFER_FAILED = 62980258,
    /// Reading a file failed.
    IMAGE_RESULT_FREAD_FAILED = 62980259,
    /// Looking ahead in a stream failed.
    IMAGE_RESULT_PEEK_FAILED = 62980260,
    /// Moving in a stream failed.
    IMAGE_RESULT_SEEK_FAILED = 62980261,
    /// The size of a stream is wrong.
    IMAGE_RESULT_STREAM_SIZE_ERROR = 62980262,
    /// A file descriptor cannot be used.
    IMAGE_RESULT_FILE_FD_ERROR = 62980263,
    /// A file is damaged.
    IMAGE_RESULT_FILE_DAMAGED = 62980264,
    /// A decoder could not be made.
    IMAGE_RESULT_CREATE_DECODER_FAILED = 62980265,
    /// An encoder could not be made.
    IMAGE_RESULT_CREATE_ENCODER_FAILED = 62980266,
    /// The format of the data could not be told.
    IMAGE_RESULT_CHECK_FORMAT_ERROR = 62980267,
    /// The graphics library failed.
    IMAGE_RESULT_THIRDPART_SKIA_ERROR = 62980268,
    /// The hardware decoder failed.
    IMAGE_RESULT_HW_DECODE_FAILED = 62980269,
    /// The kind of memory is wrong for this.
    IMAGE_RESULT_ALLOCATER_TYPE_ERROR = 62980270,
    /// The alpha type is wrong for this.
    IMAGE_RESULT_ALPHA_TYPE_ERROR = 62980271,
    /// The index is beyond the last image.
    IMAGE_RESULT_INDEX_INVALID = 62980272,
    /// Media: an unknown error.
    IMAGE_RESULT_MEDIA_UNKNOWN = 62980296,
}

/// The size of an image, for the older native calls.
///
/// @since 10
#[repr(C)]
#[derive(Clone, Copy)]
pub struct OhosImageSize {
    /// Width in pixels.
    pub width: i32,
    /// Height in pixels.
    pub height: i32,
}
