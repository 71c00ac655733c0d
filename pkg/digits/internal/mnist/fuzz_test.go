package mnist

import (
	"bytes"
	"slices"
	"testing"
)

// FuzzRead feeds any bytes as labels and as images: what is accepted is exactly a file that could have been written.
func FuzzRead(f *testing.F) {
	labels, images := idx(magicLabels, 3, nil, []byte{7, 1, 0}), idx(magicImages, 3, square, shaded(3))
	f.Add(labels, images)
	f.Add(labels[:9], images)
	f.Add(labels, images[:1000])
	f.Add(append(slices.Clone(labels), 0), images)
	f.Add(idx(magicLabels, 1<<31, nil, nil), images)
	f.Add(labels, idx(magicImages, 3, []uint32{1 << 31, 1 << 31}, nil))
	f.Add([]byte{}, []byte{})
	f.Fuzz(func(t *testing.T, labels, images []byte) {
		y, err := readLabels(bytes.NewReader(labels), 3)
		if err != nil {
			return
		}
		if again := idx(magicLabels, uint32(len(y)), nil, y); !bytes.Equal(again, labels) {
			t.Fatalf("labels %v written again are %x, were %x", y, again, labels)
		}
		x, kept, err := readImages(t.Context(), bytes.NewReader(images), y, all)
		if err != nil {
			return
		}
		if len(y) != 3 || len(x) != 3 || len(kept) != 3 {
			t.Fatalf("%d images and %d of %d labels, want 3 of each", len(x), len(kept), len(y))
		}
		var data []byte
		for _, row := range x {
			for _, v := range row {
				data = append(data, byte(v*255+0.5))
			}
		}
		if again := idx(magicImages, uint32(len(y)), square, data); !bytes.Equal(again, images) {
			t.Fatalf("%d images are not the same when written again", len(x))
		}
	})
}
