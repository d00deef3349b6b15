#pragma once

#include <cstdint>
#include <flatbuffers/flatbuffers.h>

// The few tables of TensorFlow Lite's schema, version 3, that weights need, with the numbers of their
// fields:
//
//     table Model    { 2: subgraphs: [SubGraph]  4: buffers: [Buffer] }
//     table SubGraph { 0: tensors: [Tensor] }
//     table Tensor   { 0: shape: [int]  1: type: byte  2: buffer: uint  3: name: string }
//     table Buffer   { 0: data: [ubyte] }
namespace stepgrad::tflite {

inline constexpr const char* kFileIdentifier = "TFL3";
inline constexpr std::int8_t kFloat32 = 0;

/// Where a table says whether it has a field: FlatBuffers' own formula.
constexpr flatbuffers::voffset_t field(int number) {
    return static_cast<flatbuffers::voffset_t>(4 + 2 * number);
}

struct Tensor : private flatbuffers::Table {
    const flatbuffers::Vector<std::int32_t>* shape() const {
        return GetPointer<const flatbuffers::Vector<std::int32_t>*>(field(0));
    }
    std::int8_t type() const { return GetField<std::int8_t>(field(1), kFloat32); }
    std::uint32_t buffer() const { return GetField<std::uint32_t>(field(2), 0); }
    const flatbuffers::String* name() const {
        return GetPointer<const flatbuffers::String*>(field(3));
    }
    bool Verify(flatbuffers::Verifier& verifier) const {
        return VerifyTableStart(verifier) && VerifyOffset(verifier, field(0)) &&
               verifier.VerifyVector(shape()) &&
               VerifyField<std::int8_t>(verifier, field(1), sizeof(std::int8_t)) &&
               VerifyField<std::uint32_t>(verifier, field(2), sizeof(std::uint32_t)) &&
               VerifyOffset(verifier, field(3)) && verifier.VerifyString(name()) &&
               verifier.EndTable();
    }
};

struct Buffer : private flatbuffers::Table {
    const flatbuffers::Vector<std::uint8_t>* data() const {
        return GetPointer<const flatbuffers::Vector<std::uint8_t>*>(field(0));
    }
    bool Verify(flatbuffers::Verifier& verifier) const {
        return VerifyTableStart(verifier) && VerifyOffset(verifier, field(0)) &&
               verifier.VerifyVector(data()) && verifier.EndTable();
    }
};

struct SubGraph : private flatbuffers::Table {
    const flatbuffers::Vector<flatbuffers::Offset<Tensor>>* tensors() const {
        return GetPointer<const flatbuffers::Vector<flatbuffers::Offset<Tensor>>*>(field(0));
    }
    bool Verify(flatbuffers::Verifier& verifier) const {
        return VerifyTableStart(verifier) && VerifyOffset(verifier, field(0)) &&
               verifier.VerifyVector(tensors()) && verifier.VerifyVectorOfTables(tensors()) &&
               verifier.EndTable();
    }
};

struct Model : private flatbuffers::Table {
    const flatbuffers::Vector<flatbuffers::Offset<SubGraph>>* subgraphs() const {
        return GetPointer<const flatbuffers::Vector<flatbuffers::Offset<SubGraph>>*>(field(2));
    }
    const flatbuffers::Vector<flatbuffers::Offset<Buffer>>* buffers() const {
        return GetPointer<const flatbuffers::Vector<flatbuffers::Offset<Buffer>>*>(field(4));
    }
    bool Verify(flatbuffers::Verifier& verifier) const {
        return VerifyTableStart(verifier) && VerifyOffset(verifier, field(2)) &&
               verifier.VerifyVector(subgraphs()) && verifier.VerifyVectorOfTables(subgraphs()) &&
               VerifyOffset(verifier, field(4)) && verifier.VerifyVector(buffers()) &&
               verifier.VerifyVectorOfTables(buffers()) && verifier.EndTable();
    }
};

}  // namespace stepgrad::tflite
