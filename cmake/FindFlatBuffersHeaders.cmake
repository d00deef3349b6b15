# FlatBuffers' headers, for the weights of TensorFlow Lite: variable FlatBuffersHeaders_INCLUDE_DIR.
# Debian: libflatbuffers-dev.

find_path(FlatBuffersHeaders_INCLUDE_DIR flatbuffers/flatbuffers.h)
mark_as_advanced(FlatBuffersHeaders_INCLUDE_DIR)

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(FlatBuffersHeaders REQUIRED_VARS FlatBuffersHeaders_INCLUDE_DIR)
