# Which codecs libheif is built with: of all that it knows, those that this plugin is about. libheif-sys asks for every
# codec that the machine happens to have; .cargo/config.toml names this file as CMake's toolchain file, which CMake reads
# after those wishes and before libheif's own. Every other project that cargo builds with CMake finds nothing here.
foreach(codec IN ITEMS AOM_DECODER AOM_ENCODER DAV1D FFMPEG_DECODER JPEG_DECODER JPEG_ENCODER KVAZAAR OPENJPH_ENCODER
    OpenH264_DECODER OpenJPEG_DECODER OpenJPEG_ENCODER RAV1E SvtEnc UVG266 VVDEC VVENC X264)
  set(WITH_${codec} OFF CACHE BOOL "" FORCE)
endforeach()
foreach(codec IN ITEMS LIBDE265 X265)
  set(WITH_${codec} ON CACHE BOOL "" FORCE)
endforeach()
set(WITH_LIBSHARPYUV OFF CACHE BOOL "" FORCE)
set(ENABLE_PLUGIN_LOADING OFF CACHE BOOL "" FORCE)
