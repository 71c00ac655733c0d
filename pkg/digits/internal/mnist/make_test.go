package mnist

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
)

func all(int) bool { return true }

var square = []uint32{Side, Side}

// idx returns a file in IDX format.
func idx(magic, count uint32, more []uint32, data []byte) []byte {
	b := binary.BigEndian.AppendUint32(nil, magic)
	b = binary.BigEndian.AppendUint32(b, count)
	for _, d := range more {
		b = binary.BigEndian.AppendUint32(b, d)
	}
	return append(b, data...)
}

// shaded returns the bytes of n images; pixel p of image i has the value i + p, modulo 256.
func shaded(n int) []byte {
	b := make([]byte, 0, n*Pixels)
	for i := range n {
		for p := range Pixels {
			b = append(b, byte(i+p))
		}
	}
	return b
}

func pack(b []byte) []byte {
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	z.Write(b)
	z.Close()
	return packed.Bytes()
}

// repack packs b otherwise than pack does.
func repack(b []byte) []byte {
	var packed bytes.Buffer
	z, _ := gzip.NewWriterLevel(&packed, gzip.BestSpeed)
	z.Name, z.Comment = "another", "name"
	z.Write(b)
	z.Close()
	return packed.Bytes()
}

// published returns the file that holds plain, with its digests.
func published(name string, plain []byte) File {
	packed := pack(plain)
	return File{Name: name, Size: int64(len(packed)), Gzip: hexSum(packed), Plain: hexSum(plain)}
}

func hexSum(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}
